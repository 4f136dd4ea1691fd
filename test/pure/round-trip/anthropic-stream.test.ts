import Anthropic from "@anthropic-ai/sdk";
import type { Message } from "@anthropic-ai/sdk/resources/messages";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";
import { withoutUnknown } from "./anthropic-unknown.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

type Event = { type: string; [field: string]: unknown };

const sse = (events: readonly Event[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

const start = (usage: object = { input_tokens: 5, output_tokens: 1 }): Event => ({
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  },
});

/** A block, from its start to its stop. */
const block = (index: number, content_block: object, ...deltas: object[]): Event[] => [
  { type: "content_block_start", index, content_block },
  ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
  { type: "content_block_stop", index },
];

const text = (index: number, ...pieces: string[]) =>
  block(index, { type: "text", text: "" }, ...pieces.map((piece) => ({ type: "text_delta", text: piece })));

const thinking = (index: number, signature: string, ...pieces: string[]) =>
  block(
    index,
    { type: "thinking", thinking: "", signature: "" },
    ...pieces.map((piece) => ({ type: "thinking_delta", thinking: piece })),
    { type: "signature_delta", signature },
  );

const call = (index: number, id: string, name: string, ...pieces: string[]) =>
  block(
    index,
    { type: "tool_use", id, name, input: {} },
    ...pieces.map((partial_json) => ({ type: "input_json_delta", partial_json })),
  );

const end = (
  stop_reason = "end_turn",
  usage: object = { input_tokens: 5, output_tokens: 9 },
  stop_sequence: string | null = null,
): Event[] => [{ type: "message_delta", delta: { stop_reason, stop_sequence }, usage }, { type: "message_stop" }];

const WHOLE: Record<string, Event[]> = {
  "a text": [start(), ...text(0, "Kana", ' "あ"', "\n\u2028", " 🀄\\"), ...end()],
  nothing: [start(), ...end()],
  "text, calls, text": [
    start(),
    ...text(0, "I look."),
    ...call(1, "toolu_1", "f", '{"a":', '"é\\n"', "}"),
    ...call(2, "toolu_2", "g", "{}"),
    ...text(3, "Wait."),
    ...end("tool_use"),
  ],
  thoughts: [
    start(),
    ...thinking(0, "sig==", "hm", " \n"),
    ...block(1, { type: "redacted_thinking", data: "opaque" }),
    ...thinking(2, "sealed"),
    ...text(3, "So."),
    ...end(),
  ],
  "usage in full": [
    start({ input_tokens: 5, cache_creation_input_tokens: 3, cache_read_input_tokens: 20, output_tokens: 1 }),
    ...text(0, "hi"),
    ...end("max_tokens", {
      input_tokens: 5,
      cache_creation_input_tokens: 3,
      cache_read_input_tokens: 20,
      output_tokens: 9,
      output_tokens_details: { thinking_tokens: 4 },
    }),
  ],
  ...Object.fromEntries(
    ["max_tokens", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"].map((reason) => [
      reason,
      [start(), ...text(0, "hi"), ...end(reason)],
    ]),
  ),
  "a stop sequence": [start(), ...text(0, "hi"), ...end("stop_sequence", undefined, "\n\nEND")],
};

