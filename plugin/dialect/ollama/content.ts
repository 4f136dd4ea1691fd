import { MediaPart, Part, PartKind, ReasoningPart, TextPart } from "../../exchange/part";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, length, Span } from "../../wire/span";

/** Separate texts of one message are paragraphs. Raw: escaped as it stands in a document. */
export const PARAGRAPH: string = "\\n\\n";

const runs: Array<Span> = [];

/** A part's visible words; ABSENT if it has none. */
export function wordsOf(part: Part): Span {
  if (part.kind == PartKind.Text || part.kind == PartKind.Refusal) return changetype<TextPart>(part).text;
  return part.kind == PartKind.Document ? changetype<MediaPart>(part).text : ABSENT;
}

function thoughtsOf(part: Part): Span {
  return part.kind == PartKind.Reasoning ? changetype<ReasoningPart>(part).text : ABSENT;
}

/** All words of a message as one string, which Ollama demands even if it is empty. */
export function writeWords(name: string, parts: Array<Part>, glue: string, json: JsonWriter): void {
  runs.length = 0;
  for (let i = 0; i < parts.length; i++) {
    const words = wordsOf(parts[i]);
    if (length(words) > 0) runs.push(words);
  }
  json.key(name);
  json.joined(runs, glue);
}

/** An answer's pieces are one text; a refusal is a paragraph of its own. */
export function writeAnswer(name: string, parts: Array<Part>, json: JsonWriter): void {
  let refuses = false;
  for (let i = 0; i < parts.length; i++) if (parts[i].kind == PartKind.Refusal) refuses = true;
  writeWords(name, parts, refuses ? PARAGRAPH : "", json);
}

export function writeThoughts(parts: Array<Part>, json: JsonWriter): void {
  runs.length = 0;
  for (let i = 0; i < parts.length; i++) {
    const thoughts = thoughtsOf(parts[i]);
    if (length(thoughts) > 0) runs.push(thoughts);
  }
  if (runs.length == 0) return;
  json.key("thinking");
  json.joined(runs, PARAGRAPH);
}

export function writeImages(parts: Array<Part>, json: JsonWriter): void {
  runs.length = 0;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind == PartKind.Image) runs.push(changetype<MediaPart>(parts[i]).data);
  }
  json.stringsMember("images", runs);
}
