import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { document, eventStream, filterUnder, modelOf, policyOf } from "./filter.ts";

/** Gemini's signatures, of tool calls and of messages, come back to it from clients of every dialect, and reach nobody else. */
const SIGNATURE = "CiQB0e2Kb/sig+natureOfTheCallThatIsLong==";
const PLACEHOLDER = "skip_thought_signature_validator";
const extra = { extra_content: { google: { thought_signature: SIGNATURE } } };
const placeholder = { extra_content: { google: { thought_signature: PLACEHOLDER } } };
const call = (more: object = {}) => ({
  id: "call_1",
  type: "function",
  function: { name: "f", arguments: '{"a":1}' },
  ...more,
});
const signed = call(extra);
/** The end of its signature, where Gemini gives a call no id. */
const MADE_ID = SIGNATURE.slice(-24);

// biome-ignore lint/suspicious/noExplicitAny: documents of several dialects
type Document = any;

/** What a Gemini answers, whole or streamed: `deltas` one by one; without any, in one document to a request for a stream too. */
function gateway(model: string, message: object, deltas: readonly object[]) {
  const head = { id: "c", created: 1, model: "up" };
  const whole = {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: null, ...message }, finish_reason: "stop" }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  const events = [...deltas.map((delta) => chunk(delta, null)), chunk({}, "stop"), "data: [DONE]\n\n"].join("");
  const policy = policyOf(modelOf("openai"));
  const targets = policy.targets.map((target) => ({
    ...target,
    model,
    traits: { ...target.traits, tool_signatures: "google" as const },
  }));
  return filterUnder({ ...policy, targets }, ({ body }) =>
    JSON.parse(body).stream && deltas.length > 0 ? eventStream(events) : document(whole),
  );
}

type Gateway = ReturnType<typeof gateway>;

const question = { role: "user", content: "Hi" };
const parameters = { type: "object" };
const fn = { type: "function", function: { name: "f", parameters } };

/** Each client: what it asks, and its next turn, behind a call of that id or an answer sealed with that. */
const CLIENTS: Record<
  string,
  { path: string; asked: object; called(id: string): object; sealed(seal: string): object }
> = {
  anthropic: {
    path: "/v1/messages",
    asked: { max_tokens: 99, tools: [{ name: "f", input_schema: parameters }], messages: [question] },
    called: (id) => ({
      messages: [
        question,
        { role: "assistant", content: [{ type: "tool_use", id, name: "f", input: { a: 1 } }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "1" }] },
      ],
    }),
    sealed: (data) => ({
      messages: [
        question,
        {
          role: "assistant",
          content: [
            { type: "text", text: "Kana." },
            { type: "redacted_thinking", data },
          ],
        },
        question,
      ],
    }),
  },
  responses: {
    path: "/v1/responses",
    asked: { tools: [{ type: "function", name: "f", parameters }], input: [question] },
    called: (call_id) => ({
      input: [
        question,
        { type: "function_call", call_id, name: "f", arguments: '{"a":1}' },
        { type: "function_call_output", call_id, output: "1" },
      ],
    }),
    sealed: (encrypted_content) => ({
      input: [
        question,
        { role: "assistant", content: "Kana." },
        { type: "reasoning", id: "rs_1", summary: [], encrypted_content },
        question,
      ],
    }),
  },
  ollama: {
    path: "/api/chat",
    asked: { tools: [fn], messages: [question] },
    called: (id) => ({
      messages: [
        question,
        { role: "assistant", content: "", tool_calls: [{ id, function: { name: "f", arguments: { a: 1 } } }] },
        { role: "tool", tool_call_id: id, tool_name: "f", content: "1" },
      ],
    }),
    sealed: () => ({}),
  },
};

function post(host: Gateway, path: string, body: object) {
  const result = host.open({ path, body: JSON.stringify({ model: "m", ...body }) }).result;
  expect(result.status, result.body).toBe(200);
  return { said: result.body, sent: JSON.parse(result.attempts[0]?.request.body ?? "").messages as Document[] };
}

/** What the client gets of `answer` that begins with `mark`, up to the quote behind it. */
function marked(host: Gateway, client: string, stream: boolean, mark: string): string {
  const { path, asked } = CLIENTS[client] as (typeof CLIENTS)[string];
  const { said } = post(host, path, { ...asked, stream });
  return new RegExp(`"(${mark}[^"]*)"`).exec(said)?.[1] ?? `none in ${said}`;
}

function next(host: Gateway, client: string, turn: "called" | "sealed", value: string) {
  const known = CLIENTS[client] as (typeof CLIENTS)[string];
  return post(host, known.path, { ...known.asked, stream: false, ...known[turn](value) }).sent;
}

