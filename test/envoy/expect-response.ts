import { expect } from "vitest";
import { type Conversation, type Reply, textOf } from "../fixtures/wire/index.ts";
import { type Expected, madeId } from "./expected.ts";

type Status = "in_progress" | "completed" | "incomplete";

/** https://platform.openai.com/docs/api-reference/responses/object and …/responses-streaming */
export const responses: Expected = {
  document: (reply, asked) => response(reply, asked, endOf(reply), [message(reply, endOf(reply))]),
  events(reply, asked) {
    const status = endOf(reply);
    const at = { item_id: ITEM_ID, output_index: 0, content_index: 0 };
    const started = { response: response(reply, asked, "in_progress", []) };
    const text = textOf(reply);
    const events: [type: string, fields: object][] = [
      ["response.created", started],
      ["response.in_progress", started],
      ["response.output_item.added", { output_index: 0, item: { ...message(reply, "in_progress"), content: [] } }],
      ["response.content_part.added", { ...at, part: part("") }],
      ...reply.pieces.map((delta): [string, object] => ["response.output_text.delta", { ...at, delta, logprobs: [] }]),
      ["response.output_text.done", { ...at, text, logprobs: [] }],
      ["response.content_part.done", { ...at, part: part(text) }],
      ["response.output_item.done", { output_index: 0, item: message(reply, status) }],
      [`response.${status}`, { response: response(reply, asked, status, [message(reply, status)]) }],
    ];
    return events.map(([type, fields], sequence_number) => ({
      name: type,
      data: { type, sequence_number, ...fields },
    }));
  },
};

/** The provider's ids are of its own dialect: items get new ones. */
const ITEM_ID = madeId("msg_");

function endOf({ stopReason }: Reply): Status {
  return stopReason === "length" ? "incomplete" : "completed";
}

function part(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

function message(reply: Reply, status: Status): object {
  return { id: ITEM_ID, type: "message", status, role: "assistant", content: [part(textOf(reply))] };
}

function response(reply: Reply, asked: Conversation, status: Status, output: object[]): object {
  return {
    id: reply.id.startsWith("resp_") ? reply.id : madeId("resp_"),
    object: "response",
    created_at: expect.any(Number),
    completed_at: status === "completed" ? expect.any(Number) : null,
    status,
    error: null,
    incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null,
    model: reply.model,
    output,
    usage: status === "in_progress" ? null : usage(reply),
    ...repeated(asked),
  };
}

/** What the client asked, and what it could not have asked. */
function repeated({ system, maxTokens, temperature, topP }: Conversation): object {
  return {
    background: false,
    instructions: system ?? null,
    max_output_tokens: maxTokens ?? null,
    metadata: {},
    parallel_tool_calls: true,
    previous_response_id: null,
    prompt_cache_key: null,
    reasoning: { effort: null, summary: null },
    safety_identifier: null,
    store: false,
    temperature: temperature ?? null,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_logprobs: null,
    top_p: topP ?? null,
    truncation: "disabled",
  };
}

/** The clients' types demand each of the details. */
function usage({ inputTokens, outputTokens }: Reply): object {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
