import { type Answer, answer, DEMO_TIME } from "./answer.ts";
import { BadRequest, type DemoDialect, readLimit, readMessages, readModel } from "./messages.ts";
import { openai } from "./openai.ts";

/** Responses: https://platform.openai.com/docs/api-reference/responses and …/responses-streaming. Nothing is stored. */
export const responses: DemoDialect = {
  path: "/v1/responses",
  reply(body) {
    const model = readModel(body);
    const limit = readLimit(body.max_output_tokens);
    const said = answer({ dialect: "responses", model, ...readInput(body), ...(limit && { limit }) });
    const head = {
      id: "resp_demo",
      object: "response",
      created_at: DEMO_TIME.getTime() / 1000,
      model,
      instructions: body.instructions ?? null,
      max_output_tokens: limit ?? null,
      error: null,
      metadata: {},
      parallel_tool_calls: true,
      previous_response_id: null,
      reasoning: { effort: null, summary: null },
      store: false,
      temperature: 1,
      text: { format: { type: "text" } },
      tool_choice: "auto",
      tools: [],
      top_p: 1,
      truncation: "disabled",
    };
    const whole = {
      ...head,
      status: statusOf(said),
      incomplete_details: said.cut ? { reason: "max_output_tokens" } : null,
      output: [message(statusOf(said), [part(said.text)])],
      usage: {
        input_tokens: said.inputTokens,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: said.outputTokens,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: said.inputTokens + said.outputTokens,
      },
    };
    if (body.stream !== true) return { kind: "json", body: whole };
    const begun = { ...head, status: "in_progress", incomplete_details: null, output: [], usage: null };
    const item = { output_index: 0 };
    const text = { item_id: MESSAGE_ID, output_index: 0, content_index: 0 };
    const events: Event[] = [
      { type: "response.created", response: begun },
      { type: "response.in_progress", response: begun },
      { type: "response.output_item.added", ...item, item: message("in_progress", []) },
      { type: "response.content_part.added", ...text, part: part("") },
      ...said.pieces.map((delta) => ({ type: "response.output_text.delta", ...text, delta, logprobs: [] })),
      { type: "response.output_text.done", ...text, text: said.text, logprobs: [] },
      { type: "response.content_part.done", ...text, part: part(said.text) },
      { type: "response.output_item.done", ...item, item: whole.output[0] },
      { type: `response.${whole.status}`, response: whole },
    ];
    return { kind: "stream", contentType: "text/event-stream; charset=utf-8", events: events.map(written) };
  },
  error: openai.error,
};

const MESSAGE_ID = "msg_demo";

/** A text alone, or a list of items of which messages are one kind. */
function readInput({ input, instructions }: Record<string, unknown>): { prompt: string; lastUserMessage: string } {
  const items = typeof input === "string" ? [{ role: "user", content: input }] : input;
  if (!Array.isArray(items) || items.length === 0) throw new BadRequest("input: a text or a list of items is required");
  return readMessages({ system: instructions, messages: items });
}

function statusOf({ cut }: Answer): "completed" | "incomplete" {
  return cut ? "incomplete" : "completed";
}

function message(status: string, content: object[]): object {
  return { id: MESSAGE_ID, type: "message", status, role: "assistant", content };
}

function part(text: string): object {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

type Event = { type: string; [field: string]: unknown };

/** Its place in the stream is part of each event. */
function written({ type, ...fields }: Event, sequence_number: number): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number, ...fields })}\n\n`;
}
