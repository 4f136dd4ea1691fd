import { fragments, type Reply } from "../../neutral/reply.ts";
import { freshId } from "../fresh-id.ts";
import type { Body } from "../wire.ts";

const STOP_REASON = { end: "end_turn", length: "max_tokens", tools: "tool_use", filtered: "refusal" } as const;

/** https://platform.claude.com/docs/en/api/messages */
export function whole(reply: Reply, body: Body): object {
  const { reasoning, pieces, calls = [] } = reply;
  const content = [
    ...(reasoning ? [{ type: "thinking", thinking: reasoning.pieces.join(""), signature: reasoning.signature }] : []),
    ...(pieces.length > 0 ? [{ type: "text", text: pieces.join("") }] : []),
    ...calls.map(({ id, name, arguments: input }) => ({ type: "tool_use", id, name, input })),
  ];
  return { ...head(body), content, ...stopped(reply), usage: { ...promptUsage(reply), ...answerUsage(reply) } };
}

/** https://platform.claude.com/docs/en/build-with-claude/streaming: one block after the other. */
export function stream(reply: Reply, body: Body): string[] {
  const { reasoning, pieces, calls = [] } = reply;
  const unfinished = { content: [], stop_reason: null, stop_sequence: null };
  const blocks = [
    ...(reasoning
      ? [
          {
            start: { type: "thinking", thinking: "", signature: "" },
            deltas: [
              ...reasoning.pieces.map((thinking) => ({ type: "thinking_delta", thinking })),
              { type: "signature_delta", signature: reasoning.signature },
            ],
          },
        ]
      : []),
    ...(pieces.length > 0
      ? [{ start: { type: "text", text: "" }, deltas: pieces.map((text) => ({ type: "text_delta", text })) }]
      : []),
    ...calls.map((call) => ({
      start: { type: "tool_use", id: call.id, name: call.name, input: {} },
      deltas: inputPieces(call).map((partial_json) => ({ type: "input_json_delta", partial_json })),
    })),
  ];
  return [
    event({
      type: "message_start",
      message: { ...head(body), ...unfinished, usage: { ...promptUsage(reply), output_tokens: 1 } },
    }),
    event({ type: "ping" }),
    ...blocks.flatMap(({ start, deltas }, index) => [
      event({ type: "content_block_start", index, content_block: start }),
      ...deltas.map((delta) => event({ type: "content_block_delta", index, delta })),
      event({ type: "content_block_stop", index }),
    ]),
    event({ type: "message_delta", delta: stopped(reply), usage: answerUsage(reply) }),
    event({ type: "message_stop" }),
  ];
}

export function event(data: { type: string; [name: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The first piece is empty, and the only one of a call without arguments. */
function inputPieces(call: Parameters<typeof fragments>[0]): string[] {
  return ["", ...(Object.keys(call.arguments).length > 0 ? fragments(call) : [])];
}

function head({ model }: Body): object {
  return { id: freshId("msg_01XFDUDYJgAACzvnpt"), type: "message", role: "assistant", model };
}

function stopped({ stop }: Reply): object {
  const refused = { type: "refusal", category: null, explanation: null };
  return {
    stop_reason: STOP_REASON[stop],
    stop_sequence: null,
    ...(stop === "filtered" && { stop_details: refused }),
  };
}

/** `input_tokens` are those that no cache had a part in. */
function promptUsage({ usage: { input, cached, cacheWritten } }: Reply): object {
  return {
    input_tokens: input - cached - cacheWritten,
    cache_creation_input_tokens: cacheWritten,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: cacheWritten, ephemeral_1h_input_tokens: 0 },
    service_tier: "standard",
  };
}

function answerUsage({ usage: { output, reasoning } }: Reply): object {
  return { output_tokens: output, ...(reasoning > 0 && { output_tokens_details: { thinking_tokens: reasoning } }) };
}
