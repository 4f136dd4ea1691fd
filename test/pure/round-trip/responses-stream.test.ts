import OpenAI from "openai";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";
import { splits } from "../splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

// biome-ignore lint/suspicious/noExplicitAny: events of many shapes
type Event = any;

/** The provider's events, numbered, as it writes them. */
function sse(events: Event[]): string {
  return events
    .map((event, sequence_number) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number })}\n\n`)
    .join("");
}

/** The data of the client's events; the name of each must stand on a line of its own, and no other line may. */
function parse(text: string): Event[] {
  const blocks = text.split("\n\n");
  expect(blocks.pop()).toBe("");
  return blocks.map((block) => {
    const [, name, data] = /^event: ([^\n]+)\ndata: ([^\n]+)$/.exec(block) ?? [];
    const event = JSON.parse(data ?? "");
    expect(event.type).toBe(name);
    return event;
  });
}

function translate(text: string, request?: object) {
  return pure.translateStream("responses", "responses", [Buffer.from(text)], request === undefined ? {} : { request });
}

const USAGE = {
  input_tokens: 31,
  input_tokens_details: { cached_tokens: 11, cache_write_tokens: 5 },
  output_tokens: 17,
  output_tokens_details: { reasoning_tokens: 7 },
  total_tokens: 48,
};

const CREATED = {
  type: "response.created",
  response: { id: "resp_1", model: "gpt", status: "in_progress", usage: null },
};
const IN_PROGRESS = { ...CREATED, type: "response.in_progress" };
const COMPLETED = {
  type: "response.completed",
  response: { id: "resp_1", model: "gpt", status: "completed", output: [], usage: USAGE },
};

function incomplete(reason?: string): Event {
  const incomplete_details = reason === undefined ? null : { reason };
  return { type: "response.incomplete", response: { ...COMPLETED.response, status: "incomplete", incomplete_details } };
}

const part = (text: string, logprobs: unknown[] = []) => ({ type: "output_text", text, annotations: [], logprobs });

function textEvents(output_index: number, pieces: string[], logprobs: unknown[][] = []): Event[] {
  const at = { item_id: "msg_1", output_index, content_index: 0 };
  const whole = pieces.join("");
  const message = { id: "msg_1", type: "message", role: "assistant" };
  return [
    { type: "response.output_item.added", output_index, item: { ...message, status: "in_progress", content: [] } },
    { type: "response.content_part.added", ...at, part: part("") },
    ...pieces.map((delta, i) => ({ type: "response.output_text.delta", ...at, delta, logprobs: logprobs[i] ?? [] })),
    { type: "response.output_text.done", ...at, text: whole, logprobs: logprobs.flat() },
    { type: "response.content_part.done", ...at, part: part(whole, logprobs.flat()) },
    {
      type: "response.output_item.done",
      output_index,
      item: { ...message, status: "completed", content: [part(whole)] },
    },
  ];
}

function callItem(n: number, args: string, status = "completed"): Event {
  return { id: `fc_${n}`, type: "function_call", status, call_id: `c${n}`, name: "f", arguments: args };
}

function callDelta(output_index: number, delta: string): Event {
  return { type: "response.function_call_arguments.delta", item_id: "fc", output_index, delta };
}

function callBegin(n: number, output_index: number): Event {
  return { type: "response.output_item.added", output_index, item: callItem(n, "", "in_progress") };
}

function callEnd(n: number, output_index: number, args: string): Event[] {
  return [
    { type: "response.function_call_arguments.done", item_id: "fc", output_index, name: "f", arguments: args },
    { type: "response.output_item.done", output_index, item: callItem(n, args) },
  ];
}

function thoughtEvents(output_index: number, paragraphs: string[][], encrypted_content: string | null): Event[] {
  const item = { id: "rs_1", type: "reasoning" };
  const at = { item_id: "rs_1", output_index };
  const summary = paragraphs.map((pieces) => ({ type: "summary_text", text: pieces.join("") }));
  return [
    // What is sealed here is not yet whole: https://platform.openai.com/docs/guides/reasoning
    { type: "response.output_item.added", output_index, item: { ...item, summary: [], encrypted_content: "half" } },
    ...paragraphs.flatMap((pieces, summary_index) => [
      { type: "response.reasoning_summary_part.added", ...at, summary_index, part: { type: "summary_text", text: "" } },
      ...pieces.map((delta) => ({ type: "response.reasoning_summary_text.delta", ...at, summary_index, delta })),
      { type: "response.reasoning_summary_text.done", ...at, summary_index, text: pieces.join("") },
      { type: "response.reasoning_summary_part.done", ...at, summary_index, part: summary[summary_index] },
    ]),
    { type: "response.output_item.done", output_index, item: { ...item, summary, encrypted_content } },
  ];
}

function refusalEvents(output_index: number, pieces: string[]): Event[] {
  const at = { item_id: "msg_1", output_index, content_index: 0 };
  return [
    { type: "response.output_item.added", output_index, item: { type: "message", content: [] } },
    { type: "response.content_part.added", ...at, part: { type: "refusal", refusal: "" } },
    ...pieces.map((delta) => ({ type: "response.refusal.delta", ...at, delta })),
    { type: "response.refusal.done", ...at, refusal: pieces.join("") },
  ];
}

const said = (...texts: string[]) => ({ type: "message", text: texts.join("") });
const LOGPROB = { token: "a", logprob: -0.5, bytes: [97], top_logprobs: [] };

/** What the provider streams, and what the answer then holds. */
const ANSWERS: Record<string, [Event[], Event[]]> = {
  text: [textEvents(0, ["Hé", "llo", " \u2028😀", '"\\\n'], []), [said('Héllo \u2028😀"\\\n')]],
  "an empty piece": [textEvents(0, ["", "a", ""]), [said("a")]],
  nothing: [[], []],
  refusal: [refusalEvents(0, ["I ", "won't"]), [{ type: "message", refusal: "I won't" }]],
  "a refusal behind a text": [
    [...textEvents(0, ["well"]), ...refusalEvents(0, ["no"])],
    [{ type: "message", text: "well", refusal: "no" }],
  ],
  probabilities: [
    textEvents(0, ["a", "a"], [[LOGPROB], [LOGPROB, LOGPROB]]),
    [{ ...said("aa"), logprobs: [LOGPROB, LOGPROB, LOGPROB] }],
  ],
  "a call": [
    [callBegin(1, 0), callDelta(0, '{"a":'), callDelta(0, '"é\\n"}'), ...callEnd(1, 0, '{"a":"é\\n"}')],
    [{ type: "function_call", call_id: "c1", arguments: '{"a":"é\\n"}' }],
  ],
  "a call without arguments": [
    [callBegin(1, 0), ...callEnd(1, 0, "")],
    [{ type: "function_call", call_id: "c1", arguments: "{}" }],
  ],
  "calls one after the other, behind words": [
    [
      ...textEvents(0, ["let me see"]),
      callBegin(1, 1),
      callDelta(1, "{}"),
      ...callEnd(1, 1, "{}"),
      callBegin(2, 2),
      callDelta(2, '{"b":1}'),
      ...callEnd(2, 2, '{"b":1}'),
    ],
    [
      said("let me see"),
      { type: "function_call", call_id: "c1", arguments: "{}" },
      { type: "function_call", call_id: "c2", arguments: '{"b":1}' },
    ],
  ],
  "calls that take turns, and words between": [
    [
      callBegin(1, 0),
      callBegin(2, 1),
      callDelta(1, '{"b"'),
      callDelta(0, '{"a"'),
      ...textEvents(2, ["so"]),
      callDelta(1, ":2}"),
      callDelta(0, ":1}"),
      ...callEnd(2, 1, '{"b":2}'),
      ...callEnd(1, 0, '{"a":1}'),
    ],
    [
      { type: "function_call", call_id: "c1", arguments: '{"a":1}' },
      { type: "function_call", call_id: "c2", arguments: '{"b":2}' },
      said("so"),
    ],
  ],
  "sealed thoughts, then words": [
    [...thoughtEvents(0, [["h", "m"]], "E"), ...textEvents(1, ["a"])],
    [{ type: "reasoning", thought: "hm", encrypted_content: "E" }, said("a")],
  ],
  "thoughts in paragraphs": [
    [...thoughtEvents(0, [["a"], [""], ["b", "c"]], "E")],
    [{ type: "reasoning", thought: "a\n\nbc", encrypted_content: "E" }],
  ],
  "thoughts without words": [
    [...thoughtEvents(0, [], "E"), ...textEvents(1, ["a"])],
    [{ type: "reasoning", encrypted_content: "E" }, said("a")],
  ],
  "thoughts sealed with no words to them": [
    thoughtEvents(0, [[]], "E"),
    [{ type: "reasoning", thought: "", encrypted_content: "E" }],
  ],
  "thoughts without a seal": [
    [...thoughtEvents(0, [["hm"]], null), ...textEvents(1, ["a"])],
    [{ type: "reasoning", thought: "hm", encrypted_content: null }, said("a")],
  ],
  "thoughts on both sides of words": [
    [...thoughtEvents(0, [["a"]], null), ...textEvents(1, ["b"]), ...thoughtEvents(2, [["c"]], null)],
    [
      { type: "reasoning", thought: "a", encrypted_content: null },
      said("b"),
      { type: "reasoning", thought: "c", encrypted_content: null },
    ],
  ],
  "thoughts of two items, sealed and not": [
    [...thoughtEvents(0, [["a"]], "E"), ...thoughtEvents(1, [["b"]], null), ...thoughtEvents(2, [["c"]], "F")],
    [
      { type: "reasoning", thought: "a", encrypted_content: "E" },
      { type: "reasoning", thought: "b\n\nc", encrypted_content: "F" },
    ],
  ],
  "thoughts as they were thought, and their summary": [
    [
      { type: "response.reasoning_text.delta", item_id: "rs_1", output_index: 0, content_index: 0, delta: "long" },
      { type: "response.reasoning_text.done", item_id: "rs_1", output_index: 0, content_index: 0, text: "long" },
      ...thoughtEvents(0, [["short"]], "E"),
    ],
    [{ type: "reasoning", thought: "long", encrypted_content: "E" }],
  ],
  "whole items only": [
    [
      ...thoughtEvents(0, [["a"], ["b"]], "E").slice(-1),
      ...textEvents(1, ["c"]).slice(-1),
      {
        type: "response.output_item.done",
        output_index: 2,
        item: { type: "message", content: [{ type: "refusal", refusal: "d" }] },
      },
      ...callEnd(1, 3, "{}"),
    ],
    [
      { type: "reasoning", thought: "a\n\nb", encrypted_content: "E" },
      { type: "message", text: "c", refusal: "d" },
      { type: "function_call", call_id: "c1", arguments: "{}" },
    ],
  ],
  "what the platform's own tools do": [
    [
      { type: "response.output_item.added", output_index: 0, item: { type: "web_search_call", id: "ws_1" } },
      { type: "response.web_search_call.searching", output_index: 0, item_id: "ws_1" },
      { type: "response.output_item.done", output_index: 0, item: { type: "web_search_call", id: "ws_1" } },
      ...textEvents(1, ["a"]),
      { type: "response.output_text.annotation.added", output_index: 1, annotation: { type: "url_citation" } },
      { type: "keepalive" },
    ],
    [said("a")],
  ],
  "what has no sense": [
    [
      { type: "response.output_item.done" },
      { type: "response.output_item.added", output_index: "x", item: 7 },
      { type: "response.output_text.delta", delta: 7 },
      { type: "response.function_call_arguments.delta", output_index: 9, delta: "lost" },
      { type: "response.output_item.done", output_index: 1, item: { type: "message", content: 7 } },
      { type: "response.output_item.done", output_index: 2, item: { type: "reasoning", summary: [7] } },
      { nothing: true },
      [],
      7,
    ].filter((event) => typeof event === "object" && !Array.isArray(event)),
    [],
  ],
};

function stream(events: Event[], last: Event = COMPLETED): string {
  return sse([CREATED, IN_PROGRESS, ...events, last]);
}

/** Of an item: what the tables above name. */
function essence(item: Event): Event {
  const { type, call_id, encrypted_content, summary, content = [] } = item;
  if (type === "function_call") return { type, call_id, arguments: item.arguments };
  if (type === "reasoning") {
    return { type, ...(summary.length > 0 ? { thought: summary[0].text } : {}), encrypted_content };
  }
  const logprobs = content.flatMap((part: Event) => part.logprobs ?? []);
  const texts = content.filter((part: Event) => part.type === "output_text");
  return {
    type,
    ...(texts.length > 0 ? { text: texts.map((part: Event) => part.text).join("") } : {}),
    ...(content.length > texts.length ? { refusal: content.at(-1).refusal } : {}),
    ...(logprobs.length > 0 ? { logprobs } : {}),
  };
}

/** Plays the events as a client would that trusts each: every done repeats what was streamed, every item its parts. */
function replay(events: Event[]): Event {
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
  expect(events.slice(0, 2).map((event) => event.type)).toEqual(["response.created", "response.in_progress"]);
  const items: Event[] = [];
  const open = new Set<number>();
  for (const event of events.slice(2, -1)) {
    const { type, output_index: at } = event;
    if (type === "response.output_item.added") {
      expect(at).toBe(items.length);
      expect(event.item.status).toBe("in_progress");
      items.push(event.item);
      open.add(at);
      continue;
    }
    const item = items[at];
    expect(open.has(at), `${type} of an item that is not open`).toBe(true);
    if (type === "response.output_item.done") {
      expect(event.item).toEqual({
        ...item,
        status: event.item.status,
        encrypted_content: event.item.encrypted_content,
      });
      expect(event.item.status).toMatch(/^(completed|incomplete)$/);
      items[at] = event.item;
      open.delete(at);
      continue;
    }
    expect(event.item_id).toBe(item.id);
    play(type, event, item);
  }
  expect(open.size).toBe(0);
  const last = events.at(-1);
  expect(last.response.output).toEqual(items);
  return last;
}

function play(type: string, event: Event, item: Event): void {
  const parts = item.type === "reasoning" ? item.summary : item.content;
  const at = item.type === "reasoning" ? event.summary_index : event.content_index;
  switch (type) {
    case "response.content_part.added":
    case "response.reasoning_summary_part.added":
      expect(at).toBe(parts.length);
      parts.push(structuredClone(event.part));
      break;
    case "response.output_text.delta":
      parts[at].text += event.delta;
      parts[at].logprobs.push(...event.logprobs);
      break;
    case "response.refusal.delta":
      parts[at].refusal += event.delta;
      break;
    case "response.reasoning_summary_text.delta":
      parts[at].text += event.delta;
      break;
    case "response.function_call_arguments.delta":
      item.arguments += event.delta;
      break;
    case "response.function_call_arguments.done":
      if (item.arguments === "") item.arguments = "{}";
      expect(event).toMatchObject({ arguments: item.arguments, name: item.name });
      break;
    case "response.output_text.done":
      expect(event).toMatchObject({ text: parts[at].text, logprobs: parts[at].logprobs });
      break;
    case "response.refusal.done":
      expect(event.refusal).toBe(parts[at].refusal);
      break;
    case "response.reasoning_summary_text.done":
      expect(event.text).toBe(parts[at].text);
      break;
    case "response.content_part.done":
    case "response.reasoning_summary_part.done":
      expect(event.part).toEqual(parts[at]);
      break;
    default:
      expect.fail(`${type} is no event of these items`);
  }
}

describe.each(Object.entries(ANSWERS))("a stream of %s", (_, [events, expected]) => {
  it("reaches the client whole and in order", () => {
    const { text, failed } = translate(stream(events));
    expect(failed).toBe(false);
    const last = replay(parse(text));
    expect(last).toMatchObject({ type: "response.completed", response: { status: "completed", usage: USAGE } });
    expect(last.response.output.map(essence)).toEqual(expected);
  });

  it("is the same at every split", () => {
    const bytes = Buffer.from(stream(events));
    const { text } = translate(bytes.toString());
    for (const chunks of splits(bytes)) {
      const got = pure.translateStream("responses", "responses", chunks);
      expect(got.failed).toBe(false);
      expect(got.text).toBe(text);
    }
  });

  it("never looks finished where it was cut off", () => {
    const all = [CREATED, IN_PROGRESS, ...events];
    for (let count = 0; count <= all.length; count++) {
      const got = translate(sse(all.slice(0, count)));
      expect(got.failed).toBe(true);
      expect(got.text).not.toMatch(/response\.(completed|incomplete|failed)/);
    }
  });

  it("satisfies the official client", async () => {
    const { text } = translate(stream(events));
    const response = await officialClient(text).responses.stream({ model: "m", input: "hi" }).finalResponse();
    expect(response.status).toBe("completed");
    expect(response.output.map(essence)).toEqual(expected);
    const words = expected.map((item) => item.text ?? "").join("");
    expect(response.output_text).toBe(words);
  });
});

/** Answers every request with these events. */
function officialClient(events: string): OpenAI {
  const headers = { "content-type": "text/event-stream" };
  return new OpenAI({ apiKey: "k", maxRetries: 0, fetch: async () => new Response(events, { headers }) });
}

describe("the stream's form:", () => {
  const plain = stream(textEvents(0, ["Hé \u2028", "😀"]));
  const asLines = (event: string) =>
    event.replace(
      /(?<=\n)data: ([^\n]*)/,
      (_, data) => `data: ${JSON.stringify(JSON.parse(data), null, 1).replaceAll("\n", "\ndata: ")}`,
    );

  it.each<[string, string]>([
    ["CRLF", plain.replaceAll("\n", "\r\n")],
    ["CR", plain.replaceAll("\n", "\r")],
    ["comments", plain.replaceAll("event:", ": keep-alive\n\n: x\nevent:")],
    ["no names", plain.replaceAll(/^event: .*\n/gm, "")],
    ["several lines of data", plain.split("\n\n").map(asLines).join("\n\n")],
    ["the sentinel of another protocol", `${plain}data: [DONE]\n\n`],
    ["no empty line at the end", plain.slice(0, -2)],
  ])("%s, at every split", (_, text) => {
    const expected = translate(plain).text;
    const bytes = Buffer.from(text);
    for (const chunks of [[bytes], ...splits(bytes)]) {
      const got = pure.translateStream("responses", "responses", chunks);
      expect(got.failed).toBe(false);
      expect(got.text).toBe(expected);
    }
  });

  it("without an event before the first word", () => {
    const { text } = translate(sse([...textEvents(0, ["a"]), COMPLETED]));
    expect(replay(parse(text)).response.output.map(essence)).toEqual([said("a")]);
  });

  it("nothing but the whole response", () => {
    const output = [
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "E" },
      { type: "message", content: [part("a")] },
      callItem(1, "{}"),
    ];
    const { text } = translate(sse([CREATED, { ...COMPLETED, response: { ...COMPLETED.response, output } }]));
    expect(replay(parse(text)).response.output.map(essence)).toEqual([
      { type: "reasoning", thought: "hm", encrypted_content: "E" },
      said("a"),
      { type: "function_call", call_id: "c1", arguments: "{}" },
    ]);
  });

  it("is over at its last event", () => {
    const { text } = translate(plain + sse([...textEvents(1, ["more"]), COMPLETED]));
    expect(text).toBe(translate(plain).text);
  });
});

describe("a response in a stream", () => {
  it("repeats what the client asked, from its first event on", () => {
    const request = {
      model: "m",
      input: "hi",
      instructions: "be brief",
      temperature: 0.5,
      reasoning: { effort: "low" },
    };
    const events = parse(translate(stream(textEvents(0, ["a"])), request).text);
    const expected = { instructions: "be brief", temperature: 0.5, reasoning: { effort: "low", summary: null } };
    for (const event of [events[0], events[1], events.at(-1)]) expect(event.response).toMatchObject(expected);
    expect(events[0].response).toMatchObject({
      id: "resp_1",
      model: "gpt",
      status: "in_progress",
      output: [],
      usage: null,
    });
    expect(events.at(-1).response).toMatchObject({ id: "resp_1", model: "gpt", created_at: 1_700_000_000 });
  });

  it.each([
    ["max_output_tokens", "max_output_tokens"],
    ["content_filter", "content_filter"],
    [undefined, "max_output_tokens"],
  ])("is incomplete for %s", (given, reason) => {
    const { text, failed } = translate(
      stream([...thoughtEvents(0, [["hm"]], "E"), ...textEvents(1, ["a"])], incomplete(given)),
    );
    expect(failed).toBe(false);
    const last = replay(parse(text));
    expect(last).toMatchObject({ type: "response.incomplete", response: { status: "incomplete", usage: USAGE } });
    expect(last.response.incomplete_details).toEqual({ reason });
    expect(last.response.output.map((item: Event) => item.status)).toEqual(["completed", "incomplete"]);
  });
});

it("says of several calls that the last one was cut", () => {
  const calls = [callBegin(1, 0), callDelta(0, "{}"), callBegin(2, 1), callDelta(1, '{"a":')];
  const last = replay(parse(translate(stream(calls, incomplete("max_output_tokens"))).text));
  expect(last.response.output).toMatchObject([
    { status: "completed", arguments: "{}" },
    { status: "incomplete", arguments: '{"a":' },
  ]);
});

describe("an error in a stream", () => {
  const nested = (error: object) => ({ type: "error", error });
  const failedWith = (error: object | null) => ({
    type: "response.failed",
    response: { ...CREATED.response, status: "failed", error },
  });

  it.each<[string, Event, number, string]>([
    ["as documented", { type: "error", code: "server_error", message: "no", param: null }, 502, "no"],
    ["as it is sent", nested({ type: "insufficient_quota", code: "insufficient_quota", message: "no" }), 429, "no"],
    ["without a type", { error: { message: "no", code: 503 } }, 503, "no"],
    ["failed", failedWith({ code: "rate_limit_exceeded", message: "no" }), 429, "no"],
    ["failed for the request", failedWith({ code: "invalid_prompt", message: "no" }), 400, "no"],
    ["failed for its length", failedWith({ code: "context_length_exceeded", message: "no" }), 400, "no"],
    ["failed without a word", failedWith(null), 502, "the provider reported an error without a message"],
  ])("%s, at once and behind words", (_, event, status, message) => {
    for (const before of [[CREATED], [CREATED, ...textEvents(0, ["Hé", "llo"]).slice(0, -3)]]) {
      const got = translate(sse([...before, event]));
      expect(got).toMatchObject({ failed: true, status });
      const [error, failed] = parse(got.lastWord);
      // Flat as documented; nested as it is sent, at which the official clients throw.
      expect(error).toMatchObject({ type: "error", message, error: { message } });
      expect(failed).toMatchObject({ type: "response.failed", response: { status: "failed", error: { message } } });
      expect(failed.response.error.code).toMatch(/^[a-z_]+$/);
      expect(parse(got.text + got.lastWord).map((event) => event.sequence_number)).toEqual(
        parse(got.text + got.lastWord).map((_, i) => i),
      );
    }
  });

  it("tells how far the answer had come", () => {
    const { lastWord } = translate(
      sse([CREATED, ...textEvents(0, ["Hé", "llo"]).slice(0, -3), callBegin(1, 1), callDelta(1, "{")]),
    );
    expect(parse(lastWord).at(-1).response.output).toMatchObject([
      { type: "message", status: "completed", content: [{ text: "Héllo" }] },
      { type: "function_call", status: "incomplete", arguments: "{" },
    ]);
  });

  it("keeps the provider's word for it, by which clients know a full context", () => {
    const error = { code: "context_length_exceeded", message: "too long" };
    const [flat, failed] = parse(translate(sse([CREATED, failedWith(error)])).lastWord);
    expect([flat.code, flat.error.code, failed.response.error.code]).toEqual(Array(3).fill(error.code));
  });

  it("makes the official client throw", async () => {
    const got = translate(
      sse([CREATED, ...textEvents(0, ["Hé"]).slice(0, -3), failedWith({ code: "server_error", message: "broke off" })]),
    );
    const asked = officialClient(got.text + got.lastWord).responses.stream({ model: "m", input: "hi" });
    await expect(asked.finalResponse()).rejects.toThrow("broke off");
  });

  it("is told where nothing was said before", () => {
    const { lastWord } = translate("");
    expect(parse(lastWord).map((event) => event.type)).toEqual(["error"]);
  });

  it.each(["{", "7", "hello", '"x"'])("is what is no event: %s", (data) => {
    expect(translate(`${sse([CREATED])}data: ${data}\n\n`)).toMatchObject({ failed: true, status: 502 });
  });
});

/** Every event that the official client documents: whether a stream of it alone, in its place, says anything. */
const SILENT: Record<Exclude<ResponseStreamEvent["type"], Spoken>, true> = {
  "response.created": true,
  "response.in_progress": true,
  "response.queued": true,
  "response.output_text.done": true,
  "response.output_text.annotation.added": true,
  "response.refusal.done": true,
  "response.content_part.added": true,
  "response.content_part.done": true,
  "response.function_call_arguments.done": true,
  "response.reasoning_summary_part.added": true,
  "response.reasoning_summary_part.done": true,
  "response.reasoning_summary_text.done": true,
  "response.reasoning_text.done": true,
  "response.audio.delta": true,
  "response.audio.done": true,
  "response.audio.transcript.delta": true,
  "response.audio.transcript.done": true,
  "response.code_interpreter_call_code.delta": true,
  "response.code_interpreter_call_code.done": true,
  "response.code_interpreter_call.completed": true,
  "response.code_interpreter_call.in_progress": true,
  "response.code_interpreter_call.interpreting": true,
  "response.file_search_call.completed": true,
  "response.file_search_call.in_progress": true,
  "response.file_search_call.searching": true,
  "response.web_search_call.completed": true,
  "response.web_search_call.in_progress": true,
  "response.web_search_call.searching": true,
  "response.image_generation_call.completed": true,
  "response.image_generation_call.generating": true,
  "response.image_generation_call.in_progress": true,
  "response.image_generation_call.partial_image": true,
  "response.mcp_call_arguments.delta": true,
  "response.mcp_call_arguments.done": true,
  "response.mcp_call.completed": true,
  "response.mcp_call.failed": true,
  "response.mcp_call.in_progress": true,
  "response.mcp_list_tools.completed": true,
  "response.mcp_list_tools.failed": true,
  "response.mcp_list_tools.in_progress": true,
  "response.custom_tool_call_input.delta": true,
  "response.custom_tool_call_input.done": true,
};

/** Those that the tables above cover. */
type Spoken =
  | "error"
  | "response.failed"
  | "response.completed"
  | "response.incomplete"
  | "response.output_item.added"
  | "response.output_item.done"
  | "response.output_text.delta"
  | "response.refusal.delta"
  | "response.function_call_arguments.delta"
  | "response.reasoning_summary_text.delta"
  | "response.reasoning_text.delta";

it.each(Object.keys(SILENT))("%s says nothing by itself", (type) => {
  const event = {
    type,
    output_index: 0,
    content_index: 0,
    delta: "x",
    text: "x",
    response: CREATED.response,
    part: part("x"),
  };
  const { text, failed } = translate(stream([event]));
  expect(failed).toBe(false);
  expect(parse(text).map((event) => event.type)).toEqual([
    "response.created",
    "response.in_progress",
    "response.completed",
  ]);
});
