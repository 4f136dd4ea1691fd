import { ownOpaque } from "../../exchange/opaque";
import { Part, PartKind, ReasoningPart, ToolCallPart } from "../../exchange/part";
import { ChatRequest } from "../../exchange/request";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, from, is, length, Span, startsWith, until } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { isNative, NAME } from "./fields";

// https://ai.google.dev/gemini-api/docs/thought-signatures: `extra_content.google.thought_signature`, of a call or of a
// message without calls. A message's is carried as reasoning that only its maker can read: clients hand that back.

/** Before a message's signature, to tell it from what others encrypt. Base64 has no dot. */
const MARK: string = "google.";

/** By Google's own word, for the calls of another model: the first of a message has to have one, from Gemini 3 on. */
export const UNSIGNED: string = "skip_thought_signature_validator";

const marked = new Output();

/** Of a member of `tool_calls`, a message or a delta; ABSENT: it has none. */
export function signatureOf(tape: Tape, object: i32): Span {
  const google = tape.find(tape.find(object, "extra_content"), "google");
  return filledText(tape, google, "thought_signature");
}

/** A message's signature as encrypted reasoning; valid until the next call. */
export function asReasoning(signature: Span): Span {
  marked.clear();
  marked.ascii(MARK);
  marked.raw(signature);
  return marked.bytes;
}

/** The signature in encrypted reasoning; ABSENT: it is none of Google's. */
export function signatureIn(encrypted: Span): Span {
  return startsWith(encrypted, MARK) ? from(encrypted, MARK.length) : ABSENT;
}

/** Whether an answer's encrypted reasoning is the message's signature, to a client of its maker's own dialect. */
export function isMessageSignature(encrypted: Span, maker: string): bool {
  return maker.length == 0 && signatureIn(encrypted) != ABSENT;
}

/** As `signatureIn`, of a part of a conversation. */
export function messageSignature(part: Part, request: ChatRequest): Span {
  if (part.kind != PartKind.Reasoning) return ABSENT;
  return signatureIn(ownOpaque(changetype<ReasoningPart>(part).encrypted, NAME, isNative(request)));
}

/** Whether a model asks for signatures. `model`: its name, also as Vertex AI and the list of models have it, behind a path. */
export function demandsSignatures(model: Span): bool {
  let name = model;
  for (let path = until(name, 0x2f); length(path) < length(name); path = until(name, 0x2f)) {
    name = from(name, length(path) + 1);
  }
  return !startsWith(name, "gemini-2") && !startsWith(name, "gemini-1");
}

/** `model`: the upstream model's name. `isFirst`: of its message. */
export function writeCallSignature(call: ToolCallPart, model: Span, isFirst: bool, json: JsonWriter): void {
  const isOwn = call.signature != ABSENT && is(call.signer, NAME);
  if (!isOwn && (!isFirst || !demandsSignatures(model))) return;
  open(json);
  if (isOwn) json.rawMember("thought_signature", call.signature);
  else json.asciiMember("thought_signature", UNSIGNED);
  close(json);
}

/** Of a message or a delta. */
export function writeSignature(signature: Span, json: JsonWriter): void {
  open(json);
  json.rawMember("thought_signature", signature);
  close(json);
}

function open(json: JsonWriter): void {
  json.key("extra_content");
  json.object();
  json.key("google");
  json.object();
}

function close(json: JsonWriter): void {
  json.endObject();
  json.endObject();
}
