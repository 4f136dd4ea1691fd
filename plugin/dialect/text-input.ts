import { ToolCallPart } from "../exchange/part";
import { Arena } from "../wire/arena";
import { Constant } from "../wire/constant";
import { escape, unescape } from "../wire/json-string";
import { NOTHING, Tape } from "../wire/json-tape";
import { Output } from "../wire/output";
import { ABSENT, end, is, length, Span, span, start } from "../wire/span";

// Tools that take a text and no JSON, OpenAI's `custom`. To every other provider they are functions of one string.

const MEMBER: string = "input";

const schema = new Constant('{"type":"object","properties":{"input":{"type":"string"}},"required":["input"]}');
/** The arguments of such a function: a whole JSON value. */
export const TEXT_SCHEMA: Span = schema.bytes;

const scratch = new Output();
const decoded = new Output();
const tape = new Tape();

/** What the model is told of such a tool; `syntax` and `grammar` ABSENT: it takes any text. Raw strings. */
export function describeText(description: Span, syntax: Span, grammar: Span, arena: Arena): Span {
  scratch.clear();
  if (length(description) > 0) {
    scratch.raw(description);
    scratch.ascii("\\n\\n");
  }
  scratch.ascii("The argument `input` is the whole text, as it is.");
  if (length(grammar) > 0) {
    scratch.ascii(" The text must keep to this grammar");
    if (length(syntax) > 0) {
      scratch.ascii(" (");
      scratch.raw(syntax);
      scratch.byte(0x29);
    }
    scratch.ascii(":\\n");
    scratch.raw(grammar);
  }
  return arena.keep(scratch.bytes);
}

/** A text, a raw string, as the function's arguments: a whole JSON value. */
export function textArguments(text: Span, arena: Arena): Span {
  scratch.clear();
  scratch.ascii('{"input":"');
  scratch.raw(text);
  scratch.ascii('"}');
  return arena.keep(scratch.bytes);
}

/** The text in a call's arguments, as a raw string; valid until the next call. */
export function calledText(call: ToolCallPart): Span {
  if (!call.inputIsText) return call.input == ABSENT ? scratchText(ABSENT) : textIn(call.input);
  decoded.clear();
  unescape(call.input, decoded);
  return textIn(decoded.bytes);
}

/** Models name the one argument as they like, or write the text itself: all of it is then the text. */
function textIn(json: Span): Span {
  if (!tape.scan(json)) return scratchText(json);
  if (tape.isString(tape.root)) return tape.bytes(tape.root);
  const given = tape.find(tape.root, MEMBER);
  if (tape.isString(given)) return tape.bytes(given);
  const first = tape.isObject(tape.root) ? tape.first(tape.root) : NOTHING;
  const isOnly = first != NOTHING && tape.nextKey(tape.root, first) == NOTHING;
  return isOnly && tape.isString(first + 1) ? tape.bytes(first + 1) : scratchText(json);
}

function scratchText(json: Span): Span {
  scratch.clear();
  if (json != ABSENT) escape(json, scratch);
  return scratch.bytes;
}

/** The text of a call whose arguments come in pieces. */
export class TextInput {
  /** The arguments so far. */
  private json: Output = new Output();
  /** Where the text begins in them; -1: it has not. */
  private begin: i32 = -1;
  /** Behind the last whole character of the text. */
  private at: i32 = 0;
  private isClosed: bool = false;

  /** What a piece adds to the text, as a raw string; an empty one: nothing yet. Valid until the next piece. */
  add(piece: Span): Span {
    unescape(piece, this.json);
    if (this.begin < 0) {
      this.begin = textBegin(this.json.bytes);
      this.at = max(this.begin, 0);
    }
    const from = this.at;
    if (this.begin >= 0 && !this.isClosed) this.advance();
    return span(start(this.json.bytes) + from, this.at - from);
  }

  /** To the closing quote, or the last character that is whole: an escape may be cut. */
  private advance(): void {
    const all = this.json.bytes;
    const stop = end(all);
    let at = start(all) + this.at;
    while (at < stop) {
      const byte = load<u8>(at);
      if (byte == 0x22) {
        this.isClosed = true;
        break;
      }
      const size = byte == 0x5c ? escapeSize(at, stop) : 1;
      if (size == 0) break;
      at += size;
    }
    this.at = <i32>(at - start(all));
  }

  /** Whether `add` has told the text. */
  get isTold(): bool {
    return this.begin >= 0;
  }

  /** The whole text so far, as a raw string; valid until the next piece, or text. */
  get text(): Span {
    if (this.begin >= 0) return span(start(this.json.bytes) + this.begin, this.at - this.begin);
    return this.json.size == 0 ? span(start(this.json.bytes), 0) : textIn(this.json.bytes);
  }

  free(): void {
    this.json.free();
  }
}

/** Behind `{"input":"`, however it is spaced; -1: it does not stand there, or not yet. */
function textBegin(json: Span): i32 {
  let at = behind(json, 0, "{");
  at = behind(json, at, '"input"');
  at = behind(json, at, ":");
  return behind(json, at, '"');
}

/** Behind white space and a word; -1: the word is another. */
function behind(json: Span, at: i32, word: string): i32 {
  if (at < 0) return -1;
  while (at < length(json) && load<u8>(start(json) + at) <= 0x20) at += 1;
  const size = word.length;
  return at + size <= length(json) && is(span(start(json) + at, size), word) ? at + size : -1;
}

/** Of the escape sequence at `at`, with the one that makes a pair of surrogates whole; 0: more is to come. */
function escapeSize(at: usize, stop: usize): usize {
  if (at + 2 > stop) return 0;
  if (load<u8>(at + 1) != 0x75) return 2;
  if (at + 6 > stop) return 0;
  // \ud8.. to \udb.. is the first half of a pair.
  const third = load<u8>(at + 3) | 0x20;
  const isFirstHalf =
    (load<u8>(at + 2) | 0x20) == 0x64 && (third == 0x38 || third == 0x39 || third == 0x61 || third == 0x62);
  if (!isFirstHalf) return 6;
  if (at + 7 <= stop && load<u8>(at + 6) != 0x5c) return 6;
  if (at + 8 <= stop && load<u8>(at + 7) != 0x75) return 6;
  return at + 12 <= stop ? 12 : 0;
}
