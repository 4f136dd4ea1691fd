import { contains } from "../wire/contains";
import { Output } from "../wire/output";
import { from, length, Span, startsWith, until } from "../wire/span";
import { PartKind, ToolCallPart } from "./part";
import { ChatRequest, Role } from "./request";

/**
 * Google signs tool calls, and refuses a history whose call has lost its signature. Clients of other dialects have no place
 * for it, but give every call's id back: `headgate.call.<dialect>.<signature>.<id>`. A signature is base64, without a dot.
 */
const MARK: string = "headgate.call.";

/** `maker`: the dialect that it comes from. */
export function writeSignedId(signature: Span, id: Span, maker: string, out: Output): void {
  out.ascii(MARK);
  out.ascii(maker);
  out.byte(0x2e);
  out.raw(signature);
  out.byte(0x2e);
  out.raw(id);
}

/** Whether any string of a document begins with the mark. */
export function holdsSignedCall(body: Span): bool {
  return contains(body, '"' + MARK);
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

/** The provider's own. */
function idOf(id: Span): Span {
  return startsWith(id, MARK) ? behindDot(behindDot(from(id, MARK.length))) : id;
}

function behindDot(text: Span): Span {
  return from(text, min(length(until(text, 0x2e)) + 1, length(text)));
}
