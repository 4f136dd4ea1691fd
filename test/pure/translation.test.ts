import { beforeAll, describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { FIELDS } from "../fixtures/fields/index.ts";
import { verdictOf } from "../fixtures/fields/verdict.ts";
import {
  CONVERSATION,
  conversationFor,
  parseStream,
  REPLY,
  textOf,
  WIRE,
  wholeStream,
} from "../fixtures/wire/index.ts";
import { loadPure, type Pure } from "./pure.ts";
import { splits } from "./splits.ts";

const PAIRS = DIALECTS.flatMap((client) => DIALECTS.map((provider) => [client, provider] as const));

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe.each(PAIRS)("client %s, provider %s", (client, provider) => {
  it.each([false, true])("carries the whole request, stream %s", (stream) => {
    const conversation = { ...conversationFor(client, provider), stream };
    const sent = pure.translateRequest(client, provider, WIRE[client].request(conversation), { stream });
    const expected = JSON.parse(JSON.stringify(WIRE[provider].request(conversation)));
    expect(sent).toEqual(expected);
  });

  it.each(["end", "length"] as const)("carries the whole answer that stops for %s", (stopReason) => {
    const reply = { ...REPLY, stopReason };
    const got = pure.translateResponse(provider, client, WIRE[provider].response(reply));
    expect(essence(client, got)).toEqual({
      text: textOf(reply),
      stop: STOP[client][stopReason],
      input: 31,
      output: 17,
    });
  });

  it.each(["end", "length"] as const)("carries the stream that stops for %s, at every split", (stopReason) => {
    const reply = { ...REPLY, stopReason };
    const options = { stream: true, stream_options: { include_usage: true } };
    const bytes = Buffer.from(wholeStream(WIRE[provider].stream(reply, options)));
    const whole = pure.translateStream(provider, client, [bytes]);
    expect(whole.failed).toBe(false);
    expect(streamEssence(client, whole.text)).toEqual({
      text: textOf(reply),
      stop: STOP[client][stopReason],
      output: 17,
    });
    for (const chunks of splits(bytes)) {
      const got = pure.translateStream(provider, client, chunks);
      expect(withoutTimes(got.text)).toBe(withoutTimes(whole.text));
    }
  });

  it("knows a stream that stops in the middle, wherever it does", () => {
    const { opening, content } = WIRE[provider].stream(REPLY, {});
    for (let events = 0; events <= content.length; events++) {
      const bytes = Buffer.from([...opening, ...content.slice(0, events)].join(""));
      expect(pure.translateStream(provider, client, bytes.length > 0 ? [bytes] : []).failed).toBe(true);
    }
  });

  it("knows an error event", () => {
    const { opening } = WIRE[provider].stream(REPLY, {});
    const bytes = Buffer.from(opening.join("") + WIRE[provider].errorEvent("too much to do"));
    const got = pure.translateStream(provider, client, [bytes]);
    expect(got.failed).toBe(true);
    expect(got.status).toBe(provider === "anthropic" ? 529 : 502);
  });
});

describe.each(DIALECTS)("a %s client", (client) => {
  const others = DIALECTS.filter((dialect) => dialect !== client);

  it.each(
    FIELDS[client].map((field) => [field.value ? `${field.name}: ${field.value}` : field.name, field] as const),
  )("loses nothing quietly of %s", (_name, field) => {
    for (const provider of others) expect(verdictOf(pure, client, provider, field).verdict).not.toBe("lost");
  });
});

describe("what the dialects count differently", () => {
  it("holds the temperature at 1 for Anthropic", () => {
    const sent = pure.translateRequest("openai", "anthropic", {
      ...WIRE.openai.request(CONVERSATION),
      temperature: 1.7,
    });
    expect(sent).toMatchObject({ temperature: 1 });
  });

  it("gives Anthropic a limit where the client has none", () => {
    const { maxTokens: _, ...unlimited } = CONVERSATION;
    expect(pure.translateRequest("openai", "anthropic", WIRE.openai.request(unlimited))).toMatchObject({
      max_tokens: 4096,
    });
  });

  it("counts Anthropic's cached prompt as prompt", () => {
    const response = { ...WIRE.anthropic.response(REPLY) } as { usage: object };
    response.usage = {
      input_tokens: 5,
      cache_read_input_tokens: 20,
      cache_creation_input_tokens: 6,
      output_tokens: 17,
    };
    expect(essence("openai", pure.translateResponse("anthropic", "openai", response))).toMatchObject({ input: 31 });
  });

  it("sends OpenAI's usage chunk only to a client that asked", () => {
    const bytes = Buffer.from(wholeStream(WIRE.anthropic.stream(REPLY, {})));
    expect(pure.translateStream("anthropic", "openai", [bytes], { usage: false }).text).not.toContain("usage");
  });
});

const STOP = {
  openai: { end: "stop", length: "length" },
  responses: { end: "completed", length: "max_output_tokens" },
  anthropic: { end: "end_turn", length: "max_tokens" },
  ollama: { end: "stop", length: "length" },
} as const;

function withoutTimes(text: string): string {
  return text.replace(/"created_at":"[^"]*"/g, "");
}

// biome-ignore lint/suspicious/noExplicitAny: documents of four dialects
type Document = any;

function essence(dialect: Dialect, document: Document): object {
  if (dialect === "openai") {
    const [choice] = document.choices;
    const { prompt_tokens: input, completion_tokens: output } = document.usage;
    return { text: choice.message.content, stop: choice.finish_reason, input, output };
  }
  if (dialect === "responses") {
    const { input_tokens: input, output_tokens: output } = document.usage;
    return { text: document.output[0].content[0].text, stop: responseStop(document), input, output };
  }
  if (dialect === "anthropic") {
    const { input_tokens: input, output_tokens: output } = document.usage;
    return { text: document.content[0].text, stop: document.stop_reason, input, output };
  }
  const { prompt_eval_count: input, eval_count: output } = document;
  return { text: document.message.content, stop: document.done_reason, input, output };
}

function responseStop({ status, incomplete_details: incomplete }: Document): string {
  return incomplete?.reason ?? status;
}

/** What a client makes of a stream; the order of events is asserted on the way. */
function streamEssence(dialect: Dialect, stream: string): object {
  const events: Document[] = parseStream(dialect, stream).map(({ data }) => data);
  if (dialect === "openai") {
    expect(events.pop()).toBe("[DONE]");
    const usage = events.pop();
    expect(usage.choices).toEqual([]);
    expect(events[0].choices[0].delta.role).toBe("assistant");
    const text = events.map((event) => event.choices[0].delta.content ?? "").join("");
    return { text, stop: events.at(-1).choices[0].finish_reason, output: usage.usage.completion_tokens };
  }
  if (dialect === "responses") {
    const types = events.map((event) => event.type).filter((type) => type !== "response.output_text.delta");
    const { response } = events.at(-1);
    expect(types).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      `response.${response.status}`,
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    const text = events.map((event) => event.delta ?? "").join("");
    return { text, stop: responseStop(response), output: response.usage.output_tokens };
  }
  if (dialect === "anthropic") {
    const types = events.map((event) => event.type).filter((type) => type !== "content_block_delta");
    expect(types).toEqual([
      "message_start",
      "content_block_start",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const text = events.map((event) => event.delta?.text ?? "").join("");
    const delta = events.at(-2);
    return { text, stop: delta.delta.stop_reason, output: delta.usage.output_tokens };
  }
  const last = events.at(-1);
  expect(events.filter((event) => event.done)).toEqual([last]);
  const text = events.map((event) => event.message.content).join("");
  return { text, stop: last.done_reason, output: last.eval_count };
}
