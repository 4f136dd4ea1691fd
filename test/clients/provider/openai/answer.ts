import { fragments, type Reply, type ReplyCall } from "../../neutral/reply.ts";
import { freshId } from "../fresh-id.ts";
import type { Body } from "../wire.ts";

const head = () => ({ id: freshId("chatcmpl-B9MHDbslfkBeAs8l4bebGdF"), created: 1_741_569_952 });
const TAIL = { service_tier: "default", system_fingerprint: "fp_44709d6fcb" };

const FINISH_REASON = { end: "stop", length: "length", tools: "tool_calls", filtered: "content_filter" } as const;

/** https://platform.openai.com/docs/api-reference/chat/object; reasoning as https://api-docs.deepseek.com has it. */
export function whole(reply: Reply, body: Body): object {
  const { reasoning, pieces, refusal = null, calls } = reply;
  const message = {
    role: "assistant",
    content: pieces.length === 0 ? null : pieces.join(""),
    ...(reasoning && { reasoning_content: reasoning.pieces.join("") }),
    refusal,
    annotations: [],
    ...(calls && {
      tool_calls: calls.map(({ id, name, arguments: given }) => ({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(given) },
      })),
    }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: FINISH_REASON[reply.stop] };
  return { ...head(), object: "chat.completion", model: body.model, choices: [choice], usage: usage(reply), ...TAIL };
}

/** https://platform.openai.com/docs/api-reference/chat-streaming */
export function stream(reply: Reply, body: Body): string[] {
  const started = head();
  const withUsage = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true;
  const event = (choices: object[], counted: object | null = null) =>
    `data: ${JSON.stringify({
      ...started,
      object: "chat.completion.chunk",
      model: body.model,
      ...TAIL,
      choices,
      ...(withUsage && { usage: counted }),
    })}\n\n`;
  const choice = (delta: object, finish_reason: string | null = null) =>
    event([{ index: 0, delta, logprobs: null, finish_reason }]);
  return [
    choice({ role: "assistant", content: reply.pieces.length === 0 ? null : "", refusal: null }),
    ...(reply.reasoning?.pieces ?? []).map((reasoning_content) => choice({ content: null, reasoning_content })),
    ...reply.pieces.map((content) => choice({ content })),
    ...(reply.refusal === undefined ? [] : [choice({ refusal: reply.refusal })]),
    ...callDeltas(reply.calls ?? [], reply.interleaved ?? false).map((delta) => choice({ tool_calls: [delta] })),
    choice({}, FINISH_REASON[reply.stop]),
    ...(withUsage ? [event([], usage(reply))] : []),
    "data: [DONE]\n\n",
  ];
}

/** What stands in `tool_calls` of each chunk: first a call's name, then the fragments of its arguments. */
function callDeltas(calls: readonly ReplyCall[], interleaved: boolean): object[] {
  const rows = calls.map((call, index) => [
    { index, id: call.id, type: "function", function: { name: call.name, arguments: "" } },
    ...fragments(call).map((piece) => ({ index, function: { arguments: piece } })),
  ]);
  if (!interleaved) return rows.flat();
  const longest = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: longest }, (_, column) => rows.flatMap((row) => row[column] ?? [])).flat();
}

function usage({ usage: { input, output, cached, reasoning } }: Reply): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
