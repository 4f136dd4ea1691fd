import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** A conversation that Codex wants to be made short: by the platform that can, by a summary in words elsewhere. */
const PATH = "/v1/responses";
const user = (content: string) => ({ type: "message", role: "user", content });
const FUNCTION = { type: "function", name: "f", parameters: { type: "object" } };
const asked = {
  model: "m",
  instructions: "You code.",
  tools: [FUNCTION],
  tool_choice: "auto",
  text: { format: { type: "json_object" } },
  input: [user("Learn kana."), { type: "compaction_trigger" }],
};

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

/** A model that writes `text`. */
function modelThatSays(provider: Dialect, text: string) {
  const wire = WIRE[provider];
  const reply = { ...REPLY, pieces: [text.slice(0, 3), text.slice(3)] };
  return filter(modelOf(provider), ({ body }) =>
    wire.wantsStream(JSON.parse(body))
      ? eventStream(wholeStream(wire.stream(reply, JSON.parse(body))))
      : document(wire.response(reply)),
  );
}

function post(host: ReturnType<typeof filter>, body: object) {
  const result = host.open({ path: PATH, body: JSON.stringify(body) }).result;
  const sent: Document = JSON.parse(result.attempts[0]?.request.body || "{}");
  return { ...result, sent, raw: result.attempts[0]?.request.body ?? "" };
}

const eventsOf = (body: string): Document[] =>
  body
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)));

describe.each(["openai", "anthropic", "ollama"] satisfies Dialect[])("a provider of %s", (provider) => {
  it("is asked for a summary, last of all, and the client gets it as its compaction", () => {
    const { sent, body, headers } = post(modelThatSays(provider, 'They learn "kana".\nあ'), asked);
    expect(JSON.stringify(sent.messages.at(-1))).toContain("answer with the summary alone");
    expect(sent.messages.at(-1).role).toBe("user");
    expect(sent).not.toHaveProperty("response_format");
    expect(sent).not.toHaveProperty("format");
    if (provider !== "ollama") expect(JSON.stringify(sent.tool_choice)).toContain("none");
    const { output, status } = JSON.parse(body);
    expect(status).toBe("completed");
    expect(output).toEqual([
      { id: expect.stringMatching(/^cmp_/), type: "compaction", encrypted_content: expect.any(String) },
    ]);
    expect(output[0].encrypted_content).toMatch(/^headgate\.summary\..*They learn "kana"\.\nあ$/s);
    expect(headers["x-headgate-approximated"]).toContain("input.compaction_trigger");
  });

  it("and streamed: one item, and nothing else", () => {
    const events = eventsOf(post(modelThatSays(provider, "Kana."), { ...asked, stream: true }).body);
    expect(events.map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.output_item.done",
      "response.completed",
    ]);
    const { item, output_index } = events[3];
    expect([item.type, output_index]).toEqual(["compaction", 0]);
    expect(item.encrypted_content).toMatch(/^headgate\.summary\..*Kana\.$/s);
    expect(events[4].response.output).toEqual([item]);
    expect(events[4].response.usage.output_tokens).toBeGreaterThan(0);
  });

  it("gets the summary as words of the user's on the next turn", () => {
    const host = modelThatSays(provider, 'They learn "kana".\nあ');
    const { output } = JSON.parse(post(host, asked).body);
    const { sent, headers } = post(host, { ...asked, input: [user("Learn kana."), ...output, user("Go on.")] });
    const said = sent.messages.filter(({ role }: Document) => role === "user").map(({ content }: Document) => content);
    expect(JSON.stringify(said)).toContain(JSON.stringify('They learn "kana".\nあ').slice(1, -1));
    expect(JSON.stringify(sent)).not.toContain("headgate.");
    expect(headers["x-headgate-dropped"]).toBeUndefined();
  });
});

it("a model that calls a tool in place of a summary has made no compaction", () => {
  const call = { type: "tool_use", id: "c", name: "f", input: {} };
  const events = [
    { type: "message_start", message: { id: "msg_1", role: "assistant", model: "m", content: [], usage: {} } },
    { type: "content_block_start", index: 0, content_block: call },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 1 } },
    { type: "message_stop" },
  ];
  const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  const host = filter(modelOf("anthropic"), () => eventStream(stream));
  const told = eventsOf(post(host, { ...asked, stream: true }).body);
  expect(told.at(-1)).toMatchObject({ type: "response.failed", response: { error: expect.anything(), output: [] } });
});

