import { Part, ReasoningPart } from "../../exchange/part";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, Span } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";

/** The thoughts as one text: `reasoning_content` of DeepSeek and most others, `reasoning` of OpenRouter and vLLM. */
export function reasoningText(tape: Tape, message: i32): Span {
  const content = filledText(tape, message, "reasoning_content");
  return content != ABSENT ? content : filledText(tape, message, "reasoning");
}

// One of OpenRouter's `reasoning_details`:
// https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks

export function detailText(tape: Tape, detail: i32): Span {
  const text = filledText(tape, detail, "text");
  return text != ABSENT ? text : filledText(tape, detail, "summary");
}

export function detailSignature(tape: Tape, detail: i32): Span {
  return filledText(tape, detail, "signature");
}

export function detailEncrypted(tape: Tape, detail: i32): Span {
  return is(tape.text(tape.find(detail, "type")), "reasoning.encrypted") ? filledText(tape, detail, "data") : ABSENT;
}

/** Of an assistant's message, in a request or in an answer. The details say all that the text does, and more. */
export function readReasoning(tape: Tape, message: i32, into: Array<Part>): void {
  const before = into.length;
  const details = tape.find(message, "reasoning_details");
  if (tape.isArray(details)) {
    for (let item = tape.first(details); item != NOTHING; item = tape.next(details, item)) {
      readDetail(tape, item, into);
    }
  }
  if (into.length > before) return;
  const text = reasoningText(tape, message);
  if (text == ABSENT) return;
  const part = new ReasoningPart();
  part.text = text;
  into.push(part);
}

function readDetail(tape: Tape, detail: i32, into: Array<Part>): void {
  const part = new ReasoningPart();
  part.text = detailText(tape, detail);
  part.signature = detailSignature(tape, detail);
  part.encrypted = detailEncrypted(tape, detail);
  part.id = filledText(tape, detail, "id");
  if (part.text != ABSENT || part.signature != ABSENT || part.encrypted != ABSENT) into.push(part);
}
