import { MediaPart, PartKind } from "../../exchange/part";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, length, startsWith } from "../../wire/span";

/** Why Anthropic cannot take it, and what to do; empty if it can. `ownFiles`: the client's file ids are Anthropic's. */
export function mediaProblem(part: MediaPart, ownFiles: bool): string {
  if (part.fileId != ABSENT) {
    return ownFiles ? "" : "a file kept by another provider cannot be sent to this model's provider: send its content";
  }
  if (part.url != ABSENT) return "";
  const isDocument = part.kind == PartKind.Document;
  if (isDocument && part.text != ABSENT) return "";
  if (length(part.data) == 0) return "expected base64 data or a URL";
  if (isDocument) {
    return isPdf(part) ? "" : "this model's provider takes PDF files and plain text only: send the content as text";
  }
  return imageType(part).length > 0 ? "" : "this model's provider takes PNG, JPEG, GIF and WebP images only";
}

/** Empty: none that Anthropic takes. */
function imageType(part: MediaPart): string {
  const type = part.mediaType;
  if (is(type, "image/png")) return "image/png";
  if (is(type, "image/jpeg") || is(type, "image/jpg")) return "image/jpeg";
  if (is(type, "image/gif")) return "image/gif";
  return is(type, "image/webp") ? "image/webp" : "";
}

/** By its type, or by `%PDF-` in base64 where none is told. */
function isPdf(part: MediaPart): bool {
  return is(part.mediaType, "application/pdf") || (length(part.mediaType) == 0 && startsWith(part.data, "JVBERi0"));
}

export function writeMedia(part: MediaPart, json: JsonWriter): void {
  const isDocument = part.kind == PartKind.Document;
  json.object();
  json.asciiMember("type", isDocument ? "document" : "image");
  json.key("source");
  json.object();
  writeSource(part, json);
  json.endObject();
  if (isDocument) json.stringMember("title", part.name);
  json.member("cache_control", part.cacheControl);
  json.endObject();
}

function writeSource(part: MediaPart, json: JsonWriter): void {
  if (part.fileId != ABSENT) {
    json.asciiMember("type", "file");
    json.rawMember("file_id", part.fileId);
  } else if (part.url != ABSENT) {
    json.asciiMember("type", "url");
    json.rawMember("url", part.url);
  } else if (part.kind == PartKind.Document && part.text != ABSENT) {
    json.asciiMember("type", "text");
    json.asciiMember("media_type", "text/plain");
    json.rawMember("data", part.text);
  } else {
    json.asciiMember("type", "base64");
    json.asciiMember("media_type", part.kind == PartKind.Document ? "application/pdf" : imageType(part));
    json.rawMember("data", part.data);
  }
}
