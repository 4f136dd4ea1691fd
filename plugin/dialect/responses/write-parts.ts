import { MediaPart, Part, PartKind, TextPart } from "../../exchange/part";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span } from "../../wire/span";
import { PARAGRAPH } from "./paragraph";

const DATA = new Constant("data:");
const BASE64 = new Constant(";base64,");

/** Of a user, a developer or a tool: a string, or a list of parts. */
export function writeParts(parts: Array<Part>, json: JsonWriter): void {
  if (parts.length == 0) return json.ascii("");
  if (parts.length == 1 && parts[0].kind == PartKind.Text) return json.raw(changetype<TextPart>(parts[0]).text);
  json.array();
  for (let i = 0; i < parts.length; i++) {
    const kind = parts[i].kind;
    if (kind == PartKind.Text || kind == PartKind.Refusal) writeText(changetype<TextPart>(parts[i]).text, json);
    else if (kind == PartKind.Image) writeImage(changetype<MediaPart>(parts[i]), json);
    else if (kind == PartKind.Document) writeDocument(changetype<MediaPart>(parts[i]), json);
  }
  json.endArray();
}

function writeText(text: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "input_text");
  json.rawMember("text", text);
  json.endObject();
}

function writeImage(image: MediaPart, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "input_image");
  if (image.data != ABSENT) writeDataUrl("image_url", image, json);
  else json.stringMember("image_url", image.url);
  json.stringMember("file_id", image.fileId);
  if (image.detail != ABSENT) json.rawMember("detail", image.detail);
  else json.asciiMember("detail", "auto");
  json.endObject();
}

/** There is no part for a document of plain text: it is said as text, under its name. */
function writeTextDocument(file: MediaPart, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "input_text");
  json.key("text");
  json.joined(file.name == ABSENT ? [file.text] : [file.name, file.text], PARAGRAPH);
  json.endObject();
}

/** The platform tells a file's format by its name, and refuses data without one. */
function writeDocument(file: MediaPart, json: JsonWriter): void {
  if (file.text != ABSENT) return writeTextDocument(file, json);
  json.object();
  json.asciiMember("type", "input_file");
  if (file.name != ABSENT) json.rawMember("filename", file.name);
  else if (file.data != ABSENT) json.asciiMember("filename", nameFor(file.mediaType));
  if (file.mediaType != ABSENT) writeDataUrl("file_data", file, json);
  else json.stringMember("file_data", file.data);
  json.stringMember("file_url", file.url);
  json.stringMember("file_id", file.fileId);
  json.endObject();
}

function nameFor(mediaType: Span): string {
  return is(mediaType, "application/pdf") ? "document.pdf" : "document";
}

function writeDataUrl(name: string, media: MediaPart, json: JsonWriter): void {
  if (media.data == ABSENT) return;
  json.key(name);
  json.joined([DATA.bytes, media.mediaType, BASE64.bytes, media.data], "");
}
