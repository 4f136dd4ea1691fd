/**
 * JSON, scanned as bytes into a tape of tokens; nothing is decoded. Strict: RFC 8259 and UTF-8, so
 * that no byte is read differently here than at a provider.
 *
 * A token is 16 bytes: where its bytes start and end (strings without their quotes), the index of
 * the token behind its whole value, its kind. A member of an object is two tokens, key and value.
 */

import { scanNumber } from "./json-number";
import { escaped, forgetNonAscii, isText, nonAscii, scanString } from "./json-string";
import { end, is, Span, span, start } from "./span";
import { isUtf8 } from "./utf8";

export enum Kind {
  Object = 1,
  Array = 2,
  String = 3,
  Number = 4,
  True = 5,
  False = 6,
  Null = 7,
}

/** Deeper documents are refused. Tool schemas seen in the wild stay under 30. */
const MAX_DEPTH: i32 = 256;

/**
 * Documents of more values are refused: each costs 16 bytes, so 32 MiB of `0,0,0,…` would take 256 MiB.
 * A conversation of 10,000 messages has about 100,000.
 */
const MAX_TOKENS: i32 = 2_000_000;

/** What a tape keeps from one document to the next: 1 MiB. */
const KEPT_TOKENS: i32 = 65_536;

/** Returned where there is no such value. */
export const NOTHING: i32 = -1;

const TOKEN: usize = 16;
const ESCAPED: u32 = 0x100;

export class Tape {
  private tokens: usize = 0;
  private capacity: i32 = 0;
  private count: i32 = 0;
  private origin: usize = 0;
  /** Offset of the byte that made `scan` fail, and what is wrong there. */
  errorAt: i32 = 0;
  problem: string = "";

  /** Reads one document. The bytes must stay where they are for as long as the tape is used. */
  scan(bytes: Span): bool {
    if (this.capacity > KEPT_TOKENS) this.free();
    this.count = 0;
    this.origin = start(bytes);
    forgetNonAscii();
    const stop = end(bytes);
    const behind = this.document(this.origin, stop);
    if (behind == 0) return false;
    if (nonAscii && !isUtf8(bytes)) {
      this.fail(this.origin, "is not valid UTF-8");
      return false;
    }
    const rest = skipSpace(behind, stop);
    if (rest != stop) this.fail(rest);
    return rest == stop;
  }

  free(): void {
    if (this.tokens != 0) heap.free(this.tokens);
    this.tokens = 0;
    this.capacity = 0;
  }

  private fail(at: usize, problem: string = "is not valid JSON"): usize {
    this.errorAt = <i32>(at - this.origin);
    this.problem = problem;
    return 0;
  }

  private push(at: usize, behind: usize, kind: u32): i32 {
    if (this.count == this.capacity) {
      const capacity = max(this.capacity * 2, 64);
      const grown = heap.alloc(<usize>capacity * TOKEN);
      memory.copy(grown, this.tokens, <usize>this.count * TOKEN);
      if (this.tokens != 0) heap.free(this.tokens);
      this.tokens = grown;
      this.capacity = capacity;
    }
    const index = this.count++;
    const token = this.tokens + <usize>index * TOKEN;
    store<u32>(token, <u32>at);
    store<u32>(token, <u32>behind, 4);
    store<u32>(token, index + 1, 8);
    store<u32>(token, kind, 12);
    return index;
  }

  /** The whole document without recursion; behind it, or 0. An open container keeps its parent in `next`. */
  private document(at: usize, stop: usize): usize {
    let open = NOTHING;
    let depth = 0;
    let inObject = false;
    while (true) {
      at = skipSpace(at, stop);
      if (at >= stop) return this.fail(stop);
      let byte = load<u8>(at);
      if (inObject) {
        if (byte != 0x22) return this.fail(at);
        at = this.quoted(at, stop);
        if (at == 0) return 0;
        at = skipSpace(at, stop);
        if (at >= stop || load<u8>(at) != 0x3a) return this.fail(min(at, stop));
        at = skipSpace(at + 1, stop);
        if (at >= stop) return this.fail(stop);
        byte = load<u8>(at);
      }
      if (this.count >= MAX_TOKENS) return this.fail(at, "holds more than 2,000,000 values");
      if (byte == 0x7b || byte == 0x5b) {
        if (++depth > MAX_DEPTH) return this.fail(at, "is nested deeper than 256 levels");
        const index = this.push(at, 0, byte == 0x7b ? Kind.Object : Kind.Array);
        store<i32>(this.tokens + <usize>index * TOKEN, open, 8);
        open = index;
        inObject = byte == 0x7b;
        at = skipSpace(at + 1, stop);
        if (at >= stop) return this.fail(stop);
        if (load<u8>(at) != (inObject ? 0x7d : 0x5d)) continue;
      } else {
        at = this.scalar(byte, at, stop);
        if (at == 0) return 0;
      }
      // Behind a value, or on the bracket that ends an empty container.
      while (true) {
        if (open == NOTHING) return at;
        at = skipSpace(at, stop);
        if (at >= stop) return this.fail(stop);
        byte = load<u8>(at);
        if (byte == 0x2c) {
          at += 1;
          break;
        }
        if (byte != (inObject ? 0x7d : 0x5d)) return this.fail(at);
        at += 1;
        const token = this.tokens + <usize>open * TOKEN;
        open = load<i32>(token, 8);
        store<u32>(token, <u32>at, 4);
        store<u32>(token, this.count, 8);
        depth -= 1;
        inObject = open != NOTHING && this.kind(open) == Kind.Object;
      }
    }
  }

