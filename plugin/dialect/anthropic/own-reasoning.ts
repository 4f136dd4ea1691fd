import { ownOpaque } from "../../exchange/opaque";
import { ReasoningPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { ABSENT, length, Span } from "../../wire/span";
import { FIELDS } from "./fields";

/** The opaque value as Anthropic made it; ABSENT if it is another provider's, which Anthropic would refuse. */
function own(value: Span, request: ChatRequest): Span {
  if (length(value) == 0) return ABSENT;
  return ownOpaque(value, "anthropic", request.names === FIELDS);
}

export function ownSignature(part: ReasoningPart, request: ChatRequest): Span {
  return own(part.signature, request);
}

export function ownEncrypted(part: ReasoningPart, request: ChatRequest): Span {
  return own(part.encrypted, request);
}
