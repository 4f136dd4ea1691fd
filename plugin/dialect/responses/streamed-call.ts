import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { EventWriter } from "./event-writer";
import { StreamedItem } from "./streamed-item";
import { openItem } from "./write-items";

/** A call, whose arguments come in pieces. */
export class StreamedCall extends StreamedItem {
  private callId: Output = new Output();
  private name: Output = new Output();
  private input: Output = new Output();

  constructor(events: EventWriter, id: Span, index: i32, callId: Span, name: Span) {
    super(events, id, index);
    this.callId.raw(callId);
    this.name.raw(name);
    this.begin();
  }

  addInput(piece: Span): void {
    this.input.raw(piece);
    this.events.openFor("response.function_call_arguments.delta", this.id, this.index);
    this.events.json.rawMember("delta", piece);
    this.events.close();
  }

  write(status: string, json: JsonWriter): void {
    openItem("function_call", this.id, status, json);
    json.rawMember("call_id", this.callId.bytes);
    json.rawMember("name", this.name.bytes);
    json.rawMember("arguments", this.input.bytes);
    json.endObject();
  }

  protected endParts(): void {
    // Clients parse the arguments, and nothing is no JSON.
    if (this.input.size == 0) this.input.ascii("{}");
    this.events.openFor("response.function_call_arguments.done", this.id, this.index);
    this.events.json.rawMember("name", this.name.bytes);
    this.events.json.rawMember("arguments", this.input.bytes);
    this.events.close();
  }

  free(): void {
    super.free();
    this.callId.free();
    this.name.free();
    this.input.free();
  }
}
