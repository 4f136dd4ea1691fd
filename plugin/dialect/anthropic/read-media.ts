import { Failure } from "../../exchange/failure";
import { MediaPart, Part, PartKind } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { pushText, readCacheControl, readTextBlock } from "./read-text";

/** https://platform.claude.com/docs/en/build-with-claude/vision */
export function readImage(
  tape: Tape,
  block: i32,
  where: string,
  into: Array<Part>,
  request: ChatRequest,
): Failure | null {
  const image = new MediaPart(PartKind.Image, where);
  const failure = readSource(tape, tape.find(block, "source"), where + ".source", image);
  if (failure !== null) return failure;
  if (isSet(tape, tape.find(block, "transformations"))) request.drop("messages.content.transformations");
  image.cacheControl = readCacheControl(tape, block);
  into.push(image);
  return null;
}

/**
 * https://platform.claude.com/docs/en/build-with-claude/pdf-support
 * What the client tells about a document (`context`) stands before it as text.
 */
export function readDocument(
  tape: Tape,
  block: i32,
  where: string,
  into: Array<Part>,
  request: ChatRequest,
): Failure | null {
  if (isSet(tape, tape.find(tape.find(block, "citations"), "enabled"))) request.drop("messages.content.citations");
  pushText(tape.text(tape.find(block, "context")), ABSENT, into);
  const title = tape.text(tape.find(block, "title"));
  const source = tape.find(block, "source");
  const content = tape.find(source, "content");
  if (is(tape.text(tape.find(source, "type")), "content") && tape.isArray(content)) {
    if (length(title) > 0) request.drop("messages.content.title");
    const failure = readChunks(tape, content, where + ".source.content", into, request);
    const cacheControl = readCacheControl(tape, block);
    if (cacheControl != ABSENT && into.length > 0) into[into.length - 1].cacheControl = cacheControl;
    return failure;
  }
  const document = new MediaPart(PartKind.Document, where);
  const failure = readSource(tape, source, where + ".source", document);
  if (failure !== null) return failure;
  if (length(title) > 0) document.name = title;
  document.cacheControl = readCacheControl(tape, block);
  into.push(document);
  return null;
}

/** A document that the client has cut for citations: its texts and images, one by one. */
function readChunks(tape: Tape, list: i32, where: string, into: Array<Part>, request: ChatRequest): Failure | null {
  let index = 0;
  for (let chunk = tape.first(list); chunk != NOTHING; chunk = tape.next(list, chunk)) {
    const path = where + "[" + index.toString() + "]";
    const type = tape.text(tape.find(chunk, "type"));
    let failure: Failure | null = null;
    if (is(type, "text")) failure = readTextBlock(tape, chunk, path, into, request);
    else if (is(type, "image")) failure = readImage(tape, chunk, path, into, request);
    else failure = refuse(path);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

function readSource(tape: Tape, source: i32, where: string, into: MediaPart): Failure | null {
  const type = tape.text(tape.find(source, "type"));
  if (is(type, "url")) {
    into.url = tape.text(tape.find(source, "url"));
    return given(into.url, where + ".url");
  }
  if (is(type, "file")) {
    into.fileId = tape.text(tape.find(source, "file_id"));
    return given(into.fileId, where + ".file_id");
  }
  into.mediaType = tape.text(tape.find(source, "media_type"));
  if (is(type, "base64")) {
    into.data = tape.text(tape.find(source, "data"));
    const failure = given(into.data, where + ".data");
    return failure !== null ? failure : given(into.mediaType, where + ".media_type");
  }
  if (into.kind == PartKind.Document && is(type, "text")) {
    into.text = tape.text(tape.find(source, "data"));
    return given(into.text, where + ".data");
  }
  if (into.kind == PartKind.Document && is(type, "content")) {
    into.text = tape.text(tape.find(source, "content"));
    return given(into.text, where + ".content");
  }
  return wrongType(
    where + ".type",
    into.kind == PartKind.Image ? "base64, url or file" : "base64, text, content, url or file",
  );
}

function given(value: Span, path: string): Failure | null {
  return length(value) == 0 ? wrongType(path, "a string that is not empty") : null;
}
