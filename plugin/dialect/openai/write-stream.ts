import { Failure } from "../../exchange/failure";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { writeFailure } from "./failure";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";

export class OpenAiStreamWriter extends StreamWriter {
  private json: JsonWriter;
  /** What every chunk starts with, up to its choices. */
  private prefix: Output = new Output();

  constructor(
    out: Output,
    private stamp: Stamp,
    private wantsUsage: bool,
  ) {
    super(out);
    this.json = new JsonWriter(out);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    const json = new JsonWriter(this.prefix);
    this.prefix.ascii("data: ");
    json.object();
    json.key("id");
    if (id != ABSENT) json.raw(id);
    else json.ascii("chatcmpl-" + this.stamp.id);
    json.asciiMember("object", "chat.completion.chunk");
    json.countMember("created", this.stamp.seconds);
    json.rawMember("model", model);
    this.open();
    this.out.ascii('"role":"assistant","content":""');
    this.close("null");
  }

  text(piece: Span): void {
    this.open();
    this.out.ascii('"content":"');
    this.out.raw(piece);
    this.out.byte(0x22);
    this.close("null");
  }

  finish(reason: StopReason, usage: Usage): void {
    this.open();
    this.close('"' + stopReasonName(reason) + '"');
    if (this.wantsUsage) {
      this.out.raw(this.prefix.bytes);
      this.out.ascii(',"choices":[],');
      this.json.restart();
      writeUsage(usage, this.json);
      this.out.ascii("}\n\n");
    }
    this.out.ascii("data: [DONE]\n\n");
  }

  /** The official clients throw at an `error` member; no `[DONE]` follows. */
  fail(failure: Failure): void {
    this.out.ascii("data: ");
    this.json.restart();
    writeFailure(failure, this.json);
    this.out.ascii("\n\n");
  }

  free(): void {
    this.prefix.free();
  }

  private open(): void {
    this.out.raw(this.prefix.bytes);
    this.out.ascii(',"choices":[{"index":0,"delta":{');
  }

  private close(finishReason: string): void {
    this.out.ascii('},"logprobs":null,"finish_reason":');
    this.out.ascii(finishReason);
    this.out.ascii("}]}\n\n");
  }
}
