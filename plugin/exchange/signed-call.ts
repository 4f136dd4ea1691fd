import { Output } from "../wire/output";
import { end, from, length, Span, span, startsWith, until } from "../wire/span";
import { PartKind, ToolCallPart } from "./part";
import { ChatRequest, Role } from "./request";

/**
 * Google signs tool calls, and refuses a history whose call has lost its signature. Clients of other dialects have no place
 * for it, but give every call's id back: `headgate.call.<dialect>.<signature>.<id>`. A signature is base64, without a dot.
 */
const MARK: string = "headgate.call.";

/** Of a signature, where it stands for an id: its beginning is alike in many. */
const ID_SIZE: i32 = 24;

/** `id` ABSENT: its maker gave none. `maker`: the dialect that it comes from. */
export function writeSignedId(signature: Span, id: Span, maker: string, out: Output): void {
  out.ascii(MARK);
  out.ascii(maker);
  out.byte(0x2e);
  out.raw(signature);
  out.byte(0x2e);
  out.raw(id);
}

/** Takes the ids of calls and of their results apart again. */
export function takeSignatures(request: ChatRequest): void {
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    if (message.role == Role.Tool) message.callId = idOf(message.callId);
    for (let j = 0; j < message.parts.length; j++) {
      if (message.parts[j].kind == PartKind.ToolCall) takeSignature(changetype<ToolCallPart>(message.parts[j]));
    }
  }
}

function takeSignature(call: ToolCallPart): void {
  if (!startsWith(call.id, MARK)) return;
  const signed = behindDot(from(call.id, MARK.length));
  call.signer = until(from(call.id, MARK.length), 0x2e);
  call.signature = until(signed, 0x2e);
  call.id = idOf(call.id);
}

/** The provider's own; where that gave none, the end of the signature stands for it, in the call and in its result. */
export function idOf(id: Span): Span {
  if (!startsWith(id, MARK)) return id;
  const signed = behindDot(from(id, MARK.length));
  const own = behindDot(signed);
  if (length(own) > 0) return own;
  const signature = until(signed, 0x2e);
  const size = min(ID_SIZE, length(signature));
  return span(end(signature) - size, size);
}

function behindDot(text: Span): Span {
  return from(text, min(length(until(text, 0x2e)) + 1, length(text)));
}
