import { ToolCallPart } from "../../exchange/part";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span, startsWith } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { NAME } from "./fields";

// https://ai.google.dev/gemini-api/docs/thought-signatures: `tool_calls[].extra_content.google.thought_signature`

/** Of a member of `tool_calls`; ABSENT: it has none. */
export function signatureOf(tape: Tape, call: i32): Span {
  const google = tape.find(tape.find(call, "extra_content"), "google");
  return filledText(tape, google, "thought_signature");
}

/** By Google's own word, for the calls of another model: the first of a message has to have one, from Gemini 3 on. */
const UNSIGNED: string = "skip_thought_signature_validator";

/** `model`: the upstream model's name. `isFirst`: of its message. */
export function writeSignature(call: ToolCallPart, model: Span, isFirst: bool, json: JsonWriter): void {
  const isOwn = call.signature != ABSENT && is(call.signer, NAME);
  const isOld = startsWith(model, "gemini-2") || startsWith(model, "gemini-1");
  if (!isOwn && (!isFirst || isOld)) return;
  json.key("extra_content");
  json.object();
  json.key("google");
  json.object();
  if (isOwn) json.rawMember("thought_signature", call.signature);
  else json.asciiMember("thought_signature", UNSIGNED);
  json.endObject();
  json.endObject();
}
