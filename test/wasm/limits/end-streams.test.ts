import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { parseStream, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, Host } from "../../host/index.ts";
import { limited, send, statuses, takenTokens } from "./limited.ts";

const PIECES = Array.from({ length: 100 }, (_, index) => `piece ${String(index).padStart(2, "0")} of a long answer; `);
const LONG = { ...REPLY, pieces: PIECES, outputTokens: 700 };
const WHOLE = PIECES.join("");

const PAIRS = DIALECTS.flatMap((client) => DIALECTS.map((provider) => ({ client, provider })));

/** Sends the pieces one by one, each in a chunk of its own, and then the end. */
function stream(host: Host, client: Dialect, provider: Dialect): Exchange {
  const exchange = send(host, { stop: undefined, maxTokens: undefined, stream: true }, client);
  const { opening, content, closing } = WIRE[provider].stream(LONG, JSON.parse(exchange.attempt.sent.body));
  exchange.attempt.head(200, { "content-type": WIRE[provider].streamType });
  for (const event of [...opening, ...content, ...closing]) {
    if (!exchange.result.done) exchange.attempt.data(event);
  }
  if (!exchange.result.done) exchange.attempt.data("", true);
  return exchange;
}

/** What each dialect's stream says at its end, when an answer has reached its length. */
const END: Readonly<Record<Dialect, (events: unknown[]) => void>> = {
  openai(events) {
    expect(events.at(-1)).toBe("[DONE]");
    const withChoice = events.filter((event) => (event as { choices?: unknown[] }).choices?.length);
    expect(withChoice.at(-1)).toMatchObject({ choices: [{ finish_reason: "length" }] });
  },
  responses(events) {
    expect(events.at(-1)).toMatchObject({
      type: "response.incomplete",
      response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
    });
  },
  anthropic(events) {
    expect(events.at(-1)).toEqual({ type: "message_stop" });
    expect(events.at(-2)).toMatchObject({ type: "message_delta", delta: { stop_reason: "max_tokens" } });
  },
  ollama(events) {
    expect(events.at(-1)).toMatchObject({ done: true, done_reason: "length" });
  },
};

function dataOf(dialect: Dialect, { result }: Exchange): unknown[] {
  return parseStream(dialect, result.body).map(({ data }) => data);
}

/** The pieces that the client got. */
function textIn({ result }: Exchange): string {
  return PIECES.filter((piece) => result.body.includes(piece.trimEnd())).join("");
}

describe.each(PAIRS)("a stream for a client of $client from a provider of $provider", ({ client, provider }) => {
  it("that crosses the limit ends as if it had reached its length", () => {
    const key = { tokens_per_minute: 300, end_streams: true };
    const host = limited({ key, providers: [provider] }, () => undefined);
    const exchange = stream(host, client, provider);
    expect(exchange.result.status).toBe(200);
    END[client](dataOf(client, exchange));
    const said = textIn(exchange);
    expect(WHOLE.startsWith(said)).toBe(true);
    expect(said.length / 4).toBeGreaterThan(200);
    expect(said.length / 4).toBeLessThan(350);
    // Charged with all that the provider said, to nobody in the end.
    expect(send(host, { stop: undefined }).result.status).toBe(429);
    expect(exchange.attempt.over).toBe(true);
  });

  it("that keeps to it is whole", () => {
    const key = { tokens_per_minute: 5000, end_streams: true };
    const host = limited({ key, providers: [provider] }, () => undefined);
    const exchange = stream(host, client, provider);
    expect(textIn(exchange)).toBe(WHOLE);
    expect(exchange.result.body).not.toMatch(/"(length|max_tokens|incomplete)"/);
    const prompt = takenTokens(limited({ key }));
    expect(takenTokens(host) - prompt).toBe(LONG.inputTokens + LONG.outputTokens);
  });
});

describe("what ends a stream", () => {
  it("is a budget too", () => {
    const budget = { usd_per_day: 1 };
    const key = { end_streams: true };
    const host = limited({ key, budget, price: { input: 0, output: 4000 } }, () => undefined);
    const exchange = stream(host, "openai", "openai");
    END.openai(dataOf("openai", exchange));
    expect(textIn(exchange).length / 4).toBeLessThan(330);
    expect(statuses(host, 1)).toEqual([429]);
  });

  it("is what others of the tenant use meanwhile", () => {
    const host = limited({ tenant: { tokens_per_minute: 600, end_streams: true } }, () => undefined);
    send(host, { maxTokens: 300 }, "openai", "hg-other");
    const exchange = stream(host, "openai", "openai");
    END.openai(dataOf("openai", exchange));
    expect(textIn(exchange).length / 4).toBeLessThan(300);
  });

  it("is not a limit without the option", () => {
    const host = limited({ key: { tokens_per_minute: 300 } }, () => undefined);
    expect(textIn(stream(host, "anthropic", "openai"))).toBe(WHOLE);
  });
});

it("what a provider says behind the end is charged, as it counts it", () => {
  const host = limited(
    { key: { end_streams: true }, budget: { usd_per_day: 1.5 }, price: { input: 0, output: 4000 } },
    () => undefined,
  );
  const exchange = stream(host, "openai", "openai");
  END.openai(dataOf("openai", exchange));
  host.tick();
  // 700 tokens at 0.004 dollars.
  expect(host.metrics()["headgate_cost_micro_usd;target=m/openai"]).toBe(2_800_000);
});
