import { writeOpaque } from "../../exchange/opaque";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, length, Span, span, start } from "../../wire/span";
import { writeSummary } from "./write-reasoning";

/** An empty string, in distinction to none. */
export const EMPTY = new Constant("");

/** What stands between the brackets of a list; ABSENT if nothing does. */
export function inside(list: Span): Span {
  if (list == ABSENT || length(list) <= 2) return ABSENT;
  return span(start(list) + 1, length(list) - 2);
}

/** Opens an item up to what its type adds; `endObject` closes it. */
export function openItem(type: string, id: Span, status: string, json: JsonWriter): void {
  json.object();
  json.rawMember("id", id);
  json.asciiMember("type", type);
  json.asciiMember("status", status);
}

/** Opens a message's list of parts; `closeMessage` closes both. */
export function openMessage(id: Span, status: string, json: JsonWriter): void {
  openItem("message", id, status, json);
  json.asciiMember("role", "assistant");
  json.key("content");
  json.array();
}

export function closeMessage(json: JsonWriter): void {
  json.endArray();
  json.endObject();
}

/** `logprobs`: the inside of a list; ABSENT: none. */
export function writeOutputText(text: Span, logprobs: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "output_text");
  json.rawMember("text", text);
  json.key("annotations");
  json.array();
  json.endArray();
  json.key("logprobs");
  json.array();
  if (logprobs != ABSENT) json.value(logprobs);
  json.endArray();
  json.endObject();
}

export function writeRefusal(text: Span, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "refusal");
  json.rawMember("refusal", text);
  json.endObject();
}

/** `text` ABSENT: there is no summary, not even an empty one; `encrypted` ABSENT: the provider gave none. */
export function writeReasoning(
  id: Span,
  status: string,
  text: Span,
  encrypted: Span,
  maker: string,
  json: JsonWriter,
): void {
  openItem("reasoning", id, status, json);
  writeSummary(text, json);
  json.key("encrypted_content");
  if (encrypted != ABSENT) writeOpaque(encrypted, maker, json);
  else json.literal("null");
  json.endObject();
}
