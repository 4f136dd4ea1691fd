import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { ask, chat, jsonOf } from "../envoy/ask.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { type Gateway, startGateway } from "../envoy/gateway.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { bareFields } from "../fixtures/wire/index.ts";
import { exampleConfig } from "./example-config.ts";

/** examples/jwt on a real Envoy, with an issuer of our own. */
let provider: Provider;
let issuer: Server;
let gateway: Gateway;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;

const ISSUER = "https://login.example.com/";
const NIGHTLY = "hg-nightly-1";

beforeAll(async () => {
  provider = await startProvider();
  keys = await generateKeyPair("ES256");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: "1", alg: "ES256" }] });
  issuer = createServer((_, response) => response.end(jwks));
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
  const { port } = issuer.address() as AddressInfo;
  const config = exampleConfig("jwt", {
    "https://api.openai.com": provider.url,
    "https://login.example.com/.well-known/jwks.json": `http://127.0.0.1:${port}/jwks.json`,
  });
  gateway = await startGateway(config, { environment: { OPENAI_API_KEY: "key-for-openai", NIGHTLY_KEY: NIGHTLY } });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
  await new Promise((resolve) => issuer.close(resolve));
});

beforeEach(() => {
  provider.requests.length = 0;
});

interface Flaw {
  audience?: string;
  issuer?: string;
  expires?: string;
  key?: CryptoKey;
}

function tokenOf(claims: JWTPayload, flaw: Flaw = {}): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "ES256", kid: "1" })
    .setSubject("someone")
    .setIssuer(flaw.issuer ?? ISSUER)
    .setAudience(flaw.audience ?? "headgate")
    .setExpirationTime(flaw.expires ?? "5 minutes")
    .sign(flaw.key ?? keys.privateKey);
}

async function lists(authorization: string): Promise<string[]> {
  const answer = await ask(gateway, "/v1/models", { headers: { authorization } });
  expect(answer.status, answer.text).toBe(200);
  return (jsonOf(answer) as { data: { id: string }[] }).data.map(({ id }) => id);
}

test.each<[string, JWTPayload, string[]]>([
  ["a tenant", { tenant: "research" }, ["gpt-4o", "gpt-4o-mini", "o3"]],
  ["a tenant with a denial", { tenant: "shop" }, ["gpt-4o", "gpt-4o-mini"]],
  ["a tenant and models", { tenant: "research", models: ["o3", "*-mini"] }, ["gpt-4o-mini", "o3"]],
  ["models that its tenant denies", { tenant: "shop", models: ["o3", "gpt-4o"] }, ["gpt-4o"]],
  ["one model in place of a list", { tenant: "research", models: "o3" }, ["o3"]],
  ["no models", { tenant: "research", models: [] }, []],
  ["models that are none", { tenant: "research", models: 7 }, []],
  ["models that are null", { tenant: "research", models: null }, []],
  ["a regular expression, which fits nothing", { tenant: "research", models: ["/.*/"] }, []],
  ["other claims that are null", { tenant: "shop", nickname: null }, ["gpt-4o", "gpt-4o-mini"]],
])("a token with %s may use what it says", async (_, claims, models) => {
  expect(await lists(`Bearer ${await tokenOf(claims)}`)).toEqual(models);
});

test.each<[string, JWTPayload]>([
  ["none", {}],
  ["one that is not in the file", { tenant: "elsewhere" }],
  ["a list", { tenant: ["shop"] }],
  ["a number", { tenant: 7 }],
  ["null", { tenant: null }],
  ["an empty one", { tenant: "" }],
])("a token whose tenant is %s may use nothing", async (_, claims) => {
  const answer = await ask(gateway, "/v1/models", { headers: { authorization: `Bearer ${await tokenOf(claims)}` } });
  expectFailure("openai", answer, 403, /^the token's tenant is not one of this gateway's$/);
});

test("client keys go on working", async () => {
  expect(await lists(`Bearer ${NIGHTLY}`)).toEqual(["gpt-4o-mini"]);
});

describe.each(DIALECTS)("a client of %s", (dialect) => {
  const send = (model: string, headers: Record<string, string>) =>
    chat(gateway, dialect, `{"model":"${model}",${bareFields(dialect)}}`, headers);

  test("is served, and its token goes no further", async () => {
    const token = await tokenOf({ tenant: "shop" });
    const answer = await send("gpt-4o", { authorization: `Bearer ${token}` });
    expect(answer.status, answer.text).toBe(200);
    expect(provider.requests).toHaveLength(1);
    const said = JSON.stringify(provider.requests[0]?.headers);
    expect(said).toContain("Bearer key-for-openai");
    expect(said).not.toContain(token);
    expectFailure(dialect, await send("o3", { authorization: `Bearer ${token}` }), 403, /may not use the model 'o3'/);
  });

  test.each<[string, Flaw, RegExp]>([
    ["is expired", { expires: "10 minutes ago" }, /^the token is refused: Jwt is expired$/],
    ["is for someone else", { audience: "other" }, /^the token is refused: Audiences in Jwt are not allowed$/],
    [
      "is of another issuer",
      { issuer: "https://evil.example/" },
      /^the token is refused: Jwt issuer is not configured$/,
    ],
  ])("whose token %s is told so", async (_, flaw, says) => {
    const answer = await send("gpt-4o", { authorization: `Bearer ${await tokenOf({ tenant: "shop" }, flaw)}` });
    expectFailure(dialect, answer, 401, says);
  });

  test("whose token is forged is refused", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    const forged = await tokenOf({ tenant: "shop" }, { key: privateKey });
    const [head, , signature] = (await tokenOf({ tenant: "shop" })).split(".");
    const payload = Buffer.from(JSON.stringify({ iss: ISSUER, aud: "headgate", tenant: "research" }));
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload.toString("base64url")}.`;
    for (const token of [forged, `${head}.${payload.toString("base64url")}.${signature}`, unsigned]) {
      expectFailure(
        dialect,
        await send("gpt-4o", { authorization: `Bearer ${token}` }),
        401,
        /^the token is refused: /,
      );
    }
    expect(provider.requests).toEqual([]);
  });

  test("with a token and a key is asked for one of them", async () => {
    const headers = { authorization: `Bearer ${await tokenOf({ tenant: "shop" })}`, "x-api-key": NIGHTLY };
    expectFailure(dialect, await send("gpt-4o", headers), 401, /^both a token and an API key: send one$/);
  });

  test("with neither is told what to send", async () => {
    expectFailure(dialect, await send("gpt-4o", {}), 401, /^no API key/);
    expectFailure(dialect, await send("gpt-4o", { authorization: "Bearer hg-nobody" }), 401, /^unknown API key$/);
  });
});

test("a token in the query is none", async () => {
  const answer = await ask(gateway, `/v1/models?access_token=${await tokenOf({ tenant: "shop" })}`);
  expectFailure("openai", answer, 401, /^no API key/);
});
