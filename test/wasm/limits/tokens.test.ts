import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { conversationFor, REPLY, WIRE, wholeStream } from "../../fixtures/wire/index.ts";
import type { Upstream } from "../../host/index.ts";
import { document, eventStream } from "../filter.ts";
import { answers, limited, messageOf, send, statuses, TOKENS, takenTokens } from "./limited.ts";

const MINUTE = 60_000;
const PLENTY = 100_000;

/** The estimate of the prompt of all requests here. */
const PROMPT = takenTokens(limited({ key: { tokens_per_minute: PLENTY } }));

/** What one request took whose attempts are answered so. */
function taken(upstream: Upstream, stream = false): number {
  const host = limited({ key: { tokens_per_minute: PLENTY } }, upstream);
  send(host, { stream });
  return takenTokens(host) - PROMPT;
}

describe("tokens per minute", () => {
  it("are reserved by the estimate of the prompt and the longest answer that was asked for", () => {
    const host = limited({ key: { tokens_per_minute: PLENTY } }, () => undefined);
    send(host, { maxTokens: 1000 });
    send(host, { maxTokens: undefined });
    expect(takenTokens(host)).toBe(3 * PROMPT + 1000);
  });

  it("are settled by what the provider counted", () => {
    expect(taken(answers)).toBe(TOKENS);
  });

  it.each(DIALECTS)("and so in a stream of %s", (dialect) => {
    const stream: Upstream = ({ body }) => ({
      headers: { "content-type": WIRE[dialect].streamType },
      body: wholeStream(WIRE[dialect].stream(REPLY, JSON.parse(body))),
    });
    const host = limited({ key: { tokens_per_minute: PLENTY }, providers: [dialect] }, stream);
    expect(send(host, { ...conversationFor(dialect), stop: undefined, stream: true }).result.status).toBe(200);
    expect(takenTokens(host) - PROMPT).toBe(TOKENS);
  });

  it("are those of all attempts", () => {
    let attempts = 0;
    const host = limited({ key: { tokens_per_minute: PLENTY }, providers: ["openai", "anthropic"] }, (attempt) => {
      attempts += 1;
      return attempts === 1 ? { status: 500, body: "{}" } : answers(attempt);
    });
    send(host);
    expect(takenTokens(host) - PROMPT).toBe(TOKENS);
  });

  it.each<[string, Upstream]>([
    ["a refused connection", () => ({ fail: { how: "refuse" } })],
    ["an error", () => ({ ...document(WIRE.openai.error(500, "no")), status: 500 })],
    ["a refusal of the request", () => ({ ...document(WIRE.openai.error(400, "no")), status: 400 })],
    ["no answer at all", () => ({ fail: { how: "timeout" } })],
    ["something that is no answer", () => ({ body: "<html>" })],
  ])("are given back after %s", (_, upstream) => {
    expect(taken(upstream)).toBe(0);
  });

  it("are estimated where the provider counts none", () => {
    const reply = { ...(WIRE.openai.response(REPLY) as { usage?: object }), usage: undefined };
    const said = Math.ceil(Buffer.byteLength(JSON.stringify(REPLY.pieces.join("")).slice(1, -1)) / 4);
    expect(taken(() => document(reply))).toBe(PROMPT + said);
  });

  it.each([1e9, 1e15, 9e18])("are estimated where the provider's count, %d, cannot be", (count) => {
    const usage = { prompt_tokens: count, completion_tokens: count, total_tokens: 2 * count };
    const counted = taken(() => document({ ...(WIRE.openai.response(REPLY) as object), usage }));
    expect(counted).toBe(taken(() => document({ ...(WIRE.openai.response(REPLY) as object), usage: undefined })));
  });

  it("of a stream that broke off are what was sent and said", () => {
    const { opening, content } = WIRE.openai.stream(REPLY, {});
    const begun = [...opening, ...content].join("");
    const broken = taken(() => ({ ...eventStream(begun), fail: { how: "reset", when: "mid-body" } }), true);
    expect(broken).toBeGreaterThan(PROMPT + 5);
    expect(broken).toBeLessThan(PROMPT + 30);
  });

  it("of a client that leaves in the middle are what was sent and said", () => {
    const host = limited({ key: { tokens_per_minute: PLENTY } }, () => undefined);
    const exchange = send(host, { stream: true });
    const { opening, content } = WIRE.openai.stream(REPLY, {});
    exchange.attempt.head(200, { "content-type": "text/event-stream" });
    exchange.attempt.data([...opening, ...content].join(""));
    exchange.disconnect();
    const after = takenTokens(host) - PROMPT;
    expect(after).toBeGreaterThan(PROMPT + 5);
    expect(after).toBeLessThan(PROMPT + 30);
  });

  it("of a client that leaves before any word are given back", () => {
    const host = limited({ key: { tokens_per_minute: PLENTY } }, () => undefined);
    send(host).disconnect();
    expect(takenTokens(host)).toBe(PROMPT);
  });

  it("are charged to the next minute as far as they exceed the reservation", () => {
    const late = (maxTokens: number | undefined) => {
      const host = limited({ key: { tokens_per_minute: PLENTY } }, () => undefined);
      const exchange = send(host, { maxTokens });
      host.advance(MINUTE);
      exchange.attempt.head(200, { "content-type": "application/json" });
      exchange.attempt.data(JSON.stringify(WIRE.openai.response(REPLY)), true);
      return takenTokens(host) - PROMPT;
    };
    expect(late(1000)).toBe(0);
    expect(late(undefined)).toBe(Math.max(TOKENS - PROMPT, 0));
  });

  it("refuse who asks for more than is left", () => {
    const host = limited({ key: { tokens_per_minute: PROMPT + 100 } });
    expect(statuses(host, 2, { maxTokens: 100 })).toEqual([200, 429]);
    const refused = send(host, { maxTokens: 100 });
    expect(messageOf(refused)).toBe(`key 'web': ${PROMPT + 100} tokens a minute; try again in 60 s`);
    host.advance(MINUTE);
    expect(statuses(host, 1, { maxTokens: 100 })).toEqual([200]);
  });

  it("refuse for good who asks for more than a minute has", () => {
    const refused = send(limited({ key: { tokens_per_minute: 100 } }), { maxTokens: 100 });
    expect(refused.result.status).toBe(400);
    expect(refused.result.headers).not.toHaveProperty("retry-after");
    expect(messageOf(refused)).toBe(
      `key 'web': 100 tokens a minute, and this request may take ${PROMPT + 100} tokens; shorten it or ask for fewer`,
    );
  });

  it("count embeddings", () => {
    const host = limited({ key: { tokens_per_minute: PLENTY } }, () =>
      document({
        object: "list",
        data: [{ object: "embedding", index: 0, embedding: [0.5] }],
        usage: { prompt_tokens: 700, total_tokens: 700 },
      }),
    );
    const body = JSON.stringify({ model: "m", input: "Hi" });
    const headers = { authorization: "Bearer hg-client" };
    expect(host.open({ path: "/v1/embeddings", headers, body }).result.status).toBe(200);
    expect(takenTokens(host) - PROMPT).toBe(700);
  });
});

describe("one request", () => {
  it.each(DIALECTS)("of %s may take so many tokens: the refusal names both numbers", (dialect: Dialect) => {
    const host = limited({ tenant: { max_tokens_per_request: 100 } });
    expect(send(host, { maxTokens: 100 - PROMPT }, dialect).result.status).toBe(200);
    const refused = send(host, { maxTokens: 200 }, dialect);
    expect(refused.result.status).toBe(400);
    expect(messageOf(refused)).toBe(
      `tenant 'shop': 100 tokens a request, and this one may take ${PROMPT + 200}; shorten it or ask for fewer`,
    );
  });

  it("may have so many bytes", () => {
    const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] });
    const ask = (bytes: number) =>
      limited({ model: { max_prompt_bytes: bytes } }).open({
        path: WIRE.openai.path,
        headers: { authorization: "Bearer hg-client" },
        body,
      });
    expect(ask(body.length).result.status).toBe(200);
    const refused = ask(body.length - 1);
    expect(refused.result.status).toBe(413);
    expect(messageOf(refused)).toBe(`model 'm': ${body.length - 1} bytes a request, and this one has ${body.length}`);
  });
});
