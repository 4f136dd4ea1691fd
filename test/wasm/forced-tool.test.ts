import { describe, expect, it } from "vitest";
import { parseStream, WIRE } from "../fixtures/wire/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** A call that must be, of a provider that has no word for it: it is asked for the arguments as its text. */

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const SCHEMA = { type: "object", properties: { city: { type: "string" } } };
const QUESTION = [{ role: "user", content: "Weather?" }];
const openaiTool = { type: "function", function: { name: "weather", parameters: SCHEMA } };

/** How each client demands the call, and what it reads: its text, its call, and why the answer ended. */
const CLIENTS = {
  openai: {
    ask: { messages: QUESTION, tools: [openaiTool], tool_choice: { type: "function", function: { name: "weather" } } },
    read: ({ choices: [{ message, finish_reason }] }: Document) => [
      message.content ?? "",
      message.tool_calls?.[0]?.function.arguments,
      finish_reason,
    ],
    readStream: (events: Document[]) => [
      events.map((event) => event.choices?.[0]?.delta?.content ?? "").join(""),
      events
        .flatMap((event) => event.choices?.[0]?.delta?.tool_calls ?? [])
        .map((call) => call.function.arguments ?? "")
        .join("") || undefined,
      events.map((event) => event.choices?.[0]?.finish_reason).find((reason) => reason),
    ],
    ends: { words: "stop", call: "tool_calls", cut: "length" },
  },
  anthropic: {
    ask: {
      max_tokens: 99,
      messages: QUESTION,
      tools: [{ name: "weather", input_schema: SCHEMA }],
      tool_choice: { type: "tool", name: "weather" },
    },
    read: ({ content, stop_reason }: Document) => [
      content.map((block: Document) => block.text ?? "").join(""),
      content.filter((block: Document) => block.input).map((block: Document) => JSON.stringify(block.input))[0],
      stop_reason,
    ],
    readStream: (events: Document[]) => [
      events.map((event) => event.delta?.text ?? "").join(""),
      events.map((event) => event.delta?.partial_json ?? "").join("") || undefined,
      events.map((event) => event.delta?.stop_reason).find((reason) => reason),
    ],
    ends: { words: "end_turn", call: "tool_use", cut: "max_tokens" },
  },
} as const;
const NAMES = Object.keys(CLIENTS) as (keyof typeof CLIENTS)[];

const line = (content: string, end?: string) => ({
  model: "up",
  created_at: "2026-01-01T00:00:00Z",
  message: { role: "assistant", content },
  done: end !== undefined,
  ...(end === undefined ? {} : { done_reason: end, prompt_eval_count: 9, eval_count: 9 }),
});

function whole(client: keyof typeof CLIENTS, content: string, reason = "stop") {
  const body = JSON.stringify({ model: "m", ...CLIENTS[client].ask });
  const { result } = filter(modelOf("ollama"), () => document(line(content, reason))).open({
    path: WIRE[client].path,
    body,
  });
  expect(result.status, result.body).toBe(200);
  return CLIENTS[client].read(JSON.parse(result.body));
}

function streamed(client: keyof typeof CLIENTS, pieces: string[], reason = "stop") {
  const body = JSON.stringify({ model: "m", stream: true, ...CLIENTS[client].ask });
  const lines = [...pieces.map((piece) => line(piece)), line("", reason)].map((each) => `${JSON.stringify(each)}\n`);
  const { result } = filter(modelOf("ollama"), () => eventStream(lines.join(""))).open({
    path: WIRE[client].path,
    body,
  });
  expect(result.status, result.body).toBe(200);
  return CLIENTS[client].readStream(parseStream(client, result.body).map(({ data }) => data));
}

describe.each(NAMES)("a client of %s demands a call", (client) => {
  const { ends } = CLIENTS[client];

  it("and gets the text that is an object as the call", () => {
    expect(whole(client, ' \n{"city":"Köln"}\n')).toEqual(["", expect.stringContaining('{"city":"Köln"}'), ends.call]);
  });

  it.each([
    [['{"city":', '"Köln"}']],
    [["\n", " ", '\t{"city":"Köln"}']],
    [["{", '"city":"Köln"}', ""]],
  ])("and gets it of a stream: %j", (pieces) =>
    expect(streamed(client, pieces)).toEqual(["", '{"city":"Köln"}', ends.call]));

  it.each([
    "It is sunny.",
    "[1]",
    "7",
    '"{}"',
    '```json\n{"city":"Köln"}\n```',
    "Köln {}",
    "é",
  ])("and gets as text what is none: %s", (words) => {
    expect(whole(client, words)).toEqual([words, undefined, ends.words]);
    expect(streamed(client, [words])).toEqual([words, undefined, ends.words]);
    expect(streamed(client, ["", " \n", ...words])).toEqual([words, undefined, ends.words]);
  });

  it.each(['{"city":"Köln"} is it', "{city}", "{"])("and gets as text what only begins as an object: %s", (words) => {
    expect(whole(client, words)).toEqual([words, undefined, ends.words]);
  });

  it("and hears that the answer was cut", () => {
    expect(whole(client, "It is", "length")).toEqual(["It is", undefined, ends.cut]);
    expect(streamed(client, ["It is"], "length")).toEqual(["It is", undefined, ends.cut]);
    expect(streamed(client, ['{"city":'], "length")).toEqual(["", '{"city":', ends.cut]);
  });
});

describe("an object whose first character is spelled with an escape", () => {
  it("is a call", () => {
    const body = JSON.stringify({ model: "m", stream: true, ...CLIENTS.openai.ask });
    const lines = `${JSON.stringify(line("@"))}\n${JSON.stringify(line("", "stop"))}\n`.replace("@", "\\u0020\\u007b}");
    const { result } = filter(modelOf("ollama"), () => eventStream(lines)).open({ path: WIRE.openai.path, body });
    const events = parseStream("openai", result.body).map(({ data }) => data);
    expect(CLIENTS.openai.readStream(events)[2]).toBe("tool_calls");
  });
});
