import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, length, Span } from "../../wire/span";
import { EventWriter } from "./event-writer";
import { StreamedItem } from "./streamed-item";
import { EMPTY, writeReasoning } from "./write-items";

/** What the model thought: at most one part of a summary, and what seals it. */
export class StreamedReasoning extends StreamedItem {
  private hasPart: bool = false;
  private words: Output = new Output();
  private isSealed: bool = false;
  private encrypted: Output = new Output();

  constructor(
    events: EventWriter,
    id: Span,
    index: i32,
    /** Of the seal, see exchange/opaque.ts. */
    private maker: string,
  ) {
    super(events, id, index);
    this.begin();
  }

  /** An empty piece makes a part all the same: its seal then is a signature. */
  think(piece: Span): void {
    if (!this.hasPart) {
      this.hasPart = true;
      this.announcePart("response.reasoning_summary_part.added");
    }
    if (length(piece) == 0) return;
    this.words.raw(piece);
    this.partEvent("response.reasoning_summary_text.delta");
    this.events.json.rawMember("delta", piece);
    this.events.close();
  }

  seal(encrypted: Span): void {
    this.isSealed = true;
    this.encrypted.raw(encrypted);
  }

  write(status: string, json: JsonWriter): void {
    const encrypted = this.isSealed ? this.encrypted.bytes : ABSENT;
    const words = this.words.size > 0 ? this.words.bytes : EMPTY.bytes;
    writeReasoning(this.id, status, this.hasPart ? words : ABSENT, encrypted, this.maker, json);
  }

  protected endParts(): void {
    if (!this.hasPart) return;
    this.partEvent("response.reasoning_summary_text.done");
    this.events.json.rawMember("text", this.words.bytes);
    this.events.close();
    this.announcePart("response.reasoning_summary_part.done");
  }

  private announcePart(name: string): void {
    const json = this.events.json;
    this.partEvent(name);
    json.key("part");
    json.object();
    json.asciiMember("type", "summary_text");
    json.rawMember("text", this.words.bytes);
    json.endObject();
    this.events.close();
  }

  private partEvent(name: string): void {
    this.events.openFor(name, this.id, this.index);
    this.events.json.countMember("summary_index", 0);
  }

  free(): void {
    super.free();
    this.words.free();
    this.encrypted.free();
  }
}
