import { Failure } from "../../exchange/failure";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { writeFailure } from "./failure";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

export class OllamaStreamWriter extends StreamWriter {
  private json: JsonWriter;
  private model: Output = new Output();

  constructor(
    out: Output,
    private stamp: Stamp,
  ) {
    super(out);
    this.json = new JsonWriter(out);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.model.raw(model);
  }

  private line(piece: Span): void {
    const json = this.json;
    json.restart();
    json.object();
    json.rawMember("model", this.model.bytes);
    json.asciiMember("created_at", this.stamp.rfc3339);
    json.key("message");
    json.object();
    json.asciiMember("role", "assistant");
    json.rawMember("content", piece);
    json.endObject();
    json.key("done");
  }

  private endLine(): void {
    this.json.endObject();
    this.out.byte(0x0a);
  }

  text(piece: Span): void {
    this.line(piece);
    this.json.literal("false");
    this.endLine();
  }

  finish(reason: StopReason, usage: Usage): void {
    this.line(0);
    this.json.literal("true");
    this.json.asciiMember("done_reason", stopReasonName(reason));
    writeUsage(usage, this.stamp, this.json);
    this.endLine();
  }

  fail(failure: Failure): void {
    this.json.restart();
    writeFailure(failure, this.json);
    this.out.byte(0x0a);
  }

  free(): void {
    this.model.free();
  }
}
