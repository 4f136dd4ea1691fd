import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { conversationFor, parseStream, REPLY, type Reply, type StreamEvent, WIRE } from "../fixtures/wire/index.ts";
import type { Host } from "../host/index.ts";
import { splits } from "../pure/splits.ts";
import { ask, chatRequest, outcomeOf } from "./cache/cached.ts";
import { filter, modelOf } from "./filter.ts";
import { limitedConfig } from "./limits/limited.ts";

/** What a client gets of a provider's stream, however that is cut into chunks. */
const ASKED = { stream_options: { include_usage: true } };
const MINUTE = 60_000;
/** Quotes, and a character of three bytes. */
const SHORT: Reply = { ...REPLY, pieces: REPLY.pieces.slice(0, 4) };

/** The ways to the client: the provider's bytes, copies of its events, events written anew. */
const WAYS: Record<string, { client: Dialect; provider: Dialect; more?: object }> = {
  "passed on": { client: "openai", provider: "openai" },
  "passed on, of Anthropic's": { client: "anthropic", provider: "anthropic" },
  "copied without the usage": { client: "openai", provider: "openai", more: { stream_options: undefined } },
  "written anew": { client: "openai", provider: "anthropic" },
  "written anew from lines": { client: "anthropic", provider: "ollama" },
};

interface Way {
  host: Host;
  client: Dialect;
  provider: Dialect;
  more?: object;
}

function exchange({ host, client, provider, more = {} }: Way, chunks: readonly Uint8Array[]) {
  const asked = {
    ...conversationFor(client, provider),
    stop: undefined,
    maxTokens: undefined,
    model: "m",
    stream: true,
  };
  const exchange = host.open({
    path: WIRE[client].path,
    headers: { authorization: "Bearer hg-client" },
    body: JSON.stringify({ ...WIRE[client].request(asked), ...more }),
  });
  exchange.attempt.head(200, { "content-type": WIRE[provider].streamType });
  for (const chunk of chunks) exchange.attempt.data(chunk);
  exchange.attempt.data("", true);
  expect([exchange.result.status, exchange.result.done]).toEqual([200, true]);
  return exchange.result;
}

/** Ids and times of the gateway's own making differ from request to request. */
const plain = (text: string) => text.replace(/"(id|created|created_at)":("[^"]*"|\d+)/g, '"$1":0');

describe.each(Object.entries(WAYS))("a stream that is %s", (_, way) => {
  const { client, provider } = way;
  const { opening, content, closing } = WIRE[provider].stream(SHORT, ASKED);
  const begun = [...opening, ...content.slice(0, 2)];
  const nonsense = provider === "ollama" ? "nonsense\n" : "data: nonsense\n\n";
  const open = { ...way, host: filter(modelOf(provider), () => undefined) };

  it("is the same at every split", () => {
    const bytes = Buffer.from([...opening, ...content, ...closing].join(""));
    const whole = plain(exchange(open, [bytes]).body);
    for (const chunks of splits(bytes)) expect(plain(exchange(open, chunks).body)).toBe(whole);
  });

  const isError = ({ data }: StreamEvent) => typeof data === "object" && data !== null && "error" in data;

  it.each([
    ["nonsense in its middle", [...begun, nonsense, ...content.slice(2), ...closing]],
    ["an error in its middle", [...begun, WIRE[provider].errorEvent("boom")]],
    ["no end", begun],
  ])("tells all that came before it, and one error, where there is %s", (_, events) => {
    const bytes = Buffer.from(events.join(""));
    const commit = Buffer.byteLength([...opening, content[0]].join(""));
    // The first piece in a chunk of its own: where the failure is in it too, there is no answer.
    for (const chunks of splits(bytes.subarray(commit))) {
      const { body } = exchange(open, [bytes.subarray(0, commit), ...chunks]);
      // What is passed on may stop inside a line, which then is no field, and nothing to a client.
      const told = parseStream(client, body.replace(/^(d|da|dat|data)$/m, "data: cut").replace(/\n{3,}/g, "\n\n"));
      expect(told.filter(isError)).toEqual(told.slice(-1));
      expect(told.filter(({ data }) => JSON.stringify(data).includes(" are <syl"))).toHaveLength(1);
    }
  });
});

it("an answer that crosses a limit ends at the same word wherever it is split, and is charged with the same", () => {
  const reply: Reply = {
    ...REPLY,
    pieces: ["a", "b", "c", "d", "e"].map((letter) => `${letter} `.repeat(150)),
    outputTokens: 375,
  };
  const { opening, content, closing } = WIRE.openai.stream(reply, ASKED);
  const bytes = Buffer.from([...opening, ...content, ...closing].join(""));
  const config = limitedConfig({ key: { tokens_per_minute: 200, end_streams: true } });
  const host = filter(config, () => undefined);
  const way = { host, client: "openai", provider: "openai" } as const;
  const send = (chunks: readonly Uint8Array[]) => {
    host.advance(MINUTE);
    const { body } = exchange(way, chunks);
    host.tick();
    return plain(body);
  };
  const whole = send([bytes]);
  expect(whole).toContain("c c c");
  expect(whole).not.toContain("d d d");
  expect(whole).toContain('"finish_reason":"length"');
  let sent = 1;
  // Not at every byte: each takes a minute of the host's, in which it ticks.
  for (let at = 1; at < bytes.length; at += 37) {
    expect(send([bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
    sent += 1;
  }
  expect(host.metrics()["headgate_output_tokens;target=m/openai"]).toBe(sent * reply.outputTokens);
});

it("an answer is kept for the cache whole, at every split", () => {
  const { opening, content, closing } = WIRE.anthropic.stream(SHORT, {});
  const bytes = Buffer.from([...opening, ...content, ...closing].join(""));
  const config = { models: { m: { targets: [{ provider: "anthropic" }] } }, cache: {} };
  let chunks: readonly Uint8Array[] = [];
  const host = filter(config, () => ({ headers: { "content-type": WIRE.anthropic.streamType }, body: chunks }));
  let asked = 0;
  for (chunks of splits(bytes)) {
    const request = { ...chatRequest("openai", { stream: true }), seed: asked++ };
    const first = ask(host, "openai", request);
    const again = ask(host, "openai", request);
    expect([outcomeOf(first), outcomeOf(again)]).toEqual(["miss", "hit"]);
    const text = parseStream("openai", again.body)
      .map(({ data }) => JSON.stringify(data))
      .join("");
    for (const piece of SHORT.pieces) expect(text).toContain(JSON.stringify(piece).slice(1, -1));
  }
});
