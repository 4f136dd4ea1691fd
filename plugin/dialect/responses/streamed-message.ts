import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { EventWriter } from "./event-writer";
import { StreamedItem } from "./streamed-item";
import { closeMessage, openMessage, writeOutputText, writeRefusal } from "./write-items";

/** A message: texts and refusals, part by part. */
export class StreamedMessage extends StreamedItem {
  /** The JSON of the parts that are done, with commas. */
  private done: Output;
  private doneJson: JsonWriter;
  private parts: i32 = 0;
  private inPart: bool = false;
  private isRefusal: bool = false;
  private words: Output = new Output();
  /** Of the open part: the inside of a list. */
  private logprobs: Output = new Output();

  constructor(events: EventWriter, id: Span, index: i32) {
    super(events, id, index);
    const done = new Output();
    this.done = done;
    this.doneJson = new JsonWriter(done);
    this.begin();
  }

  /** `logprobs`: the inside of a list, or ABSENT. */
  say(piece: Span, isRefusal: bool, logprobs: Span): void {
    if (this.inPart && isRefusal != this.isRefusal) this.endParts();
    if (!this.inPart) this.beginPart(isRefusal);
    this.words.raw(piece);
    this.partEvent(isRefusal ? "response.refusal.delta" : "response.output_text.delta");
    this.events.json.rawMember("delta", piece);
    if (!isRefusal) this.writeLogprobs(logprobs);
    this.events.close();
    if (logprobs == ABSENT) return;
    if (this.logprobs.size > 0) this.logprobs.byte(0x2c);
    this.logprobs.raw(logprobs);
  }

  write(status: string, json: JsonWriter): void {
    openMessage(this.id, status, json);
    if (this.done.size > 0) json.value(this.done.bytes);
    if (this.inPart) this.writePart(json);
    closeMessage(json);
  }

  protected endParts(): void {
    if (!this.inPart) return;
    this.partEvent(this.isRefusal ? "response.refusal.done" : "response.output_text.done");
    this.events.json.rawMember(this.isRefusal ? "refusal" : "text", this.words.bytes);
    if (!this.isRefusal) this.writeLogprobs(this.kept);
    this.events.close();
    this.announcePart("response.content_part.done");
    this.writePart(this.doneJson);
    this.inPart = false;
    this.parts += 1;
  }

  private get kept(): Span {
    return this.logprobs.size > 0 ? this.logprobs.bytes : ABSENT;
  }

  private beginPart(isRefusal: bool): void {
    this.inPart = true;
    this.isRefusal = isRefusal;
    this.words.clear();
    this.logprobs.clear();
    this.announcePart("response.content_part.added");
  }

  private announcePart(name: string): void {
    this.partEvent(name);
    this.events.json.key("part");
    this.writePart(this.events.json);
    this.events.close();
  }

  private partEvent(name: string): void {
    this.events.openFor(name, this.id, this.index);
    this.events.json.countMember("content_index", this.parts);
  }

  private writePart(json: JsonWriter): void {
    if (this.isRefusal) writeRefusal(this.words.bytes, json);
    else writeOutputText(this.words.bytes, this.kept, json);
  }

  private writeLogprobs(list: Span): void {
    const json = this.events.json;
    json.key("logprobs");
    json.array();
    if (list != ABSENT) json.value(list);
    json.endArray();
  }

  free(): void {
    super.free();
    this.done.free();
    this.words.free();
    this.logprobs.free();
  }
}
