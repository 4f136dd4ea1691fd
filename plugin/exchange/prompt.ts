import { unescape } from "../wire/json-string";
import { Output } from "../wire/output";
import { ABSENT, length, Span, span, start } from "../wire/span";
import { estimateFrom } from "./estimate";

/** Who says a text of a prompt. */
export enum Place {
  System = 0,
  User = 1,
  /** The assistant, a tool, or the definition of one. */
  Other = 2,
}

/** Per text: the span (8), where its decoded bytes stand and how many they are (4 + 4), flags (4). */
const ENTRY: usize = 24;
const ESCAPED: u32 = 0x100;
const FIRST_CAPACITY: i32 = 64;

/**
 * What a request shows to the model, whatever its dialect: all its texts as they stand in the body, and
 * what rules ask about the rest. Spans lie in the client's body. One is used again and again.
 */
export class Prompt {
  /** Entries of the conversation; a request without a list has one. */
  messages: i32 = 0;
  hasTools: bool = false;
  hasImages: bool = false;
  hasSystem: bool = false;
  /** The answer is to keep to a JSON schema. */
  hasSchema: bool = false;
  /** Pictures and documents. */
  media: i32 = 0;
  /** Of all texts, and of the structure of calls and tools. */
  bytes: i64 = 0;

  private entries: usize = 0;
  private capacity: i32 = 0;
  private texts: i32 = 0;
  private decoded: Output = new Output();
  private isDecoded: bool = false;

  clear(): void {
    this.messages = 0;
    this.hasTools = false;
    this.hasImages = false;
    this.hasSystem = false;
    this.hasSchema = false;
    this.media = 0;
    this.bytes = 0;
    this.texts = 0;
    this.isDecoded = false;
  }

  /** How many texts there are. */
  get count(): i32 {
    return this.texts;
  }

  get estimatedTokens(): i64 {
    return estimateFrom(this.messages, this.media, this.bytes);
  }

  /** `raw`: the inside of a JSON string. */
  add(raw: Span, isEscaped: bool, place: Place): void {
    if (length(raw) == 0) return;
    if (place == Place.System) this.hasSystem = true;
    if (this.texts == this.capacity) this.grow();
    const entry = this.entries + <usize>this.texts * ENTRY;
    store<u64>(entry, raw);
    store<u32>(entry, <u32>place | (isEscaped ? ESCAPED : 0), 16);
    this.texts += 1;
  }

  private grow(): void {
    const capacity = max(this.capacity * 2, FIRST_CAPACITY);
    const entries = heap.alloc(<usize>capacity * ENTRY);
    memory.copy(entries, this.entries, <usize>this.texts * ENTRY);
    if (this.entries != 0) heap.free(this.entries);
    this.entries = entries;
    this.capacity = capacity;
  }

  private entry(index: i32): usize {
    return this.entries + <usize>index * ENTRY;
  }

  /** As it stands in the body. `index`: below `count`, here and below. */
  raw(index: i32): Span {
    return load<u64>(this.entry(index));
  }

  isEscaped(index: i32): bool {
    return (load<u32>(this.entry(index), 16) & ESCAPED) != 0;
  }

  place(index: i32): Place {
    return <Place>(load<u32>(this.entry(index), 16) & 0xff);
  }

  /** As the model reads it: UTF-8, valid until the next `clear`. */
  text(index: i32): Span {
    if (!this.isEscaped(index)) return this.raw(index);
    if (!this.isDecoded) this.decode();
    const entry = this.entry(index);
    return span(start(this.decoded.bytes) + load<u32>(entry, 8), load<i32>(entry, 12));
  }

  /** All at once: the bytes stay where they are then. */
  private decode(): void {
    this.decoded.clear();
    for (let i = 0; i < this.texts; i++) {
      if (!this.isEscaped(i)) continue;
      const entry = this.entry(i);
      const at = this.decoded.size;
      unescape(this.raw(i), this.decoded);
      store<i32>(entry, at, 8);
      store<i32>(entry, this.decoded.size - at, 12);
    }
    this.isDecoded = true;
  }

  /** What the user said last; ABSENT if nothing. */
  get lastUserText(): Span {
    for (let i = this.texts - 1; i >= 0; i--) if (this.place(i) == Place.User) return this.text(i);
    return ABSENT;
  }
}
