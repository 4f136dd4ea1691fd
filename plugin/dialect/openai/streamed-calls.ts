import { writeSignedId } from "../../exchange/signed-call";
import { StreamWriter } from "../../exchange/stream";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, length, Span, same } from "../../wire/span";
import { filledText } from "../openai-platform/filled-text";
import { valueAsText } from "../tool-input";
import { NAME } from "./fields";
import { signatureOf } from "./google-signature";

/** The server did not number its calls. */
const UNNUMBERED: i64 = -1;

/** More calls in one answer are a fault, and looking for each among them would take too long. */
const MAX_CALLS: i32 = 1024;

class StreamedCall {
  id: Output = new Output();
  name: Output = new Output();
  /** Arguments that came before the writer knew of it. */
  early: Output = new Output();
  /** As the client is to know it, with Google's signature; empty: as it is. */
  signed: Output = new Output();
  /** Among the calls that the writer knows; -1: it does not. */
  index: i32 = -1;

  constructor(
    /** The server's own number. */
    public number: i64,
  ) {}

  free(): void {
    this.id.free();
    this.name.free();
    this.early.free();
    this.signed.free();
  }
}

/**
 * The tool calls of a stream, which come in fragments. OpenAI numbers the calls, names one in its first
 * fragment and gives its id there alone. Some servers do not number them, give all the same number
 * (Gemini), send a whole call in one piece, repeat the id, or leave it out.
 */
export class StreamedCalls {
  private calls: Array<StreamedCall> = [];
  /** How many calls the writer knows. */
  count: i32 = 0;
  /** The provider made more than MAX_CALLS. */
  tooMany: bool = false;

  /**
   * `isSigned`: a signature may come behind the call's first piece. It goes to the client in the call's id, so a call without
   * one waits until the end.
   */
  constructor(private isSigned: bool) {}

  /** A member of `tool_calls`. */
  read(tape: Tape, fragment: i32, writer: StreamWriter): void {
    const number = tape.find(fragment, "index");
    const key = tape.isNumber(number) ? wholeNumber(tape.bytes(number)) : UNNUMBERED;
    const signature = signatureOf(tape, fragment);
    this.take(tape, tape.find(fragment, "function"), filledText(tape, fragment, "id"), signature, key, writer);
  }

  /** The deprecated `function_call`: there is one in a stream, and it has no id. */
  readFunction(tape: Tape, value: i32, writer: StreamWriter): void {
    this.take(tape, value, ABSENT, ABSENT, 0, writer);
  }

  private take(tape: Tape, value: i32, id: Span, signature: Span, number: i64, writer: StreamWriter): void {
    if (!tape.isObject(value) && signature == ABSENT) return;
    const name = filledText(tape, value, "name");
    const call = this.callOf(id, name, number);
    if (call === null) return;
    if (signature != ABSENT && call.signed.size == 0) writeSignedId(signature, call.id.bytes, NAME, call.signed);
    if (call.name.size == 0) call.name.raw(name);
    this.announce(!this.isSigned, writer);
    const input = tape.find(value, "arguments");
    const piece = tape.isObject(input) ? valueAsText(tape.value(input)) : tape.text(input);
    if (length(piece) == 0) return;
    if (call.index < 0) call.early.raw(piece);
    else writer.toolInput(call.index, piece);
  }

  private callOf(id: Span, name: Span, number: i64): StreamedCall | null {
    for (let i = this.calls.length - 1; i >= 0; i--) {
      const call = this.calls[i];
      if (call.number == number && id != ABSENT && same(call.id.bytes, id)) return call;
    }
    for (let i = this.calls.length - 1; i >= 0; i--) {
      const call = this.calls[i];
      if (call.number == number && continues(call, id, name)) return call;
    }
    if (this.calls.length == MAX_CALLS) {
      this.tooMany = true;
      return null;
    }
    const call = new StreamedCall(number);
    call.id.raw(id);
    this.calls.push(call);
    return call;
  }

  /** No signature comes any more. */
  end(writer: StreamWriter): void {
    this.announce(true, writer);
  }

  /** Tells the writer, in their order, of the calls that have a name. `unsigned`: of those without a signature too. */
  private announce(unsigned: bool, writer: StreamWriter): void {
    for (let i = 0; i < this.calls.length; i++) {
      const call = this.calls[i];
      if (call.index >= 0 || call.name.size == 0) continue;
      if (!unsigned && call.signed.size == 0) return;
      call.index = this.count++;
      const id = call.signed.size > 0 ? call.signed.bytes : call.id.bytes;
      writer.toolCall(call.index, length(id) > 0 ? id : ABSENT, call.name.bytes);
      if (call.early.size > 0) writer.toolInput(call.index, call.early.bytes);
    }
  }

  free(): void {
    for (let i = 0; i < this.calls.length; i++) this.calls[i].free();
  }
}

/** A fragment with a name begins a call, if its id is another, or its name, or if nothing numbers the calls. */
function continues(call: StreamedCall, id: Span, name: Span): bool {
  if (name == ABSENT || call.name.size == 0) return true;
  if (id != ABSENT && call.id.size > 0) return false;
  return call.number != UNNUMBERED && same(call.name.bytes, name);
}
