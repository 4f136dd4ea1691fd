import type { Reply } from "../../neutral/reply.ts";
import type { Body } from "../wire.ts";

/** A turn that ends in tool calls ends by `stop`; there is no filter. */
const DONE_REASON = { end: "stop", length: "length", tools: "stop", filtered: "stop" } as const;

/** https://docs.ollama.com/api/chat */
export function whole(reply: Reply, body: Body): object {
  const { reasoning, pieces, calls } = reply;
  return {
    ...part(body, {
      content: pieces.join(""),
      ...(reasoning && { thinking: reasoning.pieces.join("") }),
      ...(calls && { tool_calls: calls.map(toolCall) }),
    }),
    ...end(reply),
  };
}

/** https://docs.ollama.com/capabilities/streaming: a tool call comes whole. */
export function stream(reply: Reply, body: Body): string[] {
  const going = (message: object) => line({ ...part(body, message), done: false });
  return [
    ...(reply.reasoning?.pieces ?? []).map((thinking) => going({ content: "", thinking })),
    ...reply.pieces.map((content) => going({ content })),
    ...(reply.calls ?? []).map((call) => going({ content: "", tool_calls: [toolCall(call)] })),
    line({ ...part(body, { content: "" }), ...end(reply) }),
  ];
}

/** Go's encoder escapes what HTML would take for its own. */
export function line(document: object): string {
  const escaped = JSON.stringify(document).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
  return `${escaped}\n`;
}

function part(body: Body, message: object): object {
  return {
    model: body.model,
    created_at: "2026-10-10T01:45:52.123456789Z",
    message: { role: "assistant", ...message },
  };
}

function toolCall({ name, arguments: given }: NonNullable<Reply["calls"]>[number]): object {
  return { function: { name, arguments: given } };
}

function end({ stop, usage }: Reply): object {
  return {
    done_reason: DONE_REASON[stop],
    done: true,
    total_duration: 4_883_583_458,
    load_duration: 1_334_875,
    prompt_eval_count: usage.input,
    prompt_eval_duration: 342_546_000,
    eval_count: usage.output,
    eval_duration: 4_535_599_000,
  };
}
