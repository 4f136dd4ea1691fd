import { JsonWriter } from "../../wire/json-writer";
import { length, Span } from "../../wire/span";
import { TextInput } from "../text-input";
import { StreamedCall } from "./streamed-call";

/** The call of a tool that takes a text. */
export class StreamedCustomCall extends StreamedCall {
  private input: TextInput = new TextInput();

  addInput(piece: Span): void {
    this.tell(this.input.add(piece));
  }

  private tell(text: Span): void {
    if (length(text) == 0) return;
    this.events.openFor("response.custom_tool_call_input.delta", this.id, this.index);
    this.events.json.rawMember("delta", text);
    this.events.close();
  }

  write(status: string, json: JsonWriter): void {
    this.openCall("custom_tool_call", status, json);
    this.writeName(json);
    json.rawMember("input", this.input.text);
    json.endObject();
  }

  protected endParts(): void {
    if (!this.input.isTold) this.tell(this.input.text);
    this.events.openFor("response.custom_tool_call_input.done", this.id, this.index);
    this.events.json.rawMember("input", this.input.text);
    this.events.close();
  }

  free(): void {
    super.free();
    this.input.free();
  }
}
