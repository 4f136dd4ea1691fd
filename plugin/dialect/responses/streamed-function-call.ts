import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { StreamedCall } from "./streamed-call";

export class StreamedFunctionCall extends StreamedCall {
  private input: Output = new Output();

  addInput(piece: Span): void {
    this.input.raw(piece);
    this.events.openFor("response.function_call_arguments.delta", this.id, this.index);
    this.events.json.rawMember("delta", piece);
    this.events.close();
  }

  write(status: string, json: JsonWriter): void {
    this.openCall("function_call", status, json);
    this.writeName(json);
    json.rawMember("arguments", this.input.bytes);
    json.endObject();
  }

  protected endParts(): void {
    // Clients parse the arguments, and nothing is no JSON.
    if (this.input.size == 0) this.input.ascii("{}");
    this.events.openFor("response.function_call_arguments.done", this.id, this.index);
    this.writeName(this.events.json);
    this.events.json.rawMember("arguments", this.input.bytes);
    this.events.close();
  }

  free(): void {
    super.free();
    this.input.free();
  }
}
