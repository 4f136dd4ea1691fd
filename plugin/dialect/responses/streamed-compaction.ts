import { JsonWriter } from "../../wire/json-writer";
import { Span } from "../../wire/span";
import { writeCompaction } from "./compaction";
import { EventWriter } from "./event-writer";
import { StreamedItem } from "./streamed-item";

/** A conversation made short: told whole, when it is whole. */
export class StreamedCompaction extends StreamedItem {
  /** `summary`: lives as long as this. */
  constructor(
    events: EventWriter,
    id: Span,
    index: i32,
    private summary: Span,
  ) {
    super(events, id, index);
  }

  write(status: string, json: JsonWriter): void {
    writeCompaction(this.id, this.summary, json);
  }

  protected endParts(): void {}
}
