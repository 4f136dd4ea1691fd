import { Part, PartKind, TextPart } from "../../exchange/part";
import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { isMedia, writeMedia } from "./media";

export function hasKind(parts: Array<Part>, kind: PartKind): bool {
  for (let i = 0; i < parts.length; i++) if (parts[i].kind == kind) return true;
  return false;
}

/** A member with the text of all parts of a kind. `glue`: raw, between them. */
export function writeText(name: string, parts: Array<Part>, kind: PartKind, glue: string, json: JsonWriter): void {
  const runs: Array<Span> = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind == kind) runs.push(changetype<TextPart>(parts[i]).text);
  }
  json.key(name);
  json.joined(runs, glue);
}

/**
 * Of a user's or a system message. What is text alone is one string: several compatible servers
 * (DeepSeek, older templates) know a list for nothing but images.
 */
export function writeContent(parts: Array<Part>, json: JsonWriter): void {
  if (!hasKind(parts, PartKind.Image) && !hasKind(parts, PartKind.Document)) {
    return writeText("content", parts, PartKind.Text, "\\n\\n", json);
  }
  json.key("content");
  json.array();
  for (let i = 0; i < parts.length; i++) {
    if (isMedia(parts[i])) writeMedia(parts[i], json);
    else if (parts[i].kind == PartKind.Text) writeTextPart(changetype<TextPart>(parts[i]), json);
  }
  json.endArray();
}

function writeTextPart(part: TextPart, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "text");
  json.rawMember("text", part.text);
  json.endObject();
}
