import { Failure } from "../../exchange/failure";
import { PartKind, TextPart } from "../../exchange/part";
import { Message, Role } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span } from "../../wire/span";
import { readValue } from "../read-values";
import { refuse, wrongType } from "../refuse";
import { inContent, inMessage } from "./place";
import { readFile, readImage } from "./read-media";

/** What `prompt_cache_breakpoint` is to the providers that know such a mark by the name `cache_control`. */
const EPHEMERAL = new Constant('{"type":"ephemeral"}');

/** A message's `content`: a string or a list of parts; what is empty makes no part. */
export function readContent(tape: Tape, value: i32, message: i32, into: Message): Failure | null {
  if (tape.isNull(value)) return null;
  if (tape.isString(value)) {
    addText(tape.bytes(value), PartKind.Text, into);
    return null;
  }
  if (!tape.isArray(value)) return wrongType(inMessage(message, ".content"), "a string or a list of parts");
  let index = 0;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    const before = into.parts.length;
    const failure = readPart(tape, item, message, index, into);
    if (failure !== null) return failure;
    if (into.parts.length > before) into.parts[before].cacheControl = readCacheControl(tape, item);
    index += 1;
  }
  return null;
}

function readPart(tape: Tape, item: i32, message: i32, index: i32, into: Message): Failure | null {
  const type = tape.text(tape.find(item, "type"));
  if (type == ABSENT) return wrongType(inContent(message, index), "an object with a type");
  if (is(type, "text")) return readText(tape, item, "text", PartKind.Text, message, index, into);
  if (is(type, "refusal") && into.role == Role.Assistant) {
    return readText(tape, item, "refusal", PartKind.Refusal, message, index, into);
  }
  const isImage = is(type, "image_url");
  if (!isImage && !is(type, "file")) return refuse(inContent(message, index));
  if (into.role != Role.User && into.role != Role.Tool) {
    return wrongType(inContent(message, index) + ".type", "text, as for every message but a user's");
  }
  const where = inContent(message, index);
  return isImage ? readImage(tape, item, where, into.parts) : readFile(tape, item, where, into.parts);
}

function readText(
  tape: Tape,
  item: i32,
  member: string,
  kind: PartKind,
  message: i32,
  index: i32,
  into: Message,
): Failure | null {
  const value = tape.find(item, member);
  if (!tape.isString(value)) return wrongType(inContent(message, index) + "." + member, "a string");
  addText(tape.bytes(value), kind, into);
  return null;
}

function addText(text: Span, kind: PartKind, into: Message): void {
  if (length(text) > 0) into.parts.push(new TextPart(text, kind));
}

/** Where a cached prompt may end: as OpenAI says it, or as OpenRouter and LiteLLM took it over from Anthropic. */
export function readCacheControl(tape: Tape, item: i32): Span {
  const given = readValue(tape, tape.find(item, "cache_control"));
  if (given != ABSENT) return given;
  return tape.isNull(tape.find(item, "prompt_cache_breakpoint")) ? ABSENT : EPHEMERAL.bytes;
}
