import { ownOpaque } from "../../exchange/opaque";
import { PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { FIELDS, NAME } from "./fields";

/** The encrypted content under which a provider of this dialect knows its earlier thoughts again; ABSENT: it did not make them. */
export function ownEncrypted(part: ReasoningPart, request: ChatRequest): Span {
  const sealed = part.signature != ABSENT ? part.signature : part.encrypted;
  return sealed == ABSENT ? ABSENT : ownOpaque(sealed, NAME, request.names === FIELDS);
}

/** Whether the conversation holds earlier thoughts that go to the provider. */
export function sendsReasoning(request: ChatRequest): bool {
  for (let i = 0; i < request.messages.length; i++) {
    const parts = request.messages[i].parts;
    for (let j = 0; j < parts.length; j++) {
      if (parts[j].kind != PartKind.Reasoning) continue;
      if (ownEncrypted(changetype<ReasoningPart>(parts[j]), request) != ABSENT) return true;
    }
  }
  return false;
}

/**
 * Without its id: with `store: false` servers look an id up, and do not find it
 * (https://github.com/vercel/ai/issues/12687); the encrypted content is the item.
 */
export function writeReasoningInput(part: ReasoningPart, request: ChatRequest, json: JsonWriter): void {
  const encrypted = ownEncrypted(part, request);
  if (encrypted == ABSENT) return;
  json.object();
  json.asciiMember("type", "reasoning");
  writeSummary(part.text, json);
  json.rawMember("encrypted_content", encrypted);
  json.endObject();
}

/** `text` ABSENT: an empty list. */
export function writeSummary(text: Span, json: JsonWriter): void {
  json.key("summary");
  json.array();
  if (text != ABSENT) {
    json.object();
    json.asciiMember("type", "summary_text");
    json.rawMember("text", text);
    json.endObject();
  }
  json.endArray();
}
