import { JsonWriter } from "../../wire/json-writer";
import { joinLines } from "../../wire/one-line";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";

/** Writes the events of one stream, numbered from 0. */
export class EventWriter {
  json: JsonWriter;
  private sequence: i32 = 0;
  /** Where the event's data begins in the output. */
  private begin: i32 = 0;

  constructor(private out: Output) {
    this.json = new JsonWriter(out);
  }

  /** Opens an event up to its own members. */
  open(name: string): void {
    this.out.ascii("event: ");
    this.out.ascii(name);
    this.out.ascii("\ndata: ");
    this.begin = this.out.size;
    this.json.restart();
    this.json.object();
    this.json.asciiMember("type", name);
    this.json.countMember("sequence_number", this.sequence);
    this.sequence += 1;
  }

  /** Opens an event about an item. */
  openFor(name: string, id: Span, outputIndex: i32): void {
    this.open(name);
    this.json.rawMember("item_id", id);
    this.json.countMember("output_index", outputIndex);
  }

  /** Schemas come from the client and may be laid out over lines. */
  close(): void {
    this.json.endObject();
    joinLines(this.out, this.begin);
    this.out.ascii("\n\n");
  }
}
