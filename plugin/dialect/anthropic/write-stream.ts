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

export class AnthropicStreamWriter extends StreamWriter {
  private json: JsonWriter;
  private inBlock: bool = false;

  constructor(
    out: Output,
    private stamp: Stamp,
  ) {
    super(out);
    this.json = new JsonWriter(out);
  }

  /** The event's name stands in its data as well, as `type`. */
  private event(name: string): void {
    this.out.ascii("event: ");
    this.out.ascii(name);
    this.out.ascii("\ndata: ");
    this.json.restart();
    this.json.object();
    this.json.asciiMember("type", name);
  }

  private endEvent(): void {
    this.json.endObject();
    this.out.ascii("\n\n");
  }

  begin(id: Span, model: Span, usage: Usage): void {
    const json = this.json;
    this.event("message_start");
    json.key("message");
    json.object();
    json.key("id");
    if (id != ABSENT) json.raw(id);
    else json.ascii("msg_" + this.stamp.id);
    json.asciiMember("type", "message");
    json.asciiMember("role", "assistant");
    json.rawMember("model", model);
    json.key("content");
    json.array();
    json.endArray();
    json.literalMember("stop_reason", "null");
    json.literalMember("stop_sequence", "null");
    writeUsage(usage, json);
    json.endObject();
    this.endEvent();
  }

  text(piece: Span): void {
    if (!this.inBlock) {
      this.inBlock = true;
      this.event("content_block_start");
      this.json.countMember("index", 0);
      this.out.ascii(',"content_block":{"type":"text","text":""}');
      this.endEvent();
    }
    this.out.ascii(
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"',
    );
    this.out.raw(piece);
    this.out.ascii('"}}\n\n');
  }

  finish(reason: StopReason, usage: Usage): void {
    if (this.inBlock) {
      this.event("content_block_stop");
      this.json.countMember("index", 0);
      this.endEvent();
    }
    this.event("message_delta");
    this.json.key("delta");
    this.json.object();
    this.json.asciiMember("stop_reason", stopReasonName(reason));
    this.json.literalMember("stop_sequence", "null");
    this.json.endObject();
    writeUsage(usage, this.json);
    this.endEvent();
    this.event("message_stop");
    this.endEvent();
  }

  fail(failure: Failure): void {
    this.out.ascii("event: error\ndata: ");
    this.json.restart();
    writeFailure(failure, this.json);
    this.out.ascii("\n\n");
  }
}