describe("a provider that speaks Responses", () => {
  const compaction = { id: "cmp_1", type: "compaction", encrypted_content: "gAAA" };
  const response = {
    id: "resp_1",
    object: "response",
    status: "completed",
    model: "up",
    output: [compaction],
    usage: { input_tokens: 9, output_tokens: 2, total_tokens: 11 },
  };
  const stream = [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    { type: "response.output_item.done", output_index: 0, item: compaction },
    { type: "response.completed", response: { ...response, output: [] } },
  ]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join("");

  it.each([false, true])("gets the trigger and gives its own, though others could answer; streamed: %s", (isStream) => {
    const host = filter(modelOf("responses", "anthropic"), () => (isStream ? eventStream(stream) : document(response)));
    const { body, raw, attempts } = post(host, { ...asked, stream: isStream });
    expect(attempts).toHaveLength(1);
    expect(JSON.parse(raw)).toEqual({ ...asked, model: "responses-model", stream: isStream });
    if (isStream) expect(body).toBe(stream);
    else expect(JSON.parse(body)).toEqual(response);
  });

  it.each([
    {
      where: "with an id behind it",
      item: { type: "compaction", encrypted_content: 'headgate.summary.A\n"b"', id: "c" },
    },
    {
      where: "with an id before it",
      item: { id: "c", encrypted_content: 'headgate.summary.A\n"b"', type: "compaction" },
    },
  ])("gets the gateway's summary in words: $where", ({ item }) => {
    const host = filter(modelOf("responses"), () => document(response));
    const sealed = { type: "reasoning", summary: [], encrypted_content: "headgate.anthropic.c2VhbA==" };
    const input = [user("Learn kana."), item, sealed, compaction, user("Go on.")];
    const { sent, headers } = post(host, { ...asked, input, a_new_field: 1 });
    const words = user('A\n"b"');
    expect(sent).toEqual({
      ...asked,
      model: "responses-model",
      input: [user("Learn kana."), words, compaction, user("Go on.")],
      a_new_field: 1,
    });
    expect(headers["x-headgate-dropped"]).toBe("input.reasoning");
    const only = post(host, { ...asked, input: [item] });
    expect(only.sent.input).toEqual([words]);
    expect(only.headers["x-headgate-dropped"]).toBeUndefined();
  });

  it("that compacts gets it in words too", () => {
    const host = filter(modelOf("responses"), () => document({ ...response, object: "response.compaction" }));
    const input = [{ type: "compaction", encrypted_content: "headgate.summary.So far" }, user("Go on.")];
    const result = host.open({ path: `${PATH}/compact`, body: JSON.stringify({ model: "m", input }) }).result;
    expect(JSON.parse(result.attempts[0]?.request.body ?? "").input).toEqual([user("So far"), user("Go on.")]);
  });
});

it("another target takes over when the first cannot compact", () => {
  const wire = WIRE.anthropic;
  const host = filter(modelOf("responses", "anthropic"), ({ target }) =>
    target === "m/responses" ? { status: 503, body: "" } : document(wire.response({ ...REPLY, pieces: ["Kana."] })),
  );
  const { body } = post(host, asked);
  expect(JSON.parse(body).output).toMatchObject([{ type: "compaction" }]);
});

it("rules look through a summary, which a caller may have made up", () => {
  const rules = [{ when: { keywords: ["forbidden"] }, deny: "No." }];
  const host = filter({ ...modelOf("anthropic"), rules }, () => document(WIRE.anthropic.response(REPLY)));
  const input = (encrypted_content: string) => [{ type: "compaction", encrypted_content }, user("Go on.")];
  expect(post(host, { model: "m", input: input("headgate.summary.a forbidden thing") }).status).toBe(403);
  expect(post(host, { model: "m", input: input("sealed: forbidden") }).status).toBe(200);
});
