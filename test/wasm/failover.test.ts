import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { CONVERSATION, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { filter, modelOf } from "./filter.ts";

const request = (stream: boolean) => JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model: "m", stream }));
const JSON_TYPE = { "content-type": "application/json" };
const SSE_TYPE = { "content-type": "text/event-stream" };
const stream = WIRE.openai.stream(REPLY, {});

const good: Record<string, UpstreamAnswer> = {
  whole: { headers: JSON_TYPE, body: JSON.stringify(WIRE.anthropic.response(REPLY)) },
  streamed: { headers: SSE_TYPE, body: wholeStream(WIRE.anthropic.stream(REPLY, {})) },
};

describe("an attempt that gives no answer leads to the next target, of another dialect", () => {
  it.each<[string, boolean, UpstreamAnswer]>([
    ["500", false, { status: 500, headers: JSON_TYPE, body: '{"error":{"message":"x"}}' }],
    ["503 without a body", false, { status: 503 }],
    ["429", false, { status: 429, headers: JSON_TYPE, body: '{"error":{"message":"slow down"}}' }],
    ["401", false, { status: 401, headers: JSON_TYPE, body: '{"error":{"message":"bad key sk-of-a"}}' }],
    ["a connection refused", false, { fail: { how: "refuse" } }],
    ["a reset before the head", false, { fail: { how: "reset", when: "before-head" } }],
    [
      "a reset inside the document",
      false,
      { headers: JSON_TYPE, body: '{"id":', fail: { how: "reset", when: "mid-body" } },
    ],
    ["HTML with 200", false, { headers: { "content-type": "text/html" }, body: "<html>hello</html>" }],
    ["nothing with 200", false, { headers: JSON_TYPE }],
    ["a document cut short", false, { headers: JSON_TYPE, body: '{"id":"x","choi' }],
    ["another document", false, { headers: JSON_TYPE, body: '{"hello":"world"}' }],
    ["500 to a stream", true, { status: 500, headers: JSON_TYPE, body: "{}" }],
    ["HTML in place of a stream", true, { headers: { "content-type": "text/html" }, body: "<html>" }],
    ["an empty stream", true, { headers: SSE_TYPE }],
    ["a stream that ends before its first word", true, { headers: SSE_TYPE, body: stream.opening.join("") }],
    ["an error event first", true, { headers: SSE_TYPE, body: WIRE.openai.errorEvent("x") }],
    [
      "an error event before the first word",
      true,
      { headers: SSE_TYPE, body: [...stream.opening, WIRE.openai.errorEvent("x")] },
    ],
    [
      "a reset before the first word",
      true,
      { headers: SSE_TYPE, body: stream.opening[0] ?? "", fail: { how: "reset", when: "mid-body" } },
    ],
  ])("%s", (_, streams, bad) => {
    const answer = streams ? good.streamed : good.whole;
    const host = filter(modelOf("openai", "anthropic"), ({ target }) => (target === "m/openai" ? bad : answer));
    const { status, body, attempts } = host.open({ path: WIRE.openai.path, body: request(streams) }).result;
    expect(status).toBe(200);
    expect(body).toContain(streams ? "[DONE]" : '"chat.completion"');
    expect(body).not.toContain("error");
    expect(attempts.map(({ target }) => target)).toEqual(["m/openai", "m/anthropic"]);
    const [first, second] = attempts;
    expect(first?.request.headers).toMatchObject({ authorization: "Bearer sk-of-a", ":authority": "openai.test" });
    expect(second?.request.headers).toMatchObject({ "x-api-key": "sk-of-b", ":authority": "anthropic.test" });
    expect(JSON.stringify(second?.request)).not.toContain("sk-of-a");
  });
});

describe("a stream that ends without content", () => {
  const ending = (reason: string) =>
    [
      {
        type: "message_start",
        message: { id: "m", type: "message", role: "assistant", content: [], usage: { input_tokens: 2 } },
      },
      { type: "message_delta", delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 9 } },
      { type: "message_stop" },
    ]
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join("");

  it.each([
    ["end_turn", ["m/anthropic", "m/openai"]],
    ["refusal", ["m/anthropic"]],
    ["max_tokens", ["m/anthropic"]],
  ])("by %s is tried at %j", (reason, asked) => {
    const host = filter(modelOf("anthropic", "openai"), ({ target }) =>
      target === "m/anthropic"
        ? { headers: SSE_TYPE, body: ending(reason) }
        : { headers: SSE_TYPE, body: wholeStream(stream) },
    );
    const { status, attempts } = host.open({ path: WIRE.openai.path, body: request(true) }).result;
    expect([status, attempts.map(({ target }) => target)]).toEqual([200, asked]);
  });
});

