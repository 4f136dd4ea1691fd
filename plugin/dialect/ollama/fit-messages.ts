import { Fit } from "../../exchange/fit";
import { MediaPart, Part, PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest, Message } from "../../exchange/request";
import { ABSENT, length } from "../../wire/span";
import { wordsOf } from "./content";

/** Ollama's messages are one string, base64 images beside it, and thoughts without any seal. */
export function fitMessages(request: ChatRequest, into: Fit): void {
  const name = request.names.messages;
  let named = false;
  let cached = false;
  let failed = false;
  let sealed = false;
  let mixed = false;
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    if (message.name != ABSENT) named = true;
    if (message.failed) failed = true;
    if (message.cacheControl != ABSENT) cached = true;
    if (mixesImages(message)) mixed = true;
    for (let j = 0; j < message.parts.length; j++) {
      const part = message.parts[j];
      if (part.cacheControl != ABSENT) cached = true;
      if (isSealed(part)) sealed = true;
      fitMedia(part, name, into);
    }
  }
  if (named) into.drop(name + ".name");
  if (cached) into.drop(name + ".cache_control");
  if (failed) into.drop(name + ".is_error");
  if (sealed) into.drop(name + ".reasoning");
  if (mixed) into.approximate(name);
}

/** Reasoning that only its maker can read. */
function isSealed(part: Part): bool {
  return part.kind == PartKind.Reasoning && length(changetype<ReasoningPart>(part).text) == 0;
}

/** Whether an image stands between texts, or a text between images: where it stood is lost. */
function mixesImages(message: Message): bool {
  let turns = 0;
  let last = PartKind.Reasoning;
  for (let i = 0; i < message.parts.length; i++) {
    const part = message.parts[i];
    const kind = part.kind == PartKind.Image ? PartKind.Image : PartKind.Text;
    if (kind == last || (kind == PartKind.Text && length(wordsOf(part)) == 0)) continue;
    last = kind;
    turns += 1;
  }
  return turns > 2;
}

function fitMedia(part: Part, messages: string, into: Fit): void {
  if (part.kind != PartKind.Image && part.kind != PartKind.Document) return;
  const media = changetype<MediaPart>(part);
  if (media.detail != ABSENT) into.drop(messages + ".detail");
  if (media.name != ABSENT) into.drop(messages + ".title");
  if (part.kind == PartKind.Document) {
    if (media.text == ABSENT) {
      into.refuse(media.where, "a document cannot be sent to this model's provider: send its text");
    }
  } else if (media.data == ABSENT) {
    into.refuse(media.where, "only an image in base64 can be sent to this model's provider, not one by URL or file id");
  }
}
