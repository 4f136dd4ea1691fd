import { fragments, type Reply, type ReplyCall } from "../../neutral/reply.ts";
import { freshId } from "../fresh-id.ts";
import type { Body } from "../wire.ts";

/** An item of `output`: as a stream announces it, what comes between, and as it is in the end. */
export interface Item {
  added: object;
  /** Without `item_id` and `output_index`. */
  events: { type: string; [name: string]: unknown }[];
  done: { id: string };
}

export function items(reply: Reply, body: Body): Item[] {
  return [
    ...(reply.reasoning ? [reasoning(reply.reasoning, body)] : []),
    ...(reply.pieces.length > 0 || reply.refusal !== undefined ? [message(reply)] : []),
    ...(reply.calls ?? []).map((call) =>
      call.input === undefined ? functionCall(call) : customToolCall(call, call.input),
    ),
  ];
}

/** `encrypted_content` comes only on demand. */
function reasoning({ pieces, signature }: NonNullable<Reply["reasoning"]>, { include }: Body): Item {
  const id = freshId("rs_6876cf02e0bc8192b74af0fb64b715ff06fa2fcced");
  const text = pieces.join("");
  const encrypted = Array.isArray(include) && include.includes("reasoning.encrypted_content");
  const secret = (encrypted_content: string) => encrypted && { encrypted_content };
  const at = { summary_index: 0 };
  return {
    added: { id, type: "reasoning", summary: [], ...secret("") },
    events: [
      { type: "response.reasoning_summary_part.added", ...at, part: { type: "summary_text", text: "" } },
      ...pieces.map((delta) => ({ type: "response.reasoning_summary_text.delta", ...at, delta })),
      { type: "response.reasoning_summary_text.done", ...at, text },
      { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text } },
    ],
    done: { id, type: "reasoning", summary: [{ type: "summary_text", text }], ...secret(signature) },
  } as Item;
}

function message({ pieces, refusal, stop }: Reply): Item {
  const id = freshId("msg_67ccd3acc8d48190a77525dc6de64b4104becb25c4");
  const at = { content_index: 0 };
  const item = { id, type: "message", role: "assistant" };
  const status = stop === "length" || stop === "filtered" ? "incomplete" : "completed";
  const text = pieces.join("");
  const part = (said: string) =>
    refusal === undefined
      ? { type: "output_text", text: said, annotations: [], logprobs: [] }
      : { type: "refusal", refusal: said };
  const said =
    refusal === undefined
      ? [
          ...pieces.map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
          { type: "response.output_text.done", ...at, text, logprobs: [] },
        ]
      : [
          { type: "response.refusal.delta", ...at, delta: refusal },
          { type: "response.refusal.done", ...at, refusal },
        ];
  return {
    added: { ...item, status: "in_progress", content: [] },
    events: [
      { type: "response.content_part.added", ...at, part: part("") },
      ...said,
      { type: "response.content_part.done", ...at, part: part(refusal ?? text) },
    ],
    done: { ...item, status, content: [part(refusal ?? text)] } as Item["done"],
  };
}

function functionCall(call: ReplyCall): Item {
  const item = { id: freshId("fc_12345xyz"), type: "function_call", ...called(call) };
  const given = JSON.stringify(call.arguments);
  return {
    added: { ...item, status: "in_progress", arguments: "" },
    events: [
      ...fragments(call).map((delta) => ({ type: "response.function_call_arguments.delta", delta })),
      { type: "response.function_call_arguments.done", name: call.name, arguments: given },
    ],
    done: { ...item, status: "completed", arguments: given } as Item["done"],
  };
}

/** https://platform.openai.com/docs/guides/function-calling#custom-tools */
function customToolCall(call: ReplyCall, input: string): Item {
  const item = { id: freshId("ctc_12345xyz"), type: "custom_tool_call", ...called(call) };
  const pieces = input.match(/.{1,7}/gsu) ?? [];
  return {
    added: { ...item, status: "in_progress", input: "" },
    events: [
      ...pieces.map((delta) => ({ type: "response.custom_tool_call_input.delta", delta })),
      { type: "response.custom_tool_call_input.done", input },
    ],
    done: { ...item, status: "completed", input } as Item["done"],
  };
}

function called({ id, name, namespace }: ReplyCall): object {
  return { call_id: id, name, ...(namespace !== undefined && { namespace }) };
}