/** As the framing of server-sent events allows it to be written. */
const WRITTEN: Record<string, (stream: string) => string> = {
  "with CRLF": (stream) => stream.replaceAll("\n", "\r\n"),
  "with CR": (stream) => stream.replaceAll("\n", "\r"),
  "with comments": (stream) => stream.replaceAll("data: ", ": a comment\ndata:"),
  "without names, after a mark": (stream) => stream.replaceAll(/^event: .*\n/gm, "id: 1\nretry: 9\n"),
  "in data of several lines": (stream) => stream.replaceAll(/^data: \{/gm, "data: {\ndata: "),
  "without its last empty line": (stream) => stream.slice(0, -1),
};

const through = (chunks: readonly Uint8Array[]) => {
  const told = pure.translateStream("anthropic", "anthropic", chunks);
  return { ...told, text: withoutUnknown(told.text) };
};
const whole = (stream: string) => through([Buffer.from(stream)]);

describe("an Anthropic stream, through the exchange to Anthropic again", () => {
  it.each(Object.entries(WHOLE))("%s, at every split", (_, events) => {
    const stream = sse(events);
    for (const chunks of [[Buffer.from(stream)], ...splits(Buffer.from(stream))]) {
      expect(through(chunks)).toMatchObject({ text: stream, failed: false, status: 0 });
    }
  });

  it.each(Object.entries(WRITTEN))("written %s, at every split", (_, write) => {
    const events = WHOLE["text, calls, text"] ?? [];
    const stream = Buffer.from(write(sse(events)));
    for (const chunks of [[stream], ...splits(stream)]) expect(through(chunks).text).toBe(sse(events));
  });

  it("passes over pings, citations, unknown events and the provider's own tools", () => {
    const search = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} };
    const noise = [
      { type: "ping" },
      { type: "weather", sun: true },
      ...block(0, search, { type: "input_json_delta", partial_json: '{"query":"x"}' }),
      ...block(1, { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] }),
    ];
    const citation = { type: "content_block_delta", index: 2, delta: { type: "citations_delta", citation: {} } };
    const [begin, ...rest] = text(2, "hi");
    const sent = [start(), ...noise, begin as Event, citation, ...rest, ...end()];
    expect(whole(sse(sent)).text).toBe(sse([start(), ...text(0, "hi"), ...end()]));
  });

  it("hears of a call without arguments as other dialects' clients parse it", () => {
    const sent = [start(), ...call(0, "toolu_1", "f"), ...end("tool_use")];
    const heard = [start(), ...call(0, "toolu_1", "f", "{}"), ...end("tool_use")];
    expect(whole(sse(sent)).text).toBe(sse(heard));
  });

  it("takes blocks that compatible servers send whole", () => {
    const sent = [
      start(),
      ...block(0, { type: "thinking", thinking: "hm" }, { type: "signature_delta", signature: "s" }),
      ...block(1, { type: "text", text: "hi" }),
      ...block(2, { type: "tool_use", id: "t", name: "f", input: { a: "b" } }),
      ...end("tool_use"),
    ];
    const expected = [
      start(),
      ...thinking(0, "s", "hm"),
      ...text(1, "hi"),
      ...call(2, "t", "f", '{"a":"b"}'),
      ...end("tool_use"),
    ];
    expect(whole(sse(sent)).text).toBe(sse(expected));
  });

  it("writes calls that take turns one after the other", () => {
    const [firstStart, ...first] = call(0, "a", "f", '{"x":', "1}");
    const [secondStart, ...second] = call(1, "b", "g", '{"y":', "2}");
    const sent = [firstStart, secondStart, second[0], first[0], second[1], first[1], first[2], second[2]] as Event[];
    const expected = [
      start(),
      ...call(0, "a", "f", '{"x":', "1}"),
      ...call(1, "b", "g", '{"y":2}'),
      ...end("tool_use"),
    ];
    expect(whole(sse([start(), ...sent, ...end("tool_use")])).text).toBe(sse(expected));
    const said = [...call(0, "a", "f", '{"x":', "1}"), ...call(1, "b", "g", '{"y":2}'), ...text(2, "ok"), ...end()];
    expect(whole(sse([start(), ...sent, ...text(2, "ok"), ...end()])).text).toBe(sse([start(), ...said]));
  });

  it("unwraps the JSON that was asked for by a tool", () => {
    const sent = [start(), ...call(0, "toolu_1", "headgate_json", '{"a":', '"b\\n"}'), ...end("tool_use")];
    const expected = [start(), ...text(0, '{"a":', '"b\\n"}'), ...end("end_turn")];
    expect(whole(sse(sent)).text).toBe(sse(expected));
  });

  it("tells why the model refuses", () => {
    const [delta, stop] = end("refusal");
    const details = { type: "refusal", category: null, explanation: "Not that." };
    const sent = [
      start(),
      { ...delta, delta: { stop_reason: "refusal", stop_details: details } } as Event,
      stop as Event,
    ];
    expect(whole(sse(sent)).text).toBe(sse([start(), ...text(0, "Not that."), ...end("refusal")]));
  });

  it("keeps the stop sequence until the end, whatever comes before that", () => {
    const [delta, stop] = end("stop_sequence", undefined, "END");
    const between = { type: "weather", forecast: "rain ".repeat(99) };
    const sent = [start(), delta as Event, between, stop as Event];
    expect(whole(sse(sent)).text).toBe(sse([start(), delta as Event, stop as Event]));
  });

  it("counts what is told late, and only upwards", () => {
    const late = end("end_turn", { input_tokens: 7, cache_read_input_tokens: 2, output_tokens: 9 });
    const sent = [start({ input_tokens: 0, output_tokens: 0 }), ...late];
    expect(whole(sse(sent)).text).toBe(sse(sent));
    const early = [start({ input_tokens: 7, cache_read_input_tokens: 2, output_tokens: 1 })];
    const filler = end("end_turn", { input_tokens: 0, output_tokens: 9 });
    expect(whole(sse([...early, ...filler])).text).toBe(sse([...early, ...late]));
    expect(whole(sse([...early, ...end("end_turn", { output_tokens: 9 })])).text).toBe(sse([...early, ...late]));
  });

  it("is what the official client reads", async () => {
    const events = WHOLE["text, calls, text"] ?? [];
    const { text: stream } = whole(sse([...events.slice(0, 1), ...thinking(9, "sig", "hm"), ...events.slice(1)]));
    const message = await read(stream);
    expect(message.content).toMatchObject([
      { type: "thinking", thinking: "hm", signature: "sig" },
      { type: "text", text: "I look." },
      { type: "tool_use", id: "toolu_1", name: "f", input: { a: "é\n" } },
      { type: "tool_use", id: "toolu_2", name: "g", input: {} },
      { type: "text", text: "Wait." },
    ]);
    expect(message).toMatchObject({ stop_reason: "tool_use", usage: { input_tokens: 5, output_tokens: 9 } });
  });
});

