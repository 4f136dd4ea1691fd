import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { EventWriter } from "./event-writer";
import { itemType, statusOf, writeWish } from "./local-call";
import { OwnTool } from "./own-tool";
import { StreamedCall } from "./streamed-call";

/** The call of a tool that the client runs: it has no events of its own, and its arguments are no text. */
export class StreamedLocalCall extends StreamedCall {
  private input: Output = new Output();

  constructor(
    events: EventWriter,
    id: Span,
    index: i32,
    callId: Span,
    name: Span,
    private own: OwnTool,
  ) {
    super(events, id, index, callId, name, own);
  }

  addInput(piece: Span): void {
    this.input.raw(piece);
  }

  write(status: string, json: JsonWriter): void {
    const form = this.own.form;
    this.openCall(itemType(form), statusOf(form, status), json);
    writeWish(form, this.input.bytes, true, json);
    json.endObject();
  }

  protected endParts(): void {}

  free(): void {
    super.free();
    this.input.free();
  }
}
