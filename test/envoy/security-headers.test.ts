import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { answersInOneDocument, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { bareFields } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { httpText, rawRequest } from "./raw-request.ts";

/** What a client's head cannot do. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  provider.on(
    "lying",
    answersInOneDocument({}, { "x-headgate-model": "gpt-9", "x-headgate-cache": "hit", "x-headgate-attempts": "99" }),
  );
  const models = Object.fromEntries(DIALECTS.map((dialect) => [`m-${dialect}`, { targets: [{ provider: dialect }] }]));
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: { ...models, shut: { targets: [{ provider: "openai" }] }, lying: { targets: [{ provider: "openai" }] } },
      keys: [{ id: "k", secret: "env:CLIENT", deny: ["shut"] }],
    },
    { environment: { CLIENT: "hg-client" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

const KEY = "authorization: Bearer hg-client";
const body = (model: string) => `{"model":"${model}","messages":[{"role":"user","content":"Hi"}]}`;
const post = (headers: string[], model = "m-openai") =>
  rawRequest(
    gateway,
    httpText("POST", "/v1/chat/completions", ["content-type: application/json", ...headers], body(model)),
  );

/** Names of the gateway's own, of Envoy's, and of proxies before it. */
const INTERNAL: Record<string, string> = {
  "x-headgate-pool": "shut@0",
  "x-headgate-model": "shut",
  "x-headgate-target": "shut/openai",
  "x-headgate-rule": "r",
  "x-headgate-exchange": "0123456789abcdef",
  "x-envoy-max-retries": "50",
  "x-envoy-retry-on": "5xx",
  "x-envoy-upstream-rq-timeout-ms": "1",
  "x-envoy-upstream-rq-per-try-timeout-ms": "1",
  "x-envoy-original-path": "/v1/messages",
  "x-original-url": "/v1/messages",
  "x-forwarded-for": "10.0.0.1",
  "x-forwarded-client-cert": "URI=spiffe://x/y",
  "x-jwt-payload": "e30",
  x_headgate_pool: "shut@0",
  x_api_key: "hg-client",
};

describe.each(DIALECTS)("headers with a meaning of their own, sent to a provider of %s", (dialect) => {
  test.each(DIALECTS)("change nothing and go no further, from a client of %s", async (client) => {
    const answer = await chat(gateway, client, `{"model":"m-${dialect}",${bareFields(client)}}`, {
      ...INTERNAL,
      "x-api-key": "hg-client",
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get("x-headgate-target")).toBe(`m-${dialect}/${dialect}`);
    const [received, ...more] = provider.requests;
    expect(more).toEqual([]);
    const names = Object.keys(received?.headers ?? {});
    expect(names.filter((name) => Object.hasOwn(INTERNAL, name) || name.startsWith("x-headgate"))).toEqual([]);
    expect(JSON.stringify(received?.headers)).not.toContain("hg-client");
  });
});

test("a provider's word is not the gateway's", async () => {
  const answer = await chat(gateway, "openai", body("lying"), { authorization: "Bearer hg-client" });
  const told = [...answer.headers].filter(([name]) => name.startsWith("x-headgate-"));
  expect(Object.fromEntries(told)).toEqual({
    "x-headgate-model": "lying",
    "x-headgate-target": "lying/openai",
    "x-headgate-attempts": "1",
  });
});

test.each([
  ["an underscore for a hyphen", ["x_api_key: hg-client"]],
  ["a space before the colon", ["x-api-key : hg-client"]],
  ["folded lines", ["x-other: a", " authorization: Bearer hg-client"]],
  ["two keys, one of them good", [KEY, "x-api-key: other"]],
  ["two heads of authorization, one of them good", [KEY, "authorization: Bearer other"]],
  ["two heads of authorization, the good one last", ["authorization: Bearer other", KEY]],
])("a key in %s opens nothing", async (_, headers) => {
  const { status } = await post(headers);
  expect([400, 401]).toContain(status);
  expect(provider.requests).toEqual([]);
});

test.each([
  ["a line break", "a\r\nx-headgate-pool: shut@0"],
  ["a lone carriage return", "a\rb"],
  ["a lone line feed", "a\nx-headgate-pool: shut@0"],
  ["a NUL", "a\0b"],
])("%s in a header's value is no way into a provider's head", async (_, value) => {
  await post([KEY, `user-agent: ${value}`]);
  for (const { headers } of provider.requests) {
    expect(Object.keys(headers).filter((name) => name.startsWith("x-headgate"))).toEqual([]);
    expect(headers["user-agent"] ?? "").not.toMatch(/[\r\n\0]/);
  }
});

test("a second request in the body of the first is no request", async () => {
  const inner = httpText("POST", "/v1/chat/completions", [], body("shut"));
  const smuggled = [
    ["content-length: 4", "transfer-encoding: chunked"],
    ["transfer-encoding: chunked, identity"],
    ["transfer-encoding: xchunked"],
    ["content-length: 4", "content-length: 400"],
  ];
  for (const headers of smuggled) {
    const text = `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n${KEY}\r\n${headers.join("\r\n")}\r\n\r\n0\r\n\r\n${inner}`;
    const { status } = await rawRequest(gateway, text);
    expect([0, 400, 401, 403, 404, 501], headers.join()).toContain(status);
  }
  expect(provider.requests).toEqual([]);
});
