import { ownOpaque, writeOpaque } from "../../exchange/opaque";
import { Part, PartKind, ReasoningPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { ReasoningHistory, Traits } from "../../exchange/traits";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, Span } from "../../wire/span";
import { isNative, NAME } from "./fields";
import { keepsReasoning } from "./fit";
import { isMessageSignature } from "./google-signature";

/** What an assistant thought in an earlier turn, as its provider takes it back. */
export function writeReasoningHistory(
  request: ChatRequest,
  parts: Array<Part>,
  traits: Traits,
  json: JsonWriter,
): void {
  const kept: Array<ReasoningPart> = [];
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind == PartKind.Reasoning && keepsReasoning(request, parts[i], traits)) {
      kept.push(changetype<ReasoningPart>(parts[i]));
    }
  }
  if (kept.length == 0) return;
  if (traits.reasoningHistory != ReasoningHistory.Details) {
    json.key(traits.reasoningHistory == ReasoningHistory.Content ? "reasoning_content" : "reasoning");
    return joinThoughts(kept, json);
  }
  const native = isNative(request);
  json.key("reasoning_details");
  json.array();
  for (let i = 0; i < kept.length; i++) {
    const thought = kept[i];
    const signature = ownOpaque(thought.signature, NAME, native);
    const encrypted = ownOpaque(thought.encrypted, NAME, native);
    if (thought.text != ABSENT) writeTextDetail(thought.text, signature, thought.id, "", i, json);
    if (encrypted != ABSENT) writeEncryptedDetail(encrypted, thought.id, "", i, json);
  }
  json.endArray();
}

/** The thoughts of an answer: as text for all clients, and with their seals for those that hand them back. */
export function writeReasoning(parts: Array<Part>, maker: string, json: JsonWriter): void {
  const thoughts: Array<ReasoningPart> = [];
  let isSealed = false;
  let isText = false;
  for (let i = 0; i < parts.length; i++) {
    if (parts[i].kind != PartKind.Reasoning) continue;
    const thought = changetype<ReasoningPart>(parts[i]);
    if (isMessageSignature(thought.encrypted, maker)) continue;
    thoughts.push(thought);
    if (thought.text != ABSENT) isText = true;
    if (thought.signature != ABSENT || thought.encrypted != ABSENT) isSealed = true;
  }
  if (isText) {
    json.key("reasoning_content");
    joinThoughts(thoughts, json);
  }
  if (!isSealed) return;
  json.key("reasoning_details");
  json.array();
  for (let i = 0; i < thoughts.length; i++) {
    const thought = thoughts[i];
    if (thought.text != ABSENT || thought.signature != ABSENT) {
      writeTextDetail(thought.text, thought.signature, thought.id, maker, i, json);
    }
    if (thought.encrypted != ABSENT) writeEncryptedDetail(thought.encrypted, thought.id, maker, i, json);
  }
  json.endArray();
}

function joinThoughts(thoughts: Array<ReasoningPart>, json: JsonWriter): void {
  const runs: Array<Span> = [];
  for (let i = 0; i < thoughts.length; i++) if (thoughts[i].text != ABSENT) runs.push(thoughts[i].text);
  json.joined(runs, "\\n\\n");
}

/** https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks */
export function writeTextDetail(
  text: Span,
  signature: Span,
  id: Span,
  maker: string,
  index: i32,
  json: JsonWriter,
): void {
  json.object();
  json.asciiMember("type", "reasoning.text");
  json.rawMember("text", text);
  if (signature != ABSENT) {
    json.key("signature");
    writeOpaque(signature, maker, json);
  }
  json.stringMember("id", id);
  json.countMember("index", index);
  json.endObject();
}

export function writeEncryptedDetail(data: Span, id: Span, maker: string, index: i32, json: JsonWriter): void {
  json.object();
  json.asciiMember("type", "reasoning.encrypted");
  json.key("data");
  writeOpaque(data, maker, json);
  json.stringMember("id", id);
  json.countMember("index", index);
  json.endObject();
}
