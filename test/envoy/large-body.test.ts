import { once } from "node:events";
import { connect, type IncomingHttpHeaders } from "node:http2";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { REPLY, textOf, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Long prompts, with `model` behind them as the official Python client writes it. */
let provider: Provider;
let gateway: Gateway;

const MIB = 1024 * 1024;

/** The limit is 48 MiB. */
const TOO_LARGE = 48 * MIB + 1;

const OTHER: Readonly<Record<Dialect, Dialect>> = {
  openai: "anthropic",
  responses: "openai",
  anthropic: "ollama",
  ollama: "responses",
};

interface Way {
  what: string;
  provider: (client: Dialect) => Dialect;
  /** Whether the provider knows the model by another name. */
  renamed: boolean;
  retry: boolean;
}

const same = (client: Dialect) => client;
const other = (client: Dialect) => OTHER[client];
const WAYS: Way[] = [
  { what: "to the same dialect", provider: same, renamed: false, retry: false },
  { what: "to the same dialect, under another name", provider: same, renamed: true, retry: false },
  { what: "to another dialect", provider: other, renamed: true, retry: false },
  { what: "to the same dialect, at the second try", provider: same, renamed: false, retry: true },
  { what: "to the same dialect, under another name, at the second try", provider: same, renamed: true, retry: true },
  { what: "to another dialect, at the second try", provider: other, renamed: true, retry: true },
];

/** Every way and every client for the one; for the other, which takes seconds, those that hold the most in memory. */
const SIZES = [
  { size: "2 MiB", bytes: 2 * MIB, clients: DIALECTS, ways: WAYS },
  { size: "32 MiB", bytes: 32 * MIB, clients: DIALECTS.slice(0, 1), ways: [WAYS[0]!, ...WAYS.slice(4)] },
];

/** One model for each case: none is ejected for what another did. */
function modelFor(client: Dialect, way: Way, size: string): string {
  return `${client}-${WAYS.indexOf(way)}-${size.replace(" ", "")}`;
}

beforeAll(async () => {
  provider = await startProvider();
  const models: GatewayConfig["models"] = { any: { targets: [{ provider: "openai" }] } };
  for (const client of DIALECTS) {
    for (const way of WAYS) {
      for (const { size } of SIZES) {
        const name = modelFor(client, way, size);
        const target = { provider: way.provider(client), ...(way.renamed && { model: `upstream-of-${name}` }) };
        const first = { provider: way.provider(client), model: `first-of-${name}` };
        models[name] = { targets: way.retry ? [first, target] : [target] };
        if (way.retry) provider.on(first.model, refuses(500, "oops"));
      }
    }
  }
  gateway = await startGateway({ providers: everyDialect(provider), models });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** Text that JSON has to escape and of several bytes a character: no part of it is like another. */
function prompt(bytes: number): string {
  const lines: string[] = [];
  for (let size = 0, line = 0; size < bytes; line++) {
    const text = `${line}: "漢字" \\ 🀄 and some plain words to fill the line up`;
    lines.push(text);
    // As JSON: two escaped quotes, an escaped backslash, an escaped line feed.
    size += Buffer.byteLength(text) + 5;
  }
  return lines.join("\n");
}

describe.each(SIZES)("a prompt of $size", ({ size, bytes, clients, ways }) => {
  const text = prompt(bytes);
  const messages = [{ role: "user", content: text }];

  describe.each(clients)("from a client of %s", (client) => {
    test.each(ways)("$what", async (way) => {
      provider.requests.length = 0;
      const model = modelFor(client, way, size);
      const asked = way.renamed ? `upstream-of-${model}` : model;
      const limit = client === "anthropic" ? { max_tokens: 9 } : {};
      const body = (name: string) =>
        JSON.stringify({ [WIRE[client].turns]: messages, ...limit, stream: false, model: name });
      const answer = await chat(gateway, client, body(model));
      expect(answer.status, answer.text.slice(0, 300)).toBe(200);
      expect(answer.text).toContain(JSON.stringify(textOf(REPLY)).slice(1, -1));

      const names = provider.requests.map((request) => request.model);
      expect(names).toEqual([...(way.retry ? [`first-of-${model}`] : []), asked]);
      for (const request of provider.requests) {
        expect(request.path).toBe(WIRE[way.provider(client)].path);
        if (way.provider(client) === client) {
          // Not by `toBe`: who would read a difference of megabytes?
          expect(request.bytes.equals(Buffer.from(body(request.model))), "the same bytes but for the name").toBe(true);
        } else {
          const turns = request.body[WIRE[way.provider(client)].turns];
          const [message, ...more] = turns as { role: string; content: string }[];
          expect(more).toEqual([]);
          expect(message?.role).toBe("user");
          expect(message?.content === text, "the same text").toBe(true);
        }
      }
    });
  });
});

test("a prompt of 32 MiB by HTTP/2", async () => {
  const text = prompt(32 * MIB);
  const session = connect(gateway.url);
  onTestFinished(() => session.destroy());
  const request = session.request({ ":method": "POST", ":path": "/v1/chat/completions" });
  request.end(JSON.stringify({ model: "any", messages: [{ role: "user", content: text }] }));
  const [head] = (await once(request, "response")) as [IncomingHttpHeaders];
  expect(head[":status"]).toBe(200);
  const [message] = provider.requests.at(-1)?.body.messages as { content: string }[];
  expect(message?.content === text, "the same text").toBe(true);
});

test.each(DIALECTS)("a body over the limit is refused, a client of %s", async (client) => {
  provider.requests.length = 0;
  const filled = { [WIRE[client].turns]: [{ role: "user", content: "x".repeat(TOO_LARGE) }], model: "any" };
  expectFailure(client, await chat(gateway, client, filled), 413, /larger/);
  expect(provider.requests).toEqual([]);
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
