import type { Reply } from "../../neutral/reply.ts";
import { freshId } from "../fresh-id.ts";
import type { Body } from "../wire.ts";
import { type Item, items } from "./items.ts";

/** https://platform.openai.com/docs/api-reference/responses/object */
export function whole(reply: Reply, body: Body): object {
  return finished(reply, response(body), items(reply, body));
}

/** https://platform.openai.com/docs/api-reference/responses-streaming: one item after the other. */
export function stream(reply: Reply, body: Body): string[] {
  let sequence = 0;
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...data })}\n\n`;
  const begun = response(body);
  const output = items(reply, body);
  const started = { response: { ...begun, status: "in_progress", output: [], usage: null } };
  const last = reply.stop === "length" || reply.stop === "filtered" ? "incomplete" : "completed";
  return [
    event("response.created", started),
    event("response.in_progress", started),
    ...output.flatMap((item: Item, output_index) => [
      event("response.output_item.added", { output_index, item: item.added }),
      ...item.events.map(({ type, ...data }) => event(type, { item_id: item.done.id, output_index, ...data })),
      event("response.output_item.done", { output_index, item: item.done }),
    ]),
    event(`response.${last}`, { response: finished(reply, begun, output) }),
  ];
}

function finished(reply: Reply, begun: object, output: readonly Item[]): object {
  return { ...begun, ...ended(reply), output: output.map(({ done }) => done), usage: usage(reply) };
}

/** The provider gives up in the middle of a stream, which began with this event. */
export function failed(message: string, first: string): string {
  const [, id] = /"id":"(resp_[^"]+)"/.exec(first) ?? [];
  const type = "response.failed";
  const error = { code: "server_error", message };
  const given = { ...response({}), id, status: "failed", error, output: [], usage: null };
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 99, response: given })}\n\n`;
}

function response({ model }: Body): object {
  return {
    id: freshId("resp_67ccd3a9da748190baa7f1570fe91ac604becb25c4"),
    object: "response",
    created_at: 1_741_476_777,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    user: null,
    metadata: {},
  };
}

function ended({ stop }: Reply): object {
  if (stop === "length") return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
  if (stop === "filtered") return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
  return { status: "completed" };
}

function usage({ usage: { input, output, cached, cacheWritten, reasoning } }: Reply): object {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: cacheWritten },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
