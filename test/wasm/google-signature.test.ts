import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { document, filterUnder, modelOf, policyOf } from "./filter.ts";

/** Gemini's signatures of tool calls come back to it from clients of every dialect, and reach nobody else. */
const SIGNATURE = "CiQB0e2Kb/sig+nature==";
const call = (extra: object = {}) => ({
  id: "call_1",
  type: "function",
  function: { name: "f", arguments: '{"a":1}' },
  ...extra,
});
const signed = call({ extra_content: { google: { thought_signature: SIGNATURE } } });
const answer = (toolCall: object) => ({
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "up",
  choices: [
    { index: 0, message: { role: "assistant", content: null, tool_calls: [toolCall] }, finish_reason: "tool_calls" },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

function gateway(model: string, toolCall: object, provider: Dialect = "openai") {
  const policy = policyOf(modelOf(provider));
  const targets = policy.targets.map((target) => ({
    ...target,
    model,
    traits: { ...target.traits, tool_signatures: "google" as const },
  }));
  return filterUnder({ ...policy, targets }, ({ body }) => {
    if (!JSON.parse(body).stream) return document(answer(toolCall));
    const { choices, ...head } = answer(toolCall);
    const chunk = (delta: object, finish_reason: string | null) =>
      `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    const events = [
      chunk({ role: "assistant", tool_calls: [{ index: 0, ...toolCall }] }, null),
      chunk({}, "tool_calls"),
      "data: [DONE]\n\n",
    ];
    return { headers: { "content-type": "text/event-stream" }, body: events.join("") };
  });
}

const TOOL = { name: "f", input_schema: { type: "object" } };
const FIRST = { model: "m", max_tokens: 99, tools: [TOOL], messages: [{ role: "user", content: "Hi" }] };

/** The id by which a Messages client knows the call. */
function idOf(host: ReturnType<typeof gateway>, stream: boolean): string {
  const { body } = host.open({ path: "/v1/messages", body: JSON.stringify({ ...FIRST, stream }) }).result;
  return /"type":"tool_use","id":"([^"]*)"/.exec(body)?.[1] ?? `no id in ${body}`;
}

function nextOf(host: ReturnType<typeof gateway>, id: string) {
  const messages = [
    ...FIRST.messages,
    { role: "assistant", content: [{ type: "tool_use", id, name: "f", input: { a: 1 } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "1" }] },
  ];
  const { attempts } = host.open({ path: "/v1/messages", body: JSON.stringify({ ...FIRST, messages }) }).result;
  const sent = JSON.parse(attempts[0]?.request.body ?? "").messages;
  return { call: sent[1].tool_calls[0], result: sent[2].tool_call_id };
}

describe.each([false, true])("streamed: %s", (stream) => {
  it("the signature comes back, and the ids are the provider's own", () => {
    const host = gateway("gemini-3-pro", signed);
    expect(nextOf(host, idOf(host, stream))).toEqual({ call: signed, result: "call_1" });
  });

  it("a call without one has the id that it had", () => {
    expect(idOf(gateway("gemini-3-pro", call()), stream)).toBe("call_1");
  });
});

it.each([
  ["gemini-3-pro", "skip_thought_signature_validator"],
  ["gemini-2.5-flash", undefined],
])("a call of another model, to %s", (model, expected) => {
  const { call: sent } = nextOf(gateway(model, call()), "toolu_1");
  expect(sent.extra_content?.google.thought_signature).toBe(expected);
  expect(sent.id).toBe("toolu_1");
});

it("another provider gets the call without it", () => {
  const host = gateway("gemini-3-pro", signed);
  const id = idOf(host, false);
  const messages = [
    ...FIRST.messages,
    { role: "assistant", content: [{ type: "tool_use", id, name: "f", input: { a: 1 } }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "1" }] },
  ];
  for (const provider of ["anthropic", "responses", "ollama"] as const) {
    const policy = policyOf(modelOf(provider));
    const other = filterUnder(policy, () => document({}));
    const { attempts } = other.open({ path: "/v1/messages", body: JSON.stringify({ ...FIRST, messages }) }).result;
    const sent = attempts[0]?.request.body ?? "";
    expect(sent).toContain('"f"');
    expect(sent).not.toContain("headgate.");
    expect(sent).not.toContain(SIGNATURE);
  }
});
