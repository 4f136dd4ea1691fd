import { describe, expect, it } from "vitest";
import { CONVERSATION, parseStream, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { eventStream, filter, inChunks, modelOf } from "./filter.ts";

/** The gateway counts tokens, so it asks an OpenAI stream for usage also where its client does not. */
const ASKED = { stream_options: { include_usage: true } };
const COUNTED = wholeStream(WIRE.openai.stream(REPLY, ASKED));
const INPUT_TOKENS = "headgate_input_tokens;target=m/openai";
const OUTPUT_TOKENS = "headgate_output_tokens;target=m/openai";

/** What the client sees: all events but the one that tells the usage alone. */
const uncounted = parseStream("openai", COUNTED).filter(({ data }) => !isUsageChunk(data));

function isUsageChunk(data: unknown): boolean {
  return (data as { choices?: unknown[] }).choices?.length === 0;
}

function send(body: string, answer: string | readonly Uint8Array[], config = modelOf("openai")) {
  const host = filter(config, () => eventStream(answer));
  const result = host.open({ path: WIRE.openai.path, body }).result;
  host.tick();
  return { ...result, sent: result.attempts[0]?.request.body, metrics: host.metrics() };
}

const MESSAGES = '"messages":[{"role":"user","content":"Hi"}]';

describe("a client that did not ask for usage", () => {
  it.each([
    [
      "says nothing of it",
      `{"model":"m",${MESSAGES},"stream":true}`,
      `{"stream_options":{"include_usage":true},"model":"openai-model",${MESSAGES},"stream":true}`,
    ],
    [
      "says null",
      `{"model":"m","stream_options": null ,"stream":true,${MESSAGES}}`,
      `{"model":"openai-model","stream_options": {"include_usage":true} ,"stream":true,${MESSAGES}}`,
    ],
    [
      "says no option",
      `{"stream_options":{},"model":"m","stream":true,${MESSAGES}}`,
      `{"stream_options":{"include_usage":true},"model":"openai-model","stream":true,${MESSAGES}}`,
    ],
    [
      "says another option",
      `{"model":"m",${MESSAGES},"stream":true,"stream_options":{ "include_obfuscation":false}}`,
      `{"model":"openai-model",${MESSAGES},"stream":true,"stream_options":{"include_usage":true, "include_obfuscation":false}}`,
    ],
    [
      "says false",
      `{"model":"m",${MESSAGES},"stream":true,"stream_options":{"x":1,"include_usage": false }}`,
      `{"model":"openai-model",${MESSAGES},"stream":true,"stream_options":{"x":1,"include_usage": true }}`,
    ],
    [
      "says null for the option",
      `{"model":"m",${MESSAGES},"stream":true,"stream_options":{"include_usage":null}}`,
      `{"model":"openai-model",${MESSAGES},"stream":true,"stream_options":{"include_usage":true}}`,
    ],
  ])("and %s: the provider is asked, nothing else changes, and the client is spared the answer", (_, body, asked) => {
    const { status, body: got, sent, metrics } = send(body, COUNTED);
    expect(status).toBe(200);
    expect(sent).toBe(asked);
    expect(parseStream("openai", got)).toEqual(uncounted);
    expect([metrics[INPUT_TOKENS], metrics[OUTPUT_TOKENS]]).toEqual([REPLY.inputTokens, REPLY.outputTokens]);
  });

  it("however the stream is cut", () => {
    const body = `{"model":"m",${MESSAGES},"stream":true}`;
    const whole = send(body, COUNTED).body;
    for (const size of [1, 2, 3, 5, 7, 11, 61, 256]) expect(send(body, inChunks(COUNTED, size)).body).toBe(whole);
  });

  it("loses nothing that stands in one event with the usage", () => {
    const together = COUNTED.replace(
      '"finish_reason":"stop"}],"usage":null',
      '"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}',
    );
    expect(together).not.toBe(COUNTED);
    const events = parseStream("openai", together).filter(({ data }) => !isUsageChunk(data));
    expect(parseStream("openai", send(`{"model":"m",${MESSAGES},"stream":true}`, together).body)).toEqual(events);
  });

  it("gets a stream whose provider tells no usage as it is", () => {
    const plain = wholeStream(WIRE.openai.stream(REPLY, {}));
    expect(parseStream("openai", send(`{"model":"m",${MESSAGES},"stream":true}`, plain).body)).toEqual(
      parseStream("openai", plain),
    );
  });

  it("is told of a stream that broke as any other, once", () => {
    const { opening, content } = WIRE.openai.stream(REPLY, ASKED);
    const begun = [...opening, ...content].join("");
    const chunks = [begun, WIRE.openai.errorEvent("boom")].map((text) => Buffer.from(text));
    const body = `{"model":"m",${MESSAGES},"stream":true}`;
    const reported = send(body, chunks);
    expect(reported.body).toBe(begun + WIRE.openai.errorEvent("boom"));
    const cut = send(body, chunks.slice(0, 1));
    expect(cut.body.startsWith(begun)).toBe(true);
    expect(cut.body).toMatch(/\{"error":\{"message":"the provider's stream ended in the middle"[^\n]*\n\n$/);
    expect(cut.body).not.toContain("[DONE]");
  });
});

describe("nothing is spliced, and all events are the client's", () => {
  const asks = (more: object) => JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, model: "m" }), ...more });
  const renamed = (body: string) => body.replace('"model":"m"', '"model":"openai-model"');

  it.each([
    ["for a client that asked", { stream: true, ...ASKED }, COUNTED],
    ["where the options are none", { stream: true, stream_options: 7 }, COUNTED],
  ])("%s", (_, more, stream) => {
    const { body, sent, metrics } = send(asks(more), stream);
    expect(sent).toBe(renamed(asks(more)));
    expect(body).toBe(stream);
    expect(metrics[INPUT_TOKENS]).toBe(REPLY.inputTokens);
  });

  it("without a stream", () => {
    const host = filter(modelOf("openai"), () => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(WIRE.openai.response(REPLY)),
    }));
    const { body, attempts } = host.open({ path: WIRE.openai.path, body: asks({}) }).result;
    expect(attempts[0]?.request.body).toBe(renamed(asks({})));
    expect(body).toBe(JSON.stringify(WIRE.openai.response(REPLY)));
  });

  it("for a provider that takes no such option", () => {
    const traits = { stream_usage: false };
    const url = "http://old.test/v1";
    const config = { providers: { openai: { dialect: "openai", url, traits } }, ...modelOf("openai") };
    const stream = wholeStream(WIRE.openai.stream(REPLY, {}));
    const { body, sent } = send(asks({ stream: true }), stream, config);
    expect(sent).toBe(renamed(asks({ stream: true })));
    expect(body).toBe(stream);
  });
});
