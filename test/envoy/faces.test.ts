import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { PRESETS } from "../../control-plane/provider/presets.ts";
import { type PlainBehaviour, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";

/** Providers known by name that speak several dialects, each at a path of its own. */
let provider: Provider;
let gateway: Gateway;

const KEY = "key-of-the-provider";

/** What stands behind a face's path. */
const BEHIND: Readonly<Record<Dialect, string>> = {
  openai: "/chat/completions",
  responses: "/responses",
  anthropic: "/v1/messages",
  ollama: "/api/chat",
};
const CREDENTIAL = {
  bearer: ["authorization", `Bearer ${KEY}`],
  "x-api-key": ["x-api-key", KEY],
  "api-key": ["api-key", KEY],
} as const;

/** Between them, every way to present a key and a path of every kind. */
const NAMES = ["deepseek", "azure", "openrouter"] as const;
const facesOf = (name: string) => PRESETS[name]?.faces ?? [];

function answersAs(dialect: Dialect): PlainBehaviour {
  return ({ received, response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(WIRE[dialect].response({ ...REPLY, model: received.model })));
  };
}

beforeAll(async () => {
  provider = await startProvider();
  for (const name of NAMES) {
    for (const { dialect, path } of facesOf(name)) provider.at(path + BEHIND[dialect], answersAs(dialect));
  }
  const keys = [{ secret: "env:KEY" }];
  gateway = await startGateway(
    {
      providers: Object.fromEntries(NAMES.map((name) => [name, { preset: name, url: provider.url, keys }])),
      models: Object.fromEntries(NAMES.map((name) => [name, { targets: [{ provider: name }] }])),
    },
    { environment: { KEY } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

async function ask(client: Dialect, model: string) {
  provider.requests.length = 0;
  const request = WIRE[client].request({ ...conversationFor("responses"), model });
  const answer = await chat(gateway, client, request);
  expect(answer.status, answer.text).toBe(200);
  const [sent, ...more] = provider.requests;
  expect(more).toEqual([]);
  return { answer, sent, request };
}

describe.each(NAMES)("%s", (name) => {
  test.each(facesOf(name))("a client of $dialect, natively at $path", async ({ dialect, path, auth }) => {
    const { answer, sent, request } = await ask(dialect, name);
    expect([sent?.path, sent?.bytes.toString()]).toEqual([path + BEHIND[dialect], JSON.stringify(request)]);
    expect(answer.text).toBe(JSON.stringify(WIRE[dialect].response({ ...REPLY, model: name })));
    const [header, value] = CREDENTIAL[auth];
    const credentials = Object.entries(sent?.headers ?? {}).filter(([, text]) => String(text).includes(KEY));
    expect(credentials).toEqual([[header, value]]);
  });

  test("a client of another dialect, at the first", async () => {
    const [first] = facesOf(name);
    const { sent } = await ask("ollama", name);
    expect(sent?.path).toBe(`${first?.path}${first && BEHIND[first.dialect]}`);
  });
});

test("between them they show every way to present a key", () => {
  const auths = NAMES.flatMap((name) => facesOf(name).map(({ auth }) => auth));
  expect(new Set(auths)).toEqual(new Set(Object.keys(CREDENTIAL)));
});
