import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { writeInputAsObject } from "../tool-input";
import { StreamedCall } from "./streamed-call";

/** The client's search for tools: it has no events of its own, and its arguments are no text. */
export class StreamedSearch extends StreamedCall {
  private input: Output = new Output();

  addInput(piece: Span): void {
    this.input.raw(piece);
  }

  write(status: string, json: JsonWriter): void {
    this.openCall("tool_search_call", status, json);
    json.asciiMember("execution", "client");
    json.key("arguments");
    writeInputAsObject(this.input.bytes, true, json);
    json.endObject();
  }

  protected endParts(): void {}

  free(): void {
    super.free();
    this.input.free();
  }
}
