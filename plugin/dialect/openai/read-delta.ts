import { Step, StreamWriter } from "../../exchange/stream";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, is, length, Span } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { isSet } from "../refuse";
import { asReasoning, signatureOf } from "./google-signature";
import { detailEncrypted, detailSignature, detailText, reasoningText } from "./read-reasoning";
import { StreamedCalls } from "./streamed-calls";

/** The `delta` of a stream's chunks, and what it adds up to. */
export class DeltaReader {
  calls: StreamedCalls;
  /** Whether the model has said why it does not answer. */
  refuses: bool = false;
  /** Whether the writer has pieces of a thought that no signature has sealed. */
  private thinking: bool = false;
  /** The message's, as Google gives it: with the last piece. */
  private signature: Output = new Output();

  constructor(isSigned: bool) {
    this.calls = new StreamedCalls(isSigned);
  }

  read(tape: Tape, choice: i32, writer: StreamWriter): Step {
    const delta = tape.find(choice, "delta");
    let said = this.readThoughts(tape, delta, writer);
    const logprobs = tape.find(tape.find(choice, "logprobs"), "content");
    if (tape.isArray(logprobs) && tape.first(logprobs) != NOTHING) writer.logprobs(tape.value(logprobs));
    if (this.readContent(tape, tape.find(delta, "content"), writer)) said = true;
    const refusal = filledText(tape, delta, "refusal");
    if (refusal != ABSENT) {
      this.refuses = true;
      writer.refusal(refusal);
    }
    this.readCalls(tape, delta, writer);
    const signature = signatureOf(tape, delta);
    if (signature != ABSENT) {
      this.signature.clear();
      this.signature.raw(signature);
    }
    return said || saysMore(tape, delta) ? Step.Content : Step.Nothing;
  }

  /** OpenRouter says a piece twice, as `reasoning` and in the details; a detail with a seal may repeat the whole thought. */
  private readThoughts(tape: Tape, delta: i32, writer: StreamWriter): bool {
    const text = reasoningText(tape, delta);
    if (text != ABSENT) this.think(text, writer);
    const details = tape.find(delta, "reasoning_details");
    let said = text != ABSENT;
    if (!tape.isArray(details)) return said;
    for (let item = tape.first(details); item != NOTHING; item = tape.next(details, item)) {
      const id = filledText(tape, item, "id");
      const piece = text == ABSENT ? detailText(tape, item) : ABSENT;
      const signature = detailSignature(tape, item);
      if (piece != ABSENT && (signature == ABSENT || !this.thinking)) this.think(piece, writer);
      if (signature != ABSENT) {
        writer.signature(signature, id);
        this.thinking = false;
      }
      const encrypted = detailEncrypted(tape, item);
      if (encrypted != ABSENT) writer.encryptedReasoning(encrypted, id);
      if (piece != ABSENT || signature != ABSENT || encrypted != ABSENT) said = true;
    }
    return said;
  }

  private think(piece: Span, writer: StreamWriter): void {
    this.thinking = true;
    writer.reasoning(piece);
  }

  /** A string; from Mistral's reasoning models a list of parts: https://docs.mistral.ai/capabilities/reasoning/ */
  private readContent(tape: Tape, value: i32, writer: StreamWriter): bool {
    if (tape.isString(value)) {
      const text = tape.bytes(value);
      if (length(text) > 0) writer.text(text);
      return length(text) > 0;
    }
    if (!tape.isArray(value)) return false;
    for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
      const piece = filledText(tape, item, "text");
      if (piece != ABSENT && is(tape.text(tape.find(item, "type")), "text")) writer.text(piece);
      const thinking = tape.find(item, "thinking");
      if (tape.isArray(thinking)) this.readParts(tape, thinking, writer);
    }
    return tape.first(value) != NOTHING;
  }

  private readParts(tape: Tape, thoughts: i32, writer: StreamWriter): void {
    for (let item = tape.first(thoughts); item != NOTHING; item = tape.next(thoughts, item)) {
      const piece = filledText(tape, item, "text");
      if (piece != ABSENT) this.think(piece, writer);
    }
  }

  private readCalls(tape: Tape, delta: i32, writer: StreamWriter): void {
    const list = tape.find(delta, "tool_calls");
    if (tape.isArray(list)) {
      for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
        this.calls.read(tape, item, writer);
      }
    }
    this.calls.readFunction(tape, tape.find(delta, "function_call"), writer);
  }

  /** All of the answer has been read. */
  end(writer: StreamWriter): void {
    if (this.signature.size > 0) writer.encryptedReasoning(asReasoning(this.signature.bytes), ABSENT);
    this.calls.end(writer);
  }

  free(): void {
    this.calls.free();
    this.signature.free();
  }
}

/** A call, a refusal, or what only a client of the same dialect gets to see, such as sound. */
function saysMore(tape: Tape, delta: i32): bool {
  if (!tape.isObject(delta)) return false;
  for (let key = tape.first(delta); key != NOTHING; key = tape.nextKey(delta, key)) {
    const name = tape.bytes(key);
    if (is(name, "role") || is(name, "content") || is(name, "extra_content")) continue;
    if (isSet(tape, key + 1)) return true;
  }
  return false;
}
