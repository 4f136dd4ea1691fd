import { Fit } from "../../exchange/fit";
import { MediaPart, PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest, Format, Message, Role, Thinking } from "../../exchange/request";
import { Setting } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { wholeNumber } from "../../wire/json-number";
import { ABSENT, length, Span } from "../../wire/span";
import { fitIdentifiers } from "../openai-platform/identifier";
import { fitSettings } from "../settings";
import { FIELDS } from "./fields";
import { MIN_TOKENS } from "./min-tokens";
import { isServiceTier } from "./service-tier";
import { ownEncrypted } from "./write-reasoning";

const MOST_STOPS: i32 = 64;
/** Bytes. */
const LONGEST_STOP: i32 = 1024;

export function fitRequest(request: ChatRequest, traits: Traits, into: Fit): void {
  const names = request.names;
  fitSettings(request, FIELDS.settings, into);
  fitIdentifiers(request, FIELDS.settings, into);
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

/** The gateway looks for them in the answer, whose provider knows none: that has to have a bound. */
function fitStops(request: ChatRequest, into: Fit): void {
  const stops = request.stop;
  if (stops.length > 0) into.approximate(request.names.stop);
  let isLong: bool = false;
  for (let i = 0; i < stops.length; i++) isLong = isLong || length(stops[i]) > LONGEST_STOP;
  if (stops.length <= MOST_STOPS && !isLong) return;
  into.refuse(request.names.stop, "for this model's provider 64 stop sequences of 1024 bytes are the most: send fewer");
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
