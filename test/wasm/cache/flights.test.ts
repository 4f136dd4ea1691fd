import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Exchange, Host } from "../../host/index.ts";
import { filter } from "../filter.ts";
import { ask, cachedModel, chatRequest, outcomeOf } from "./cached.ts";

/** A provider that answers when the test says so. */
const held = (): Host => filter(cachedModel("openai"), () => undefined);

function open(host: Host, client: Dialect = "openai", more: object = {}): Exchange {
  return host.open({ path: WIRE[client].path, body: JSON.stringify(chatRequest(client, more)) });
}

function answer(exchange: Exchange, status = 200): void {
  const body = status === 200 ? WIRE.openai.response(REPLY) : WIRE.openai.error(status, "no");
  exchange.attempt.head(status, { "content-type": "application/json" });
  exchange.attempt.data(JSON.stringify(body), true);
}

const attemptsOf = (...exchanges: Exchange[]) => exchanges.map(({ result }) => result.attempts.length);
const seen = ({ result }: Exchange) => [result.status, outcomeOf(result)];

describe("requests that ask the same at once", () => {
  it.each(DIALECTS)("wait for the first, and get its answer: a client of %s", (client) => {
    const host = held();
    const first = open(host);
    const others = [true, false, true].map((stream) => open(host, client, { stream }));
    expect(attemptsOf(first, ...others)).toEqual([1, 0, 0, 0]);
    answer(first);
    expect([first, ...others].map(seen)).toEqual([
      [200, "miss"],
      [200, "hit"],
      [200, "hit"],
      [200, "hit"],
    ]);
    for (const { result } of [first, ...others])
      expect([result.done, result.body.includes("Kana")]).toEqual([true, true]);
    expect(attemptsOf(first, ...others)).toEqual([1, 0, 0, 0]);
    expect([host.contexts, host.logs]).toEqual([2, []]);
  });

  it("wait for no other question, no other tenant's, and not where they want no kept answer", () => {
    const host = held();
    const first = open(host);
    const apart = [
      open(host, "openai", { temperature: 1 }),
      open(host, "openai", { maxTokens: 5 }),
      host.open({
        path: WIRE.openai.path,
        headers: { "cache-control": "no-cache" },
        body: JSON.stringify(chatRequest("openai")),
      }),
    ];
    expect(attemptsOf(first, ...apart)).toEqual([1, 1, 1, 1]);
  });

  it("go upstream each by itself when the first fails", () => {
    const host = held();
    const [first, second, third] = [open(host), open(host), open(host, "anthropic")] as const;
    answer(first, 400);
    expect([first.result.status, ...attemptsOf(second, third)]).toEqual([400, 1, 1]);
    answer(second);
    answer(third);
    expect([second, third].map(seen)).toEqual([
      [200, "miss"],
      [200, "miss"],
    ]);
    expect(host.contexts).toBe(2);
  });

  it("go upstream when the first one's client leaves", () => {
    const host = held();
    const [first, second] = [open(host), open(host)] as const;
    first.disconnect();
    expect(attemptsOf(second)).toEqual([1]);
    answer(second);
    expect(seen(second)).toEqual([200, "miss"]);
    expect(outcomeOf(ask(host, "ollama"))).toBe("hit");
  });

  it("are forgotten when their own client leaves", () => {
    const host = held();
    const [first, second, third] = [open(host), open(host), open(host)] as const;
    second.disconnect();
    answer(first);
    expect([first, third].map(seen)).toEqual([
      [200, "miss"],
      [200, "hit"],
    ]);
    expect([second.result.status, host.contexts, host.logs]).toEqual([undefined, 2, []]);
  });

  it("wait until the end of a stream", () => {
    const host = held();
    const [first, second] = [open(host, "openai", { stream: true }), open(host)] as const;
    const { opening, content, closing } = WIRE.openai.stream(REPLY, {});
    first.attempt.head(200, { "content-type": "text/event-stream" });
    first.attempt.data([...opening, ...content].join(""));
    expect([second.result.status, ...attemptsOf(second)]).toEqual([undefined, 0]);
    first.attempt.data(closing.join(""));
    first.attempt.data("", true);
    expect(seen(second)).toEqual([200, "hit"]);
  });

  it("send their whole body upstream when they go after all", () => {
    const host = held();
    const [first, second] = [open(host), open(host)] as const;
    first.disconnect();
    const sent = JSON.parse(second.result.attempts[0]?.request.body ?? "");
    expect(sent).toEqual(JSON.parse(JSON.stringify({ ...chatRequest("openai"), model: "openai-model" })));
  });

  it("wait where the body ends with trailers too", () => {
    const host = held();
    open(host);
    const trailing = host.open({
      path: WIRE.openai.path,
      body: JSON.stringify(chatRequest("openai")),
      trailers: { "x-end": "1" },
    });
    expect(attemptsOf(trailing)).toEqual([0]);
  });
});