/** How the call of `id` comes, in one piece or in several. */
const STREAMS: Record<string, (id?: string) => object[]> = {
  "in one piece": (id) => [{ tool_calls: [{ index: 0, ...signed, id }] }],
  "the signature with the arguments": (id) => [
    { tool_calls: [{ index: 0, id, type: "function", function: { name: "f", arguments: "" } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"a":1}' }, ...extra }] },
  ],
  "the signature behind all": (id) => [
    { tool_calls: [{ index: 0, id, type: "function", function: { name: "f", arguments: '{"a"' } }] },
    { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] },
    { tool_calls: [{ index: 0, ...extra }] },
  ],
};

describe.each(Object.keys(CLIENTS))("a client of %s", (client) => {
  const whole = (message: object) => gateway("gemini-3-pro", message, []);

  it.each(["call_1", undefined])("gives a call's signature back: id %s", (id) => {
    const host = whole({ tool_calls: [{ ...signed, id }] });
    const sent = next(host, client, "called", marked(host, client, false, "headgate.call."));
    expect(sent[1].tool_calls).toEqual([{ ...signed, id: id ?? MADE_ID }]);
    expect(sent[2].tool_call_id).toBe(id ?? MADE_ID);
  });

  describe.each(Object.entries(STREAMS))("streamed %s", (_, deltas) => {
    it.each(["call_1", undefined])("gives it back: id %s", (id) => {
      const host = gateway("gemini-3-pro", {}, deltas(id));
      const sent = next(host, client, "called", marked(host, client, true, "headgate.call."));
      expect(sent[1].tool_calls).toEqual([{ ...signed, id: id ?? MADE_ID }]);
      expect(sent[2].tool_call_id).toBe(id ?? MADE_ID);
    });
  });

  it("gets a call without one under its own id, and sends the placeholder", () => {
    const host = gateway("gemini-3-pro", { tool_calls: [call()] }, [{ tool_calls: [{ index: 0, ...call() }] }]);
    for (const stream of [false, true]) expect(marked(host, client, stream, "call_1")).toBe("call_1");
    expect(next(host, client, "called", "call_1")[1].tool_calls).toEqual([call(placeholder)]);
    const older = gateway("models/gemini-2.5-flash", {}, []);
    expect(next(older, client, "called", "call_1")[1].tool_calls).toEqual([call()]);
  });
});

it("parallel calls keep their order, though only the second is signed at once", () => {
  const two = [call(), call({ id: "call_2", ...extra })].map((made, index) => ({ index, ...made }));
  const { said } = post(
    gateway(
      "gemini-3-pro",
      {},
      two.map((made) => ({ tool_calls: [made] })),
    ),
    "/v1/messages",
    {
      ...CLIENTS.anthropic?.asked,
      stream: true,
    },
  );
  const ids = [...said.matchAll(/"type":"tool_use","id":"([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual(["call_1", `headgate.call.openai.${SIGNATURE}.call_2`]);
});

describe("the signature of a message without calls", () => {
  const message = { content: "Kana.", ...extra };
  const deltas = [{ role: "assistant", content: "Ka" }, { content: "na." }, { content: "", ...extra }];
  const host = () => gateway("gemini-3-pro", message, deltas);

  it.each([
    ["anthropic", false],
    ["anthropic", true],
    ["responses", false],
    ["responses", true],
  ] as const)("comes back from a client of %s, streamed: %s", (client, stream) => {
    const gemini = host();
    const seal = marked(gemini, client, stream, "headgate.openai.");
    const sent = next(gemini, client, "sealed", seal);
    expect(sent[1]).toEqual({ role: "assistant", content: "Kana.", ...extra });
  });

  it.each([false, true])("is lost to a client of Ollama, whose answer is whole, streamed: %s", (stream) => {
    const { said } = post(host(), "/api/chat", { ...CLIENTS.ollama?.asked, stream });
    expect(said).toMatch(/Ka.*na\./s);
    expect(said).not.toContain(SIGNATURE);
  });

  it.each(["anthropic", "responses"])("reaches no other provider from a client of %s", (client) => {
    const { path, asked, sealed } = CLIENTS[client] as (typeof CLIENTS)[string];
    const seal = marked(host(), client, false, "headgate.openai.");
    for (const provider of ["openai", "anthropic", "responses", "ollama"] as const) {
      const other = filterUnder(policyOf(modelOf(provider)), () => document({}));
      const body = JSON.stringify({ model: "m", ...asked, stream: false, ...sealed(seal) });
      const { attempts } = other.open({ path, body }).result;
      const sent = attempts[0]?.request.body ?? "";
      expect(sent).toContain("Kana.");
      expect(sent).not.toContain("headgate.");
      expect(sent).not.toContain(SIGNATURE);
    }
  });

  it("stays where it is for a client of the same dialect, also where its stream is written anew", () => {
    const asked = { messages: [question], stream: false };
    expect(JSON.parse(post(host(), "/v1/chat/completions", asked).said).choices[0].message).toMatchObject(message);
    expect(post(host(), "/v1/chat/completions", { ...asked, stream: true }).said).toContain(SIGNATURE);
    const whole = gateway("gemini-3-pro", message, []);
    const rewritten = post(whole, "/v1/chat/completions", { ...asked, stream: true }).said;
    expect(rewritten).toContain(`"delta":${JSON.stringify(extra)}`);
  });
});

describe("a chat client of OpenAI's, whose request goes through", () => {
  const asked = (messages: object[]) => ({ tools: [fn], messages, a_new_field: { x: 1 } });
  const result = (tool_call_id: string) => ({ role: "tool", tool_call_id, content: "1" });
  const said = (...tool_calls: object[]) => ({ role: "assistant", content: null, tool_calls });
  const send = (model: string, messages: object[]) =>
    post(gateway(model, { content: "ok" }, []), "/v1/chat/completions", asked(messages)).sent;

  it("sends the placeholder where Google asks for a signature, and nothing else is touched", () => {
    const second = call({ id: "call_2" });
    const old = [question, said(call()), result("call_1")];
    const current = [
      question,
      said(call(), second),
      result("call_1"),
      result("call_2"),
      said(call()),
      result("call_1"),
    ];
    const sent = send("gemini-3-pro", [...old, ...current]);
    const expected = [...old, ...current].map((message) => ({ ...message }));
    expected[4] = said(call(placeholder), second);
    expected[7] = said(call(placeholder));
    expect(sent).toEqual(expected);
  });

  it("keeps the signatures that it has", () => {
    const messages = [question, said(signed, call({ id: "call_2" })), result("call_1"), result("call_2")];
    expect(send("gemini-3-pro", messages)).toEqual(messages);
  });

  it.each([
    { extra_content: null },
    { extra_content: {} },
    { extra_content: { google: { thought_signature: "" } } },
  ])("replaces %j", (empty) => {
    const messages = [question, said(call(empty)), result("call_1")];
    expect(send("gemini-3-pro", messages)[1]).toEqual(said(call(placeholder)));
  });

  it("sends none to a model that asks for none, or to another provider", () => {
    const messages = [question, said(call()), result("call_1")];
    expect(send("gemini-2.5-flash", messages)).toEqual(messages);
    expect(send("google/gemini-2.5-flash", messages)).toEqual(messages);
    const other = filterUnder(policyOf(modelOf("openai")), () => document({}));
    const body = JSON.stringify({ model: "m", ...asked(messages) });
    const { attempts } = other.open({ path: "/v1/chat/completions", body }).result;
    expect(JSON.parse(attempts[0]?.request.body ?? "").messages).toEqual(messages);
  });

  it.each([
    { messages: [] },
    { messages: {} },
    { messages: [null] },
    { messages: [{ role: "assistant", tool_calls: [null] }] },
    { messages: [{ role: "assistant", tool_calls: [{}] }] },
  ])("passes on what makes no sense: $messages", ({ messages }) => {
    const host = gateway("gemini-3-pro", { content: "ok" }, []);
    const body = JSON.stringify({ model: "m", messages });
    expect(host.open({ path: "/v1/chat/completions", body }).result.status).toBeLessThan(500);
  });
});

it.each([
  "anthropic",
  "responses",
  "ollama",
] satisfies Dialect[])("a provider of %s gets the call without it", (provider) => {
  const id = `headgate.call.openai.${SIGNATURE}.call_1`;
  for (const { path, asked, called } of Object.values(CLIENTS)) {
    const other = filterUnder(policyOf(modelOf(provider)), () => document({}));
    const body = JSON.stringify({ model: "m", ...asked, ...called(id) });
    const sent = other.open({ path, body }).result.attempts[0]?.request.body ?? "";
    expect(sent).toContain('"f"');
    expect(sent).not.toContain("headgate.");
    expect(sent).not.toContain(SIGNATURE);
  }
});

it("of a Responses request that its own provider gets, the ids alone change", () => {
  const id = `headgate.call.openai.${SIGNATURE}.call_1`;
  const { path, asked, called } = CLIENTS.responses as (typeof CLIENTS)[string];
  const other = filterUnder(policyOf(modelOf("responses")), () => document({}));
  const request = { ...asked, ...called(id), a_new_field: 1 };
  const { attempts, headers } = other.open({ path, body: JSON.stringify({ model: "m", ...request }) }).result;
  const sent = JSON.parse(attempts[0]?.request.body ?? "");
  expect(sent).toEqual({ model: "responses-model", ...asked, ...called("call_1"), a_new_field: 1 });
  expect(headers["x-headgate-dropped"]).toBeUndefined();
});
