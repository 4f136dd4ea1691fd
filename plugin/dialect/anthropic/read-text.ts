import { Failure } from "../../exchange/failure";
import { Part, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span } from "../../wire/span";
import { readValue } from "../read-values";
import { isSet, refuse, wrongType } from "../refuse";

export function readCacheControl(tape: Tape, holder: i32): Span {
  return readValue(tape, tape.find(holder, "cache_control"));
}

/** The top-level field: one part a block. */
export function readSystem(tape: Tape, value: i32, request: ChatRequest): Failure | null {
  const message = new Message(Role.System);
  const failure = readTexts(tape, value, "system", message.parts, request);
  if (message.parts.length > 0) request.messages.push(message);
  return failure;
}

/** A string, or a list of text blocks; null is no text. */
export function readTexts(
  tape: Tape,
  value: i32,
  where: string,
  into: Array<Part>,
  request: ChatRequest,
): Failure | null {
  if (tape.isNull(value)) return null;
  if (tape.isString(value)) {
    pushText(tape.bytes(value), ABSENT, into);
    return null;
  }
  if (!tape.isArray(value)) return wrongType(where, "a string or a list of text blocks");
  let index = 0;
  for (let block = tape.first(value); block != NOTHING; block = tape.next(value, block)) {
    const path = where + "[" + index.toString() + "]";
    const failure = is(tape.text(tape.find(block, "type")), "text")
      ? readTextBlock(tape, block, path, into, request)
      : refuse(path);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

export function readTextBlock(
  tape: Tape,
  block: i32,
  where: string,
  into: Array<Part>,
  request: ChatRequest,
): Failure | null {
  const words = tape.find(block, "text");
  if (!tape.isString(words)) return wrongType(where + ".text", "a string");
  if (isSet(tape, tape.find(block, "citations"))) request.drop("messages.content.citations");
  pushText(tape.bytes(words), readCacheControl(tape, block), into);
  return null;
}

export function pushText(words: Span, cacheControl: Span, into: Array<Part>): void {
  if (length(words) == 0) return;
  const part = new TextPart(words);
  part.cacheControl = cacheControl;
  into.push(part);
}
