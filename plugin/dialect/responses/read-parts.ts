import { Failure } from "../../exchange/failure";
import { MediaPart, PartKind, TextPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span, startsWith, text } from "../../wire/span";
import { readUrl } from "../data-url";
import { refuse, wrongType } from "../refuse";
import { FIELDS } from "./fields";
import { itemPath, partPath } from "./place";
import { dropUnknown } from "./unknown-members";

const PDF = new Constant("application/pdf");
const OF_TEXT: StaticArray<string> = ["type", "text", "logprobs"];
const OF_REFUSAL: StaticArray<string> = ["type", "refusal"];
const OF_IMAGE: StaticArray<string> = ["type", "image_url", "file_id", "detail"];
const OF_FILE: StaticArray<string> = ["type", "file_data", "file_url", "file_id", "filename"];

/** A message's content or a call's output: a string, or a list of parts. `list`: the member's name. */
export function readParts(
  tape: Tape,
  value: i32,
  item: i32,
  list: string,
  message: Message,
  into: ChatRequest,
): Failure | null {
  if (tape.isString(value)) {
    addText(tape.bytes(value), PartKind.Text, message);
    return null;
  }
  if (tape.isNull(value)) return null;
  if (!tape.isArray(value)) return wrongType(itemPath(item) + "." + list, "a string or a list of parts");
  let index = 0;
  for (let part = tape.first(value); part != NOTHING; part = tape.next(value, part)) {
    const failure = readPart(tape, part, item, list, index, message, into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

/** An empty text makes no part. */
function addText(text: Span, kind: PartKind, message: Message): void {
  if (length(text) > 0) message.parts.push(new TextPart(text, kind));
}

function readPart(
  tape: Tape,
  part: i32,
  item: i32,
  list: string,
  index: i32,
  message: Message,
  into: ChatRequest,
): Failure | null {
  if (!tape.isObject(part)) return wrongType(partPath(item, list, index), "an object");
  const type = tape.text(tape.find(part, "type"));
  if (is(type, "encrypted_content")) {
    into.drop(FIELDS.messages + ".encrypted_content");
    return null;
  }
  if (is(type, "input_text") || is(type, "output_text")) {
    const words = tape.find(part, "text");
    if (!tape.isString(words)) return wrongType(partPath(item, list, index) + ".text", "a string");
    dropUnknown(tape, part, OF_TEXT, FIELDS.messages, into);
    addText(tape.bytes(words), PartKind.Text, message);
    return null;
  }
  if (is(type, "refusal")) {
    const refusal = tape.find(part, "refusal");
    if (!tape.isString(refusal)) return wrongType(partPath(item, list, index) + ".refusal", "a string");
    dropUnknown(tape, part, OF_REFUSAL, FIELDS.messages, into);
    addText(tape.bytes(refusal), PartKind.Refusal, message);
    return null;
  }
  const isImage = is(type, "input_image") || is(type, "computer_screenshot");
  if (!isImage && !is(type, "input_file")) {
    // What the user says of this turn is not left out; what the model and its tools said is told as far as it can be.
    if (message.role == Role.User || message.role == Role.System) return refuse(partPath(item, list, index));
    into.drop(FIELDS.messages + "." + text(type));
    return null;
  }
  const media = new MediaPart(isImage ? PartKind.Image : PartKind.Document, partPath(item, list, index));
  message.parts.push(media);
  if (isImage) readImage(tape, part, media);
  else readFile(tape, part, media);
  dropUnknown(tape, part, isImage ? OF_IMAGE : OF_FILE, FIELDS.messages, into);
  if (media.data != ABSENT || media.url != ABSENT || media.fileId != ABSENT) return null;
  return wrongType(media.where, isImage ? "an image_url or a file_id" : "file_data, a file_url or a file_id");
}

function readImage(tape: Tape, part: i32, into: MediaPart): void {
  const url = tape.text(tape.find(part, "image_url"));
  if (url != ABSENT) readUrl(url, into);
  into.fileId = tape.text(tape.find(part, "file_id"));
  into.detail = tape.text(tape.find(part, "detail"));
}

/** `file_data` is documented as base64, and shown as a data URL: both are taken. */
function readFile(tape: Tape, part: i32, into: MediaPart): void {
  const data = tape.text(tape.find(part, "file_data"));
  if (startsWith(data, "data:")) readUrl(data, into);
  else {
    into.data = data;
    // `%PDF`: the type is said nowhere, and other dialects ask for it.
    if (startsWith(data, "JVBER")) into.mediaType = PDF.bytes;
  }
  const url = tape.text(tape.find(part, "file_url"));
  if (url != ABSENT) readUrl(url, into);
  into.fileId = tape.text(tape.find(part, "file_id"));
  into.name = tape.text(tape.find(part, "filename"));
}