describe("when no target answers, the client is told in its own dialect", () => {
  it.each(DIALECTS)("%s", (client) => {
    const host = filter(modelOf("openai", "anthropic"), () => ({
      status: 500,
      headers: JSON_TYPE,
      body: '{"error":{"message":"out"}}',
    }));
    const body = JSON.stringify(WIRE[client].request({ ...CONVERSATION, model: "m" }));
    const result = host.open({ path: WIRE[client].path, body }).result;
    expect(result.status).toBe(500);
    expect(result.headers["content-type"]).toBe("application/json");
    const error = JSON.parse(result.body).error;
    expect(typeof error === "string" ? error : error.message).toBe("out");
  });

  it("never quotes a provider that refuses the gateway's key", () => {
    const host = filter(modelOf("openai"), () => ({
      status: 401,
      headers: JSON_TYPE,
      body: '{"error":{"message":"wrong: sk-of-a"}}',
    }));
    const result = host.open({ path: WIRE.openai.path, body: request(false) }).result;
    expect(result.status).toBe(502);
    expect(result.body).toContain("refused the gateway's credentials");
    expect(result.body).not.toContain("sk-of-a");
  });

  it("never quotes it in a stream either", () => {
    const said = { type: "error", error: { type: "authentication_error", message: "wrong: sk-of-b" } };
    const host = filter(modelOf("anthropic"), () => ({
      headers: SSE_TYPE,
      body: `event: error\ndata: ${JSON.stringify(said)}\n\n`,
    }));
    const result = host.open({ path: WIRE.openai.path, body: request(true) }).result;
    expect(result.status).toBe(502);
    expect(result.body).toContain("refused the gateway's credentials");
    expect(result.body).not.toContain("sk-of-b");
  });

  it("passes on what is the caller's own fault, without a second try", () => {
    const bad = {
      status: 400,
      headers: JSON_TYPE,
      body: JSON.stringify(WIRE.openai.error(400, "temperature: too hot")),
    };
    const same = filter(modelOf("openai", "anthropic"), () => bad);
    const { status, body, attempts } = same.open({ path: WIRE.openai.path, body: request(false) }).result;
    expect([status, body, attempts.length]).toEqual([400, bad.body, 1]);
    const other = filter(modelOf("openai"), () => bad).open({
      path: WIRE.anthropic.path,
      body: JSON.stringify(WIRE.anthropic.request({ ...CONVERSATION, model: "m" })),
    }).result;
    expect(JSON.parse(other.body)).toEqual({
      type: "error",
      error: { type: "invalid_request_error", message: "temperature: too hot" },
    });
  });
});

describe("after the first word no other target takes over", () => {
  const begun = [...stream.opening, ...stream.content.slice(0, 2)];

  it.each(DIALECTS)("%s gets its own error event, and no end mark", (client) => {
    const host = filter(modelOf("openai", "anthropic"), () => ({ headers: SSE_TYPE, body: begun }));
    const body = JSON.stringify(WIRE[client].request({ ...CONVERSATION, model: "m", stream: true }));
    const { status, body: got, attempts } = host.open({ path: WIRE[client].path, body }).result;
    expect([status, attempts.length]).toEqual([200, 1]);
    expect(got).toContain("the provider's stream ended in the middle");
    expect(got).not.toMatch(/\[DONE\]|message_stop|response\.(completed|incomplete)|"done":true/);
  });

  it("hands on the provider's own error event", () => {
    const host = filter(modelOf("openai"), () => ({
      headers: SSE_TYPE,
      body: [...begun, WIRE.openai.errorEvent("boom")],
    }));
    const { body } = host.open({ path: WIRE.openai.path, body: request(true) }).result;
    expect(body).toBe(begun.join("") + WIRE.openai.errorEvent("boom"));
    const translated = host.open({
      path: WIRE.anthropic.path,
      body: JSON.stringify(WIRE.anthropic.request({ ...CONVERSATION, model: "m", stream: true })),
    }).result;
    expect(translated.body).toMatch(/event: error\ndata: .*boom/);
  });
});
