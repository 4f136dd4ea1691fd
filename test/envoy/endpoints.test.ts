import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import {
  bodyOf,
  clientHeaders,
  ENDPOINT_MODEL,
  ENDPOINTS,
  type Endpoint,
  openaiEmbeddings,
} from "../fixtures/endpoints.ts";
import { answersInOneDocument, type Provider, saysJson, startProvider } from "../fixtures/provider/index.ts";
import { type Answer, ask, jsonOf } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Everything that a client may ask for beside a chat, over real HTTP. */
let provider: Provider;
let gateway: Gateway;

const ODD = "vendor/漢字:7b%";
const KEYS = { ALL: "key-for-all", LITTLE: "key-for-little" };

beforeAll(async () => {
  provider = await startProvider(answersInOneDocument());
  provider.at("/v1/embeddings", saysJson(openaiEmbeddings([[0.5, 1]])));
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: {
        [ENDPOINT_MODEL]: { targets: [{ provider: "openai" }] },
        [ODD]: { targets: [{ provider: "openai" }] },
        counting: { targets: [{ provider: "openai" }, { provider: "anthropic", model: "counted" }] },
      },
      keys: [
        { id: "all", secret: "env:ALL", allow: ["*"] },
        { id: "little", secret: "env:LITTLE", allow: [ENDPOINT_MODEL, "nowhere"] },
      ],
    },
    { environment: KEYS },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

function knock(endpoint: Endpoint, path: string, headers: Record<string, string>): Promise<Answer> {
  const init = { method: endpoint.method, headers: { "content-type": "application/json", ...headers } };
  return ask(gateway, path, { ...init, body: bodyOf(endpoint) ?? null });
}

describe.each(
  ENDPOINTS.map((one) => ({ ...one, name: `${one.method} ${one.path} of ${one.dialect}` })),
)("$name", (endpoint) => {
  const { dialect, method, path, answers } = endpoint;

  test("answers, and behind its dialect's name", async () => {
    for (const [at, headers] of [
      [path, clientHeaders(endpoint)],
      [`/${dialect}${path}`, {}],
    ] as const) {
      const answer = await knock(endpoint, at, { ...headers, ...bearer(KEYS.LITTLE) });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(jsonOf(answer)).toMatchObject(answers);
    }
  });

  test("demands a key", async () => {
    expectFailure(dialect, await knock(endpoint, `/${dialect}${path}`, {}), 401, /no API key/);
  });

  test.each(
    ["GET", "POST", "PUT", "DELETE", "PATCH"].filter((other) => other !== method),
  )("refuses %s", async (other) => {
    const body = other === "GET" ? null : "{}";
    const answer = await ask(gateway, `/${dialect}${path}`, { method: other, headers: bearer(KEYS.ALL), body });
    expectFailure(dialect, answer, 405, new RegExp(`takes ${method} only$`));
    expect(answer.headers.get("allow")).toBe(method === "GET" ? "GET, HEAD" : method);
  });
});

describe("whether anyone is there", () => {
  test("GET / needs no key", async () => {
    const { status, headers, text } = await ask(gateway, "/");
    expect([status, headers.get("content-type"), text]).toEqual([
      200,
      "text/plain; charset=utf-8",
      "Ollama is running",
    ]);
  });

  test("HEAD / has a head alone", async () => {
    const { status, text } = await ask(gateway, "/", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
  });

  test.each(["/v1/models", "/api/tags"])("HEAD %s of a list", async (path) => {
    const { status, text, headers } = await ask(gateway, path, { method: "HEAD", headers: bearer(KEYS.ALL) });
    expect([status, text, headers.get("content-type")]).toEqual([200, "", "application/json"]);
  });

  test("POST / is refused", async () => {
    const answer = await ask(gateway, "/", { method: "POST", body: "{}" });
    expectFailure("ollama", answer, 405, /takes GET only/);
    expect(answer.headers.get("allow")).toBe("GET, HEAD");
  });
});

describe.each<[Dialect, Record<string, string>]>([
  ["openai", {}],
  ["anthropic", { "anthropic-version": "2023-06-01" }],
])("one model, asked by a client of %s", (dialect, headers) => {
  const get = (name: string, key: string) =>
    ask(gateway, `/v1/models/${name}`, { headers: { ...headers, ...bearer(key) } });

  test.each([
    encodeURIComponent(ODD),
    "vendor/%E6%BC%A2%E5%AD%97:7b%25",
    "vendor%2f%e6%bc%a2%e5%ad%97%3a7b%25",
  ])("as %s", async (name) => {
    const answer = await get(name, KEYS.ALL);
    expect(answer.status, answer.text).toBe(200);
    expect(jsonOf(answer)).toMatchObject({ id: ODD });
  });

  test("that is not there, or not for its key", async () => {
    expectFailure(dialect, await get("nowhere", KEYS.ALL), 404, /^the model 'nowhere' does not exist here$/);
    expectFailure(
      dialect,
      await get(encodeURIComponent(ODD), KEYS.LITTLE),
      403,
      /^this key may not use the model 'vendor\/漢字:7b%'$/,
    );
  });
});

describe("tokens are counted", () => {
  const count = (model: string) => {
    const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hi" }] });
    const headers = { "anthropic-version": "2023-06-01", "x-api-key": KEYS.ALL };
    return ask(gateway, "/v1/messages/count_tokens", { method: "POST", headers, body });
  };

  test("by the target that can, as it says", async () => {
    provider.at("/v1/messages/count_tokens", saysJson({ input_tokens: 403, more: 1 }));
    const answer = await count("counting");
    expect([answer.status, answer.text]).toEqual([200, '{"input_tokens":403,"more":1}']);
    expect(answer.headers.has("x-headgate-approximated")).toBe(false);
    expect(provider.requests.at(-1)).toMatchObject({ path: "/v1/messages/count_tokens", model: "counted" });
  });

  test("or estimated, and the answer says so", async () => {
    provider.requests.length = 0;
    const answer = await count(ENDPOINT_MODEL);
    expect(answer.status, answer.text).toBe(200);
    expect(jsonOf(answer)).toEqual({ input_tokens: expect.any(Number) });
    expect(answer.headers.get("x-headgate-approximated")).toBe("input_tokens");
    expect(provider.requests).toEqual([]);
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