describe("an Anthropic stream that is broken", () => {
  const events = WHOLE["text, calls, text"] ?? [];
  const last = events.length - 2;

  it("never looks finished, wherever it is cut", () => {
    const stream = sse(events.slice(0, last));
    for (let size = 0; size <= stream.length; size++) {
      const got = whole(stream.slice(0, size));
      expect(got.failed).toBe(true);
      expect(got.text).not.toContain("message_stop");
      expect(got.text).not.toContain('"stop_reason":"');
    }
  });

  it("is whole without message_stop, once it has told why it stopped", () => {
    expect(whole(sse(events.slice(0, -1)))).toMatchObject({ text: sse(events), failed: false, status: 0 });
  });

  it.each([
    ["overloaded_error", 529],
    ["rate_limit_error", 429],
    ["invalid_request_error", 400],
    ["authentication_error", 401],
    ["billing_error", 402],
    ["permission_error", 403],
    ["not_found_error", 404],
    ["conflict_error", 409],
    ["request_too_large", 413],
    ["timeout_error", 504],
    ["api_error", 502],
  ])("by an event of %s", (type, status) => {
    const error = { type: "error", error: { type, message: "x" } };
    for (const before of [[], events.slice(0, 4)]) {
      const got = whole(sse([...before, error]));
      expect(got).toMatchObject({ failed: true, status });
      expect(got.text).not.toContain("message_stop");
    }
  });

  it.each([
    ["not JSON", "data: {\n\n"],
    ["no object", "data: 7\n\n"],
    ["content without a start", sse(text(0, "hi"))],
    ["an end without a start", sse(end())],
    ["a stop without a start", sse([{ type: "message_stop" }])],
  ])("by %s", (_, stream) => {
    expect(whole(stream)).toMatchObject({ text: "", failed: true, status: 502 });
  });

  it.each<Event>([
    { type: "content_block_start" },
    { type: "content_block_start", index: 0, content_block: 7 },
    { type: "content_block_start", index: "x", content_block: { type: "tool_use" } },
    { type: "content_block_start", index: 1e300, content_block: { type: "tool_use", id: [], name: {}, input: [] } },
    { type: "content_block_delta", index: 5, delta: { type: "input_json_delta", partial_json: "{}" } },
    { type: "content_block_delta", index: -1, delta: { type: "input_json_delta", partial_json: 7 } },
    { type: "content_block_delta", delta: [] },
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: 1 } },
    { type: "content_block_stop" },
    { type: "message_start" },
    { type: "message_delta", delta: 1, usage: "x" },
  ])("lives through %j", (event) => {
    const got = whole(sse([start(), event, ...text(0, "hi"), ...end()]));
    expect(got.failed).toBe(false);
    expect(got.text.split("event: message_start")).toHaveLength(2);
  });
});

/** What the SDK makes of a stream. */
function read(stream: string): Promise<Message> {
  const headers = { "content-type": "text/event-stream" };
  const client = new Anthropic({ apiKey: "x", fetch: async () => new Response(stream, { headers }) });
  const request = { model: "claude", max_tokens: 9, messages: [{ role: "user" as const, content: "hi" }] };
  return client.messages.stream(request).finalMessage();
}
