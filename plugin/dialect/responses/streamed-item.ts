import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { EventWriter } from "./event-writer";

/**
 * One item of a streamed answer. What was streamed is kept, since the item's last event and the
 * response's repeat it whole.
 */
export abstract class StreamedItem {
  /** in_progress, completed or incomplete. */
  status: string = "in_progress";
  private ownId: Output = new Output();

  constructor(
    protected events: EventWriter,
    id: Span,
    /** In the answer's list of items. */
    protected index: i32,
  ) {
    this.ownId.raw(id);
  }

  protected get id(): Span {
    return this.ownId.bytes;
  }

  get isOpen(): bool {
    return this.status == "in_progress";
  }

  /** The item as far as it has come. */
  abstract write(status: string, json: JsonWriter): void;

  /** The events that end its parts. */
  protected abstract endParts(): void;

  /** Once, before all else: by whoever made the item whole. */
  begin(): void {
    this.announce("response.output_item.added");
  }

  end(status: string): void {
    this.endParts();
    this.status = status;
    this.announce("response.output_item.done");
  }

  private announce(name: string): void {
    this.events.open(name);
    this.events.json.countMember("output_index", this.index);
    this.events.json.key("item");
    this.write(this.status, this.events.json);
    this.events.close();
  }

  free(): void {
    this.ownId.free();
  }
}
