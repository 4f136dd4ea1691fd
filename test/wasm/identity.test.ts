import { describe, expect, it } from "vitest";
import type { RequestOptions } from "../host/index.ts";
import { filter } from "./filter.ts";

/** Callers without a client key: by a token that Envoy has checked, or by the certificate of their connection. */
const TARGETS = { targets: [{ provider: "openai" }] };
const CONFIG = {
  models: { a: TARGETS, b: TARGETS },
  tenants: { shop: { deny: ["b"] }, lab: {} },
  jwt: { issuer: "https://issuer.test", jwks_file: "/jwks.json", tenant_claim: "https://acme.test/tenant" },
  keys: [
    { id: "with-secret", tenant: "lab", secret: "env:CLIENT" },
    { id: "exact", tenant: "lab", spiffe: "spiffe://mesh/ns/x/sa/one", allow: ["a"] },
    { id: "glob", tenant: "lab", spiffe: "spiffe://mesh/ns/x/*", allow: ["b"] },
    { id: "gone", tenant: "lab", spiffe: "spiffe://mesh/ns/y/*", disabled: true },
  ],
};

const host = filter(CONFIG, () => undefined);

/** The models that the caller is shown, or the status and the message. */
function shown(request: RequestOptions): unknown {
  const { status, body } = host.open({ path: "/v1/models", ...request }).result;
  const { data, error } = JSON.parse(body);
  return data?.map(({ id }: { id: string }) => id) ?? [status, error.message];
}

const token = (claims: object) => ({
  "envoy.filters.http.jwt_authn": { headgate: { iss: "https://issuer.test", ...claims } },
});
const failed = (message: string) => ({
  "envoy.filters.http.jwt_authn": { headgate_failure: { code: 3, message } },
});

const TENANT = "https://acme.test/tenant";

describe("a token", () => {
  it("is taken for the tenant and the models that its claims name", () => {
    expect(shown({ metadata: token({ [TENANT]: "lab" }) })).toEqual(["a", "b"]);
    expect(shown({ metadata: token({ [TENANT]: "shop" }) })).toEqual(["a"]);
    expect(shown({ metadata: token({ [TENANT]: "lab", models: ["b", "x"] }) })).toEqual(["b"]);
    expect(shown({ metadata: token({ [TENANT]: "lab", models: [] }) })).toEqual([]);
  });

  it("takes a text for one model, however it looks", () => {
    for (const models of ["\u0000\u0000\u0000\u0000", "\u0001\u0000\u0000\u0000a", "\uffff".repeat(9), "b\u0000"]) {
      expect(shown({ metadata: token({ [TENANT]: "lab", models }) })).toEqual([]);
    }
  });

  it("of another tenant's opens nothing", () => {
    const refusal = [403, "the token's tenant is not one of this gateway's"];
    for (const tenant of ["other", "", null, 7, ["lab"], "lab;x=1", undefined]) {
      expect(shown({ metadata: token({ [TENANT]: tenant }) })).toEqual(refusal);
    }
  });

  it("that Envoy refused is told why, unless what came is no token", () => {
    const metadata = failed("Jwt is expired");
    const send = (key: string) => shown({ metadata, headers: { authorization: `Bearer ${key}` } });
    expect(send("a.b.c")).toEqual([401, "the token is refused: Jwt is expired"]);
    expect(send("hg-nobody")).toEqual([401, "unknown API key"]);
    expect(send("hg-client")).toEqual(["a", "b"]);
  });

  it("beside a key is one too many", () => {
    const headers = { "x-api-key": "hg-client" };
    expect(shown({ metadata: token({ [TENANT]: "lab" }), headers })).toEqual([
      401,
      "both a token and an API key: send one",
    ]);
  });
});

describe("a peer's certificate", () => {
  it("is taken for the key of its id, the exact one first", () => {
    expect(shown({ peer: "spiffe://mesh/ns/x/sa/one" })).toEqual(["a"]);
    expect(shown({ peer: "spiffe://mesh/ns/x/sa/two" })).toEqual(["b"]);
  });

  it.each([
    ["spiffe://mesh/ns/z/sa/one", "no key stands for this client certificate"],
    ["spiffe://mesh/ns/y/sa/one", "this API key is disabled: ask who gave it to you for another"],
    ["", "no API key: send it as 'Authorization: Bearer <key>' or as 'x-api-key'"],
  ])("that no good key stands for: %s", (peer, message) => {
    expect(shown({ peer })).toEqual([401, message]);
  });

  it("does not mend a key that is not good", () => {
    const headers = { "x-api-key": "hg-nobody" };
    expect(shown({ peer: "spiffe://mesh/ns/x/sa/one", headers })).toEqual([401, "unknown API key"]);
  });
});