  private quoted(at: usize, stop: usize): usize {
    const close = scanString(at + 1, stop);
    if (close == 0) return this.fail(at);
    this.push(at + 1, close, Kind.String | (escaped ? ESCAPED : 0));
    return close + 1;
  }

  private scalar(byte: u8, at: usize, stop: usize): usize {
    if (byte == 0x22) return this.quoted(at, stop);
    let behind: usize = 0;
    let kind = Kind.Number;
    if (byte == 0x74) {
      kind = Kind.True;
      behind = literal(at, stop, "true");
    } else if (byte == 0x66) {
      kind = Kind.False;
      behind = literal(at, stop, "false");
    } else if (byte == 0x6e) {
      kind = Kind.Null;
      behind = literal(at, stop, "null");
    } else {
      behind = scanNumber(at, stop);
    }
    if (behind == 0) return this.fail(at);
    this.push(at, behind, kind);
    return behind;
  }

  /** How many values there are, and names of members. */
  get size(): i32 {
    return this.count;
  }

  /** The document's value. */
  get root(): i32 {
    return 0;
  }

  kind(index: i32): Kind {
    return <Kind>(load<u32>(this.tokens + <usize>index * TOKEN, 12) & 0xff);
  }

  isString(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.String;
  }

  isObject(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.Object;
  }

  isArray(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.Array;
  }

  isNumber(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.Number;
  }

  isTrue(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.True;
  }

  isFalse(index: i32): bool {
    return index >= 0 && this.kind(index) == Kind.False;
  }

  /** Absent or null: what most providers treat alike. */
  isNull(index: i32): bool {
    return index < 0 || this.kind(index) == Kind.Null;
  }

  /** Whether a string holds escapes: its bytes are then not its text. */
  isEscaped(index: i32): bool {
    return (load<u32>(this.tokens + <usize>index * TOKEN, 12) & ESCAPED) != 0;
  }

  /** A value's bytes as they stand; a string's without the quotes, still escaped. */
  bytes(index: i32): Span {
    const token = this.tokens + <usize>index * TOKEN;
    const at = load<u32>(token);
    return span(at, <i32>(load<u32>(token, 4) - at));
  }

  /** A value's bytes as they stand, a string's with its quotes; ABSENT for no value. */
  value(index: i32): Span {
    if (index < 0) return 0;
    const bytes = this.bytes(index);
    return this.isString(index) ? span(start(bytes) - 1, <i32>(end(bytes) - start(bytes)) + 2) : bytes;
  }

  /** `bytes` of a string; ABSENT for any other value and for none. */
  text(index: i32): Span {
    return this.isString(index) ? this.bytes(index) : 0;
  }

  /** First key of an object or element of an array; NOTHING if it is empty. */
  first(container: i32): i32 {
    return container + 1 < this.behind(container) ? container + 1 : NOTHING;
  }

  /** The element behind `index` in `container`; NOTHING behind the last. */
  next(container: i32, index: i32): i32 {
    const following = this.behind(index);
    return following < this.behind(container) ? following : NOTHING;
  }

  /** The key behind the member whose key is `key`. */
  nextKey(object: i32, key: i32): i32 {
    return this.next(object, key + 1);
  }

  private behind(index: i32): i32 {
    return load<i32>(this.tokens + <usize>index * TOKEN, 8);
  }

  /**
   * The value of an object's member of that name, escaped or not, the last one as in nearly all parsers;
   * NOTHING if it has none or is no object.
   */
  find(object: i32, name: string): i32 {
    let found = NOTHING;
    if (!this.isObject(object)) return found;
    for (let key = this.first(object); key != NOTHING; key = this.nextKey(object, key)) {
      const named = this.isEscaped(key) ? isText(this.bytes(key), name) : is(this.bytes(key), name);
      if (named) found = key + 1;
    }
    return found;
  }
}

function skipSpace(at: usize, stop: usize): usize {
  while (at < stop) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) break;
    at += 1;
  }
  return at;
}

function literal(at: usize, stop: usize, text: string): usize {
  const behind = at + text.length;
  return behind <= stop && is(span(at, text.length), text) ? behind : 0;
}
