import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { writeCalledName } from "./called-tool";
import { EventWriter } from "./event-writer";
import { OwnTool } from "./own-tool";
import { StreamedItem } from "./streamed-item";
import { openItem } from "./write-items";

/** A call, whose arguments come in pieces. */
export abstract class StreamedCall extends StreamedItem {
  private callId: Output = new Output();
  private name: Output = new Output();

  /** `tool`: the client's; null: it offered none of that name. */
  constructor(
    events: EventWriter,
    id: Span,
    index: i32,
    callId: Span,
    name: Span,
    protected tool: OwnTool | null,
  ) {
    super(events, id, index);
    this.callId.raw(callId);
    this.name.raw(name);
  }

  /** A piece of JSON text inside a raw string. */
  abstract addInput(piece: Span): void;

  protected openCall(type: string, status: string, json: JsonWriter): void {
    openItem(type, this.id, status, json);
    json.rawMember("call_id", this.callId.bytes);
  }

  protected writeName(json: JsonWriter): void {
    writeCalledName(this.tool, this.name.bytes, json);
  }

  free(): void {
    super.free();
    this.callId.free();
    this.name.free();
  }
}
