import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { answers, type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat, eventsOf } from "./ask.ts";
import { expectBrokenStream } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";

/** A client of a model with `keepalive: 1s` hears something, whatever its provider does. */
const DIALECTS: Dialect[] = ["openai", "responses", "anthropic", "ollama"];
const PING: Record<Dialect, RegExp> = {
  openai: /^: keepalive\n\n/m,
  responses: /^: keepalive\n\n/m,
  anthropic: /^event: ping\ndata: {"type": ?"ping"}\n\n/m,
  ollama: /^{"model":"[^"]*","created_at":"[^"]*","message":{"role":"assistant","content":""},"done":false}\n/m,
};

const name = (how: string) => how.replace(" ", "-");

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  const targets = (dialect: Dialect) => ({ targets: [{ provider: dialect, model: `of-${dialect}` }] });
  gateway = await startGateway({
    keepalive: "1s",
    providers: Object.fromEntries(
      DIALECTS.map((dialect) => [dialect, { dialect, url: baseUrlOf(dialect, provider.url) }]),
    ),
    models: {
      ...Object.fromEntries(DIALECTS.map((dialect) => [dialect, targets(dialect)])),
      // Each failing one is a target of its own: what fails is ejected.
      ...Object.fromEntries(
        ["is cut", "ends", "refuses", "says nothing", "breaks"].map((how) => [
          name(how),
          { targets: [how, "takes over"].map((model) => ({ provider: "openai", model: name(model) })) },
        ]),
      ),
      patient: { keepalive: "60s", ...targets("openai") },
    },
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

type Silence = "at once" | "behind the head" | "behind the opening" | "in the middle" | "before the end";

const QUIET_MS = 2600;
/** Within the patience of a client. */
const LONGEST_MS = 8000;

/** How many of a test's clients are to hear a ping, and have. */
let wanted = 0;
let pinged = 0;

/** Lasts until they have, on a slow machine too. */
async function silent(): Promise<void> {
  await setTimeout(QUIET_MS);
  for (let ms = QUIET_MS; ms < LONGEST_MS && pinged < wanted; ms += 50) await setTimeout(50);
}

function expectPings(clients: number): void {
  wanted = clients;
  pinged = 0;
}

beforeEach(() => expectPings(0));

function isOver(response: ServerResponse): boolean {
  return response.writableEnded || response.destroyed;
}

/** Sends the whole of an answer, but for a silence. */
function pauses(silence: Silence, then: (response: ServerResponse) => void = () => {}): Behaviour {
  return async ({ received, response, wire }) => {
    const parts = wire.stream({ ...REPLY, model: received.model }, received.body);
    const quiet = async (here: Silence) => {
      if (here !== silence) return;
      await silent();
      then(response);
    };
    const write = (event = "") => {
      if (!isOver(response)) response.write(event);
    };
    await quiet("at once");
    response.writeHead(200, { "content-type": wire.streamType });
    response.flushHeaders();
    await quiet("behind the head");
    for (const event of parts.opening) write(event);
    await quiet("behind the opening");
    const [first, ...rest] = parts.content;
    write(first);
    await quiet("in the middle");
    for (const event of rest) write(event);
    for (const event of parts.closing.slice(0, -1)) write(event);
    await quiet("before the end");
    write(parts.closing.at(-1));
    if (!isOver(response)) response.end();
  };
}

function asks(client: Dialect, model: string, asked: Dialect): Promise<Answer> {
  let heard = false;
  const body = WIRE[client].request({ ...conversationFor(client, asked), model, stream: true });
  return chat(gateway, client, body, {}, (text) => {
    if (heard || !PING[client].test(text)) return;
    heard = true;
    pinged += 1;
  });
}

function withoutComments(answer: Answer): Answer {
  return { ...answer, text: answer.text.replaceAll(": keepalive\n\n", "") };
}

function expectWhole(client: Dialect, answer: Answer): void {
  expect([answer.status, answer.brokeOff], answer.text).toEqual([200, false]);
  const text = answer.text.replaceAll("\\u003c", "<").replaceAll("\\u003e", ">");
  for (const piece of REPLY.pieces) expect(text).toContain(JSON.stringify(piece).slice(1, -1));
  expect(eventsOf(client, withoutComments(answer)).filter(({ name }) => name === "error")).toEqual([]);
}

const pairs = DIALECTS.flatMap((client) => DIALECTS.map((asked): [Dialect, Dialect] => [client, asked]));

test.each<Silence>([
  "at once",
  "behind the head",
  "behind the opening",
  "in the middle",
  "before the end",
])("an answer that is silent %s comes whole, in every pair of dialects", async (silence) => {
  // Before a byte of the body has come, Envoy cannot be made to send one.
  const pings = (asked: Dialect) =>
    silence === "in the middle" ||
    silence === "before the end" ||
    (silence === "behind the opening" && WIRE[asked].stream(REPLY, {}).opening.length > 0);
  expectPings(pairs.filter(([, asked]) => pings(asked)).length);
  for (const asked of DIALECTS) provider.on(`of-${asked}`, pauses(silence));
  const answered = await Promise.all(
    pairs.map(async ([client, asked]) => ({ client, asked, answer: await asks(client, asked, asked) })),
  );
  for (const { client, asked, answer } of answered) {
    expectWhole(client, answer);
    if (pings(asked)) expect(answer.text, `${client} of ${asked}`).toMatch(PING[client]);
  }
});

test("a provider that has sent nothing but its head can still be left", async () => {
  provider.on(
    "says-nothing",
    pauses("behind the head", (response) => response.destroy()),
  );
  provider.on("takes-over", answers());
  const answer = await asks("openai", name("says nothing"), "openai");
  expectWhole("openai", answer);
  expect(answer.headers.get("x-headgate-attempts")).toBe("2");
});

test("a stream that breaks in the middle, behind a silence before its first byte, ends with an error event", async () => {
  expectPings(1);
  provider.on("breaks", async ({ received, response, wire }) => {
    const { opening, content } = wire.stream({ ...REPLY, model: received.model }, received.body);
    response.writeHead(200, { "content-type": wire.streamType });
    response.flushHeaders();
    await setTimeout(QUIET_MS);
    for (const event of [...opening, ...content.slice(0, 2)]) response.write(event);
    await silent();
    response.destroy();
  });
  const answer = await asks("openai", "breaks", "openai");
  expect(answer.text).toMatch(PING.openai);
  expectBrokenStream("openai", withoutComments(answer), /./);
});

test("a last chunk behind a silence ends the stream", async () => {
  expectPings(2);
  provider.on("of-openai", async ({ received, response, wire }) => {
    const { opening, content, closing } = wire.stream({ ...REPLY, model: received.model }, received.body);
    response.writeHead(200, { "content-type": wire.streamType });
    for (const event of opening) response.write(event);
    await silent();
    response.end([...content, ...closing].join(""));
  });
  const [same, other] = await Promise.all([asks("openai", "openai", "openai"), asks("anthropic", "openai", "openai")]);
  expectWhole("openai", same);
  expectWhole("anthropic", other);
  expect(same.text.match(/\[DONE\]/g)).toHaveLength(1);
  expect(other.text.match(/event: message_stop/g)).toHaveLength(1);
});

test.each<[string, (response: ServerResponse) => void]>([
  ["is cut", (response) => response.destroy()],
  ["ends", (response) => response.end()],
])("a provider that %s behind a silence ends the stream with an error event, and no other target can take over", async (how, end) => {
  expectPings(DIALECTS.length);
  provider.on(name(how), pauses("behind the opening", end));
  let asked = 0;
  provider.on("takes-over", (call) => {
    asked += 1;
    return answers()(call);
  });
  const clients = await Promise.all(DIALECTS.map((client) => asks(client, name(how), "openai")));
  for (const [index, answer] of clients.entries()) {
    expectBrokenStream(DIALECTS[index] ?? "openai", withoutComments(answer), /./);
  }
  expect(asked).toBe(0);
});

test("a failure before the keepalive goes to the next target as ever", async () => {
  expectPings(1);
  provider.on("refuses", refuses(500, "no"));
  provider.on("takes-over", pauses("in the middle"));
  const answer = await asks("openai", "refuses", "openai");
  expectWhole("openai", answer);
  expect([answer.headers.get("x-headgate-attempts"), answer.text]).toEqual(["2", expect.stringMatching(PING.openai)]);
});

test("a model can wait longer than the others", async () => {
  provider.on("of-openai", pauses("in the middle"));
  const answer = await asks("openai", "patient", "openai");
  expectWhole("openai", answer);
  expect(answer.text).not.toMatch(PING.openai);
});
