import { Fit } from "../../exchange/fit";
import { MediaPart, PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest, Format, Message, Role, Thinking } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { wholeNumber } from "../../wire/json-number";
import { ABSENT, Span } from "../../wire/span";
import { fitIdentifiers } from "../openai-platform/identifier";
import { fitSettings } from "../settings";
import { fitStops } from "../stops";
import { FIELDS, sentSettings } from "./fields";
import { MIN_TOKENS } from "./min-tokens";
import { isServiceTier } from "./service-tier";
import { ownEncrypted } from "./write-reasoning";

export function fitRequest(request: ChatRequest, traits: Traits, into: Fit): void {
  const names = request.names;
  const sent = sentSettings(request, traits);
  fitSettings(request, sent, into);
  fitIdentifiers(request, sent, into);
  const tier = request.settings[Setting.ServiceTier];
  if (tier != ABSENT && !isServiceTier(tier)) into.drop(names.settings.nameOf(Setting.ServiceTier));
  fitStops(request, into);
  if (isBelow(request.maxTokens, MIN_TOKENS)) into.approximate(names.maxTokens);
  if (request.format == Format.Schema && !traits.jsonSchema) into.approximate(names.format);
  // `strict` is for a subset of schemas only, and refuses the others: without it the answer mostly keeps to them.
  if (request.schemaGuaranteed && request.schemaStrict == ABSENT) into.approximate(names.format);
  const isBudget = request.thinkingBudget != ABSENT && request.effort == ABSENT && request.thinking != Thinking.Off;
  if (isBudget) into.approximate(names.reasoning);
  for (let i = 0; i < request.tools.length; i++) {
    if (request.tools[i].cacheControl != ABSENT) into.drop(names.tools + ".cache_control");
  }
  for (let i = 0; i < request.messages.length; i++) fitMessage(request.messages[i], request, into);
}

function isBelow(number: Span, limit: i64): bool {
  return number != ABSENT && wholeNumber(number) < limit;
}

function fitMessage(message: Message, request: ChatRequest, into: Fit): void {
  const list = request.names.messages;
  if (message.name != ABSENT) into.drop(list + ".name");
  if (message.failed) into.drop(list + ".is_error");
  if (message.cacheControl != ABSENT) into.drop(list + ".cache_control");
  for (let i = 0; i < message.parts.length; i++) {
    const part = message.parts[i];
    if (part.cacheControl != ABSENT) into.drop(list + ".cache_control");
    if (part.kind == PartKind.Reasoning) {
      if (ownEncrypted(changetype<ReasoningPart>(part), request) == ABSENT) into.drop(list + ".reasoning");
    } else if (part.kind == PartKind.Image || part.kind == PartKind.Document) {
      fitMedia(changetype<MediaPart>(part), message.role, request, into);
    }
  }
}

function fitMedia(media: MediaPart, role: Role, request: ChatRequest, into: Fit): void {
  const where = media.where;
  if (role == Role.Assistant) {
    into.refuse(where, "this model's provider takes no images or files of the assistant: send it as the user");
  } else if (media.fileId != ABSENT && request.names !== FIELDS) {
    into.refuse(where, "is kept by another provider than this model's: send it as base64");
  } else if (media.kind == PartKind.Image && media.data != ABSENT && media.mediaType == ABSENT) {
    into.refuse(where, "is no PNG, JPEG, GIF or WebP: this model's provider takes no other image");
  } else if (media.text != ABSENT) {
    into.approximate(request.names.messages);
  }
}
