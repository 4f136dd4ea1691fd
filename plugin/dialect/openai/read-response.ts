import { Part, PartKind, ReasoningPart, TextPart } from "../../exchange/part";
import { ChatResponse } from "../../exchange/response";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { asReasoning, signatureOf } from "./google-signature";
import { readReasoning } from "./read-reasoning";
import { readAnsweredCalls } from "./read-tool-calls";
import { isGivenUp, readStopReason, settledReason } from "./stop-reason";
import { readUsage } from "./usage";

/** https://platform.openai.com/docs/api-reference/chat/object; the first choice is the answer. */
export function readResponse(tape: Tape, into: ChatResponse): bool {
  const choices = tape.find(tape.root, "choices");
  if (!tape.isArray(choices)) return false;
  const choice = tape.first(choices);
  const message = tape.find(choice, "message");
  const reason = tape.text(tape.find(choice, "finish_reason"));
  if (!tape.isObject(message) || isGivenUp(reason)) return false;
  into.id = filledText(tape, tape.root, "id");
  into.model = filledText(tape, tape.root, "model");
  readReasoning(tape, message, into.parts);
  readContent(tape, tape.find(message, "content"), into.parts);
  const refusal = filledText(tape, message, "refusal");
  if (refusal != ABSENT) into.parts.push(new TextPart(refusal, PartKind.Refusal));
  if (into.parts.length > 0) readSignature(tape, message, into.parts);
  const before = into.parts.length;
  readAnsweredCalls(tape, message, into.parts);
  into.stopReason = settledReason(readStopReason(reason), into.parts.length > before, refusal != ABSENT);
  const logprobs = tape.find(tape.find(choice, "logprobs"), "content");
  if (tape.isArray(logprobs)) into.logprobs = tape.value(logprobs);
  readUsage(tape, tape.find(tape.root, "usage"), into.usage);
  return true;
}

/** A string; from Mistral's reasoning models a list of parts: https://docs.mistral.ai/capabilities/reasoning/ */
function readContent(tape: Tape, value: i32, into: Array<Part>): void {
  if (tape.isString(value)) {
    if (length(tape.bytes(value)) > 0) into.push(new TextPart(tape.bytes(value)));
    return;
  }
  if (!tape.isArray(value)) return;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    const text = filledText(tape, item, "text");
    if (text != ABSENT && is(tape.text(tape.find(item, "type")), "text")) into.push(new TextPart(text));
    const thinking = tape.find(item, "thinking");
    if (tape.isArray(thinking)) readThoughts(tape, thinking, into);
  }
}

function readThoughts(tape: Tape, list: i32, into: Array<Part>): void {
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const text = filledText(tape, item, "text");
    if (text == ABSENT) continue;
    const part = new ReasoningPart();
    part.text = text;
    into.push(part);
  }
}

/** Of a message that says something: it is the client's to hand back, and no answer by itself. */
function readSignature(tape: Tape, message: i32, into: Array<Part>): void {
  const signature = signatureOf(tape, message);
  if (signature == ABSENT) return;
  const part = new ReasoningPart();
  part.encrypted = asReasoning(signature);
  into.push(part);
}
