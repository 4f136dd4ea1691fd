import { Fit } from "../../exchange/fit";
import { ownOpaque } from "../../exchange/opaque";
import { Part, PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest, Format, Message, Role } from "../../exchange/request";
import { ReasoningHistory, Traits } from "../../exchange/traits";
import { ABSENT } from "../../wire/span";
import { fitIdentifiers } from "../openai-platform/identifier";
import { fitSettings } from "../settings";
import { fitStops } from "../stops";
import { isNative, NAME, sentSettings } from "./fields";
import { messageSignature } from "./google-signature";
import { fitMedia, isMedia } from "./media";

export function fitRequest(request: ChatRequest, traits: Traits, into: Fit): void {
  const sent = sentSettings(request, traits);
  fitSettings(request, sent, into);
  fitIdentifiers(request, sent, into);
  if (!traits.stops) fitStops(request, into);
  const names = request.names;
  // Effort is the one word for how long to think; whether thoughts are told, the provider decides.
  const isBudget = request.thinkingBudget != ABSENT && request.effort == ABSENT;
  if (isBudget || request.reasoningSummary != ABSENT) into.approximate(names.reasoning);
  if (request.format == Format.Schema && !traits.jsonSchema) into.approximate(names.format);
  // `strict` is for a subset of schemas only, and refuses the others: without it the answer mostly keeps to them.
  if (request.schemaGuaranteed && request.schemaStrict == ABSENT) into.approximate(names.format);
  for (let i = 0; i < request.tools.length; i++) {
    if (request.tools[i].cacheControl != ABSENT) into.drop("cache_control");
  }
  for (let i = 0; i < request.messages.length; i++) fitMessage(request, request.messages[i], traits, into);
}

function fitMessage(request: ChatRequest, message: Message, traits: Traits, into: Fit): void {
  const path = request.names.messages;
  if (message.failed) into.drop(path + ".is_error");
  if (message.cacheControl != ABSENT) into.drop("cache_control");
  for (let i = 0; i < message.parts.length; i++) {
    const part = message.parts[i];
    // Plain OpenAI takes none before gpt-5.6, and a mark of its own from there on.
    if (part.cacheControl != ABSENT) into.drop("cache_control");
    if (isMedia(part)) {
      fitMedia(request, message, part, into);
      // Images follow their results in a message of their own: a result itself is text alone.
      if (message.role == Role.Tool) into.approximate(path);
    } else if (part.kind == PartKind.Reasoning && !keepsReasoning(request, part, traits)) {
      const isSigned = messageSignature(part, request) != ABSENT;
      if (!isSigned || !traits.googleSignatures) into.drop(path + ".reasoning");
    }
  }
}

/** Whether the provider takes an earlier turn's thoughts back: as text, or as what it sealed itself. */
export function keepsReasoning(request: ChatRequest, part: Part, traits: Traits): bool {
  const thought = changetype<ReasoningPart>(part);
  switch (traits.reasoningHistory) {
    case ReasoningHistory.None:
      return false;
    case ReasoningHistory.Details:
      if (thought.text != ABSENT) return true;
      if (messageSignature(part, request) != ABSENT) return false;
      return ownOpaque(thought.encrypted, NAME, isNative(request)) != ABSENT;
    default:
      return thought.text != ABSENT;
  }
}
