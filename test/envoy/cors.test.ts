import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { ask } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Pages in a browser, which asks first and shows a page only what it may see. */
let provider: Provider;
let gateway: Gateway;
let closed: Gateway;
let open: Gateway;

const KEYS = { environment: { CLIENT: "hg-client" } };

beforeAll(async () => {
  provider = await startProvider();
  provider.on("broken", refuses(500, "oops"));
  const config = {
    providers: everyDialect(provider),
    models: { m: { targets: [{ provider: "openai" }] }, broken: { targets: [{ provider: "openai" }] } },
    keys: [{ id: "k", secret: "env:CLIENT" }],
  };
  const allow_origins = [
    "https://ui.example",
    "HTTPS://Apps.Example:443",
    "https://*.pages.example",
    "app://obsidian.md",
  ];
  [gateway, closed, open] = await Promise.all([
    startGateway({ ...config, cors: { allow_origins: [...allow_origins, "http://localhost:3000"] } }, KEYS),
    startGateway({ ...config, keys: [] }),
    startGateway(config, KEYS),
  ]);
});

afterAll(async () => {
  await Promise.all([gateway, closed, open].map((one) => one?.stop()));
  await provider?.close();
});

function preflight(at: Gateway, origin: string, path = "/v1/chat/completions", method = "POST") {
  const asked = {
    "access-control-request-method": method,
    "access-control-request-headers": "authorization,x-api-key",
  };
  return ask(at, path, { method: "OPTIONS", headers: { origin, ...asked } });
}

const LISTED = [
  "https://ui.example",
  "https://apps.example",
  "https://a.pages.example",
  "https://a.b-c.pages.example",
  "app://obsidian.md",
  "http://localhost:3000",
];

const UNLISTED = [
  "http://ui.example",
  "https://ui.example:8443",
  "https://ui.example.evil.test",
  "https://evil.test/https://ui.example",
  "https://xui.example",
  "https://pages.example",
  "https://evil.test#.pages.example",
  "https://pagesXexample",
  "https://a.pagesXexample",
  "http://localhost:3001",
  "null",
];

describe.each(LISTED)("a page of %s", (origin) => {
  test("may ask, without a key, at every endpoint", async () => {
    for (const path of ["/v1/chat/completions", "/v1/models", "/v1/messages", "/api/chat", "/"]) {
      const { status, headers } = await preflight(gateway, origin, path);
      expect([status, headers.get("access-control-allow-origin")]).toEqual([200, origin]);
      expect(headers.get("access-control-allow-methods")).toMatch(/POST/);
      expect(headers.get("access-control-allow-headers")).toMatch(/^authorization, \*$/);
      expect(headers.has("access-control-allow-credentials")).toBe(false);
    }
  });

  test("may read the answer and its head, also of an error", async () => {
    for (const [key, model, status] of [
      ["hg-client", "m", 200],
      ["hg-client", "nowhere", 404],
      ["hg-nobody", "m", 401],
      ["hg-client", "broken", 500],
    ] as const) {
      const answer = await ask(gateway, WIRE.openai.path, {
        method: "POST",
        headers: { origin, authorization: `Bearer ${key}` },
        body: JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model })),
      });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([status, origin]);
      const exposed = answer.headers.get("access-control-expose-headers") ?? "";
      for (const name of ["retry-after", "x-request-id", "x-headgate-target"]) expect(exposed).toContain(name);
    }
  });
});

test("a page may send its body in a coding", async () => {
  const body = new Uint8Array(gzipSync(JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model: "m" }))));
  const answer = await ask(gateway, WIRE.openai.path, {
    method: "POST",
    headers: { origin: LISTED[0] ?? "", "content-encoding": "gzip", authorization: "Bearer hg-client" },
    body,
  });
  expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, LISTED[0]]);
});

describe.each(UNLISTED)("a page of %s", (origin) => {
  test("may not", async () => {
    const refused = await preflight(gateway, origin);
    expectFailure("openai", refused, 405, /cors\.allow_origins/);
    expect(refused.headers.has("access-control-allow-origin")).toBe(false);
    const list = await ask(gateway, "/v1/models", { headers: { origin, authorization: "Bearer hg-client" } });
    expect([list.status, list.headers.has("access-control-allow-origin")]).toEqual([200, false]);
  });
});

test("where a key is demanded every page may ask, and needs one too", async () => {
  const origin = "https://any.test";
  const { status, headers } = await preflight(open, origin);
  expect(status).toBe(200);
  expect(["*", origin]).toContain(headers.get("access-control-allow-origin"));
  const list = await ask(open, "/v1/models", { headers: { origin } });
  expectFailure("openai", list, 401, /no API key/);
  expect(list.headers.has("access-control-allow-origin")).toBe(true);
});

test("where everybody is served no page may", async () => {
  expectFailure("openai", await preflight(closed, "https://ui.example"), 405, /cors\.allow_origins/);
});

test("a provider is not told of the page, and has no say in it", async () => {
  provider.requests.length = 0;
  provider.on("m", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(JSON.stringify(WIRE.openai.response({ parts: [{ kind: "text", text: "Hi" }], stop: "end" } as never)));
  });
  const answer = await ask(gateway, WIRE.openai.path, {
    method: "POST",
    headers: { origin: "https://evil.test", authorization: "Bearer hg-client" },
    body: JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model: "m" })),
  });
  expect(provider.requests[0]?.headers).not.toHaveProperty("origin");
  expect(answer.headers.has("access-control-allow-origin")).toBe(false);
});
