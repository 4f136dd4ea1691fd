import { escape } from "./json-string";
import { Output } from "./output";
import { ABSENT, Span, span } from "./span";

/** Writes JSON and sets the commas. Keys are ASCII without anything to escape. */
export class JsonWriter {
  private comma: bool = false;

  constructor(public out: Output) {}

  private separate(): void {
    if (this.comma) this.out.byte(0x2c);
    this.comma = true;
  }

  private open(bracket: u8): void {
    this.separate();
    this.out.byte(bracket);
    this.comma = false;
  }

  private close(bracket: u8): void {
    this.out.byte(bracket);
    this.comma = true;
  }

  /** Forgets the value before: the next one starts a new document. */
  restart(): void {
    this.comma = false;
  }

  object(): void {
    this.open(0x7b);
  }

  endObject(): void {
    this.close(0x7d);
  }

  array(): void {
    this.open(0x5b);
  }

  endArray(): void {
    this.close(0x5d);
  }

  key(name: string): void {
    this.separate();
    this.out.byte(0x22);
    this.out.ascii(name);
    this.out.ascii('":');
    this.comma = false;
  }

  /** A member whose value stood in another document; nothing if it is ABSENT. */
  member(name: string, bytes: Span): void {
    if (bytes == ABSENT) return;
    this.key(name);
    this.value(bytes);
  }

  /** A member with a raw string; nothing if it is ABSENT. */
  stringMember(name: string, bytes: Span): void {
    if (bytes != ABSENT) this.rawMember(name, bytes);
  }

  /** A member with a raw string, as `raw` takes it. */
  rawMember(name: string, bytes: Span): void {
    this.key(name);
    this.raw(bytes);
  }

  asciiMember(name: string, text: string): void {
    this.key(name);
    this.ascii(text);
  }

  /** A number from a count, which is never below 0. */
  countMember(name: string, value: i64): void {
    this.key(name);
    this.out.decimal(max(value, 0));
    this.comma = true;
  }

  literalMember(name: string, word: string): void {
    this.key(name);
    this.literal(word);
  }

  /** A member with a list of raw strings; nothing if it is empty. */
  stringsMember(name: string, items: Array<Span>): void {
    if (items.length == 0) return;
    this.key(name);
    this.array();
    for (let i = 0; i < items.length; i++) this.raw(items[i]);
    this.endArray();
  }

  /** A value as it stood in another document: a number, or a whole subtree. */
  value(bytes: Span): void {
    this.separate();
    this.out.raw(bytes);
  }

  /** A string as it stood between its quotes in another document, escapes and all. */
  raw(bytes: Span): void {
    this.separate();
    this.out.byte(0x22);
    this.out.raw(bytes);
    this.out.byte(0x22);
  }

  /** A raw string with our own ASCII text before it. */
  prefixed(prefix: string, bytes: Span): void {
    this.separate();
    this.out.byte(0x22);
    this.out.ascii(prefix);
    this.out.raw(bytes);
    this.out.byte(0x22);
  }

  /** A string from UTF-8 text. */
  utf8(bytes: Span): void {
    this.separate();
    this.out.byte(0x22);
    escape(bytes, this.out);
    this.out.byte(0x22);
  }

  /** A string from a string. */
  text(text: string): void {
    const bytes = String.UTF8.encode(text);
    this.utf8(span(changetype<usize>(bytes), bytes.byteLength));
  }

  /** A string from our own ASCII text that needs no escapes. */
  ascii(text: string): void {
    this.separate();
    this.out.byte(0x22);
    this.out.ascii(text);
    this.out.byte(0x22);
  }

  /** A string joined from raw runs, with `glue` (raw as well) between them. */
  joined(runs: Array<Span>, glue: string): void {
    this.separate();
    this.out.byte(0x22);
    for (let i = 0; i < runs.length; i++) {
      if (i > 0) this.out.ascii(glue);
      this.out.raw(runs[i]);
    }
    this.out.byte(0x22);
  }

  integer(value: i64): void {
    this.separate();
    this.out.decimal(value);
  }

  literal(word: string): void {
    this.separate();
    this.out.ascii(word);
  }
}
