import { Fit } from "../../exchange/fit";
import { MediaPart, Part, PartKind } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span } from "../../wire/span";
import { isNative } from "./fields";

const DATA = new Constant("data:");
const BASE64 = new Constant(";base64,");

export function isMedia(part: Part): bool {
  return part.kind == PartKind.Image || part.kind == PartKind.Document;
}

/** Refuses what a content part of this dialect cannot hold. */
export function fitMedia(request: ChatRequest, message: Message, part: Part, into: Fit): void {
  const media = changetype<MediaPart>(part);
  const where = media.where;
  if (message.role != Role.User && message.role != Role.Tool) {
    into.refuse(where, "this model's provider takes images and files in a user's message only");
  } else if (part.kind == PartKind.Image) fitImage(media, into);
  else if (media.data == ABSENT && media.text == ABSENT) {
    if (media.url != ABSENT) into.refuse(where, "this model's provider takes no document by URL: send it as base64");
    else if (media.fileId == ABSENT) into.refuse(where, "holds no data");
    else if (!isNative(request)) refuseFile(where, into);
  }
}

function fitImage(image: MediaPart, into: Fit): void {
  if (image.url != ABSENT) return;
  if (image.data == ABSENT) {
    if (image.fileId != ABSENT) refuseFile(image.where, into);
    else into.refuse(image.where, "holds no data");
  } else if (image.mediaType == ABSENT) {
    into.refuse(image.where, "is no PNG, JPEG, GIF or WebP: this model's provider takes no other image");
  }
}

function refuseFile(where: string, into: Fit): void {
  into.refuse(where, "is kept by another provider than this model's: send it as base64");
}

export function writeMedia(part: Part, json: JsonWriter): void {
  const media = changetype<MediaPart>(part);
  json.object();
  if (part.kind == PartKind.Image) writeImage(media, json);
  else if (media.text != ABSENT) writeTextDocument(media, json);
  else writeFile(media, json);
  json.endObject();
}

function writeImage(image: MediaPart, json: JsonWriter): void {
  json.asciiMember("type", "image_url");
  json.key("image_url");
  json.object();
  if (image.url != ABSENT) json.rawMember("url", image.url);
  else writeDataUrl("url", image.mediaType, image.data, json);
  json.stringMember("detail", image.detail);
  json.endObject();
}

/** There is no part for a document of plain text: it is said as text, under its name. */
function writeTextDocument(document: MediaPart, json: JsonWriter): void {
  json.asciiMember("type", "text");
  json.key("text");
  json.joined(document.name == ABSENT ? [document.text] : [document.name, document.text], "\\n\\n");
}

/** OpenAI answers 400 to `file_data` without a name. */
function writeFile(document: MediaPart, json: JsonWriter): void {
  json.asciiMember("type", "file");
  json.key("file");
  json.object();
  if (document.data == ABSENT) {
    json.stringMember("file_id", document.fileId);
  } else {
    if (document.name != ABSENT) json.rawMember("filename", document.name);
    else json.asciiMember("filename", is(document.mediaType, "application/pdf") ? "document.pdf" : "document");
    if (document.mediaType == ABSENT) json.rawMember("file_data", document.data);
    else writeDataUrl("file_data", document.mediaType, document.data, json);
  }
  json.endObject();
}

function writeDataUrl(name: string, mediaType: Span, data: Span, json: JsonWriter): void {
  json.key(name);
  json.joined([DATA.bytes, mediaType, BASE64.bytes, data], "");
}
