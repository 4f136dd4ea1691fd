import { describe, expect, it } from "vitest";
import { parseStream, WIRE } from "../fixtures/wire/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** A Responses provider knows no stop sequences: the filter ends its answers. */

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

const usage = { input_tokens: 31, output_tokens: 17, total_tokens: 48 };
const message = (text: string) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text, annotations: [] }],
});
const call = { id: "fc_1", type: "function_call", call_id: "c", name: "f", arguments: "{}", status: "completed" };
const response = (...output: object[]) => ({
  id: "resp_1",
  object: "response",
  created_at: 1,
  status: "completed",
  model: "m",
  output,
  usage,
});

function streamOf(pieces: string[], ...more: object[]): string {
  const events = [
    { type: "response.created", response: { ...response(), status: "in_progress", usage: null } },
    ...pieces.map((delta) => ({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, delta })),
    ...more.map((item, i) => ({ type: "response.output_item.done", output_index: i + 1, item })),
    { type: "response.completed", response: response(message(pieces.join("")), ...more) },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

/** How each client asks, and what it reads of an answer: its text, why it ended, and the tokens of the answer. */
const CLIENTS = {
  openai: {
    ask: (stop: string[]) => ({
      messages: [{ role: "user", content: "q" }],
      stop,
      stream_options: { include_usage: true },
    }),
    read: ({ choices: [choice], usage }: Document) => [
      choice.message.content,
      choice.finish_reason,
      usage.completion_tokens,
    ],
    pieces: (events: Document[]) => events.map((data) => data.choices?.[0]?.delta?.content ?? ""),
    end: (events: Document[]) => [
      events.map((data) => data.choices?.[0]?.finish_reason).find((reason) => reason),
      events.find((data) => data.usage)?.usage.completion_tokens,
    ],
    told: ["stop", 17],
  },
  anthropic: {
    ask: (stop_sequences: string[]) => ({ max_tokens: 99, messages: [{ role: "user", content: "q" }], stop_sequences }),
    read: ({ content, stop_reason, stop_sequence, usage }: Document) => [
      content.map((block: Document) => block.text).join(""),
      `${stop_reason} ${stop_sequence}`,
      usage.output_tokens,
    ],
    pieces: (events: Document[]) => events.map((data) => data.delta?.text ?? ""),
    end: (events: Document[]) => {
      const last = events.find((data) => data.type === "message_delta");
      return [`${last.delta.stop_reason} ${last.delta.stop_sequence}`, last.usage.output_tokens];
    },
    told: ["stop_sequence END", 17],
  },
  ollama: {
    ask: (stop: string[]) => ({ messages: [{ role: "user", content: "q" }], options: { stop } }),
    read: ({ message, done_reason, eval_count }: Document) => [message.content, done_reason, eval_count],
    pieces: (events: Document[]) => events.map((data) => data.message?.content ?? ""),
    end: (events: Document[]) => [events.at(-1).done_reason, events.at(-1).eval_count],
    told: ["stop", 17],
  },
} as const;

function ask(client: keyof typeof CLIENTS, upstream: string | object, stream: boolean, stop = ["", "END", "¶¶"]) {
  const answer = typeof upstream === "string" ? eventStream(upstream) : document(upstream);
  const body = JSON.stringify({ model: "m", stream, ...CLIENTS[client].ask(stop) });
  const { attempts, ...result } = filter(modelOf("responses"), () => answer).open({
    path: WIRE[client].path,
    body,
  }).result;
  expect(result.status, result.body).toBe(200);
  expect(attempts[0]?.request.body).not.toContain("END");
  expect(result.headers["x-headgate-approximated"]).toMatch(/stop/);
  return result.body;
}

const events = (client: keyof typeof CLIENTS, body: string): Document[] =>
  parseStream(client, body).map(({ data }) => data);

describe.each(Object.keys(CLIENTS) as (keyof typeof CLIENTS)[])("a client of %s", (client) => {
  const { read, pieces, end, told } = CLIENTS[client];

  it("gets an answer up to its stop sequence", () => {
    const whole = JSON.parse(ask(client, response(message('é "a"\nEND, and on'), call), false));
    expect(read(whole)).toEqual(['é "a"\n', ...told]);
    expect(JSON.stringify(whole)).not.toContain("and on");
    expect(JSON.parse(ask(client, response(message("no E N D")), false))).toSatisfy(
      (document: Document) => read(document)[0] === "no E N D",
    );
  });

  it.each([
    [['é "a"\nEND, and on']],
    [['é "a"\n', "END", ", and on"]],
    [['é "a"', "\nE", "N", "D, and", " on"]],
    [['é "a"\nE', "ND"]],
  ])("likewise of a stream: %j", (parts) => {
    const got = events(client, ask(client, streamOf(parts, call), true));
    expect(pieces(got).join("")).toBe('é "a"\n');
    expect(end(got)).toEqual(told);
  });

  it("hears at once what cannot be a stop sequence, and in the end what was none", () => {
    const got = events(client, ask(client, streamOf(["abcE", "Nope", " EN"]), true));
    expect(pieces(got).filter((piece: string) => piece !== "")).toEqual(["abc", "ENope", " ", "EN"]);
  });

  it("finds one of several bytes a character", () => {
    const got = events(client, ask(client, streamOf(["x¶", "y¶", "¶z"]), true));
    expect(pieces(got).join("")).toBe("x¶y");
  });
});

describe("a model of chat completions that takes none", () => {
  const targets = [{ provider: "openai", model: "o3", traits: { stop_sequences: "none" } }];
  const chunk = (content: string) =>
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "o3", choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
  const STREAM = `${["one E", "ND", " two"].map(chunk).join("")}data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "o3", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`;
  const WHOLE = {
    id: "c",
    object: "chat.completion",
    created: 1,
    model: "o3",
    choices: [{ index: 0, message: { role: "assistant", content: "one END two" }, finish_reason: "stop" }],
  };

  it.each(["anthropic", "ollama"] as const)("ends its answer for a client of %s", (client) => {
    const { ask, read, pieces } = CLIENTS[client];
    const send = (stream: boolean) =>
      filter({ models: { m: { targets } } }, () => (stream ? eventStream(STREAM) : document(WHOLE))).open({
        path: WIRE[client].path,
        body: JSON.stringify({ model: "m", stream, ...ask(["END"]) }),
      }).result;
    const whole = send(false);
    expect(read(JSON.parse(whole.body))[0]).toBe("one ");
    expect(pieces(events(client, send(true).body)).join("")).toBe("one ");
    expect(JSON.parse(whole.attempts[0]?.request.body ?? "")).not.toHaveProperty("stop");
  });
});
