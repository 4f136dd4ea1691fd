import { estimateTokens } from "../../exchange/estimate";
import { Failure } from "../../exchange/failure";
import { writeOpaque } from "../../exchange/opaque";
import { ChatRequest } from "../../exchange/request";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, length, Span } from "../../wire/span";
import { BlockEvents } from "./block-events";
import { writeFailure } from "./failure";
import { stopReasonName } from "./stop-reason";
import { writeFinalUsage, writeUsage } from "./usage";
import { WaitingCall } from "./waiting-call";
import { CALLER, writeUnknown } from "./write-response";

enum Open {
  None = 0,
  Text = 1,
  Thinking = 2,
  ToolUse = 3,
}

/**
 * Blocks come one after the other, so only one tool call is written live; those that begin meanwhile
 * wait until it is over: at the end of the answer, or when text or thoughts follow.
 */
export class AnthropicStreamWriter extends StreamWriter {
  private json: JsonWriter;
  private blocks: BlockEvents;
  private open: Open = Open.None;
  /** The call that is being written, while a tool call's block is open. */
  private live: i32 = 0;
  private waiting: Array<WaitingCall> = [];

  constructor(
    out: Output,
    private request: ChatRequest,
    private stamp: Stamp,
  ) {
    super(out);
    this.json = new JsonWriter(out);
    this.blocks = new BlockEvents(out);
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

  /** Clients take the size of the prompt from here. Other dialects tell it at the end: until then it is estimated. */
  private counted(usage: Usage): Usage {
    if (usage.input >= 0) return usage;
    const estimated = new Usage();
    estimated.input = estimateTokens(this.request);
    return estimated;
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
    writeUsage(this.counted(usage), json);
    writeUnknown(json);
    json.endObject();
    this.endEvent();
  }

  text(piece: Span): void {
    if (this.open != Open.Text) {
      this.close();
      this.open = Open.Text;
      this.blocks.begin('"type":"text","text":"","citations":null');
      this.blocks.begun();
    }
    this.blocks.delta('"type":"text_delta","text":', piece);
  }

  /** A refusal is text: a client shows it, and `stop_reason` tells what it is. */
  refusal(piece: Span): void {
    this.text(piece);
  }

  private beginThinking(): void {
    if (this.open == Open.Thinking) return;
    this.close();
    this.open = Open.Thinking;
    this.blocks.begin('"type":"thinking","thinking":"","signature":""');
    this.blocks.begun();
  }

  reasoning(piece: Span): void {
    this.beginThinking();
    this.blocks.delta('"type":"thinking_delta","thinking":', piece);
  }

  signature(signature: Span, id: Span): void {
    this.beginThinking();
    this.blocks.beginDelta('"type":"signature_delta","signature":');
    this.json.restart();
    writeOpaque(signature, this.maker, this.json);
    this.blocks.endDelta();
    this.blocks.end();
    this.open = Open.None;
  }

  encryptedReasoning(data: Span, id: Span): void {
    this.close();
    this.blocks.begin('"type":"redacted_thinking","data":');
    this.json.restart();
    writeOpaque(data, this.maker, this.json);
    this.blocks.begun();
    this.blocks.end();
  }

  toolCall(index: i32, id: Span, name: Span): void {
    if (this.open == Open.ToolUse) {
      this.waiting.push(new WaitingCall(index, id, name));
      return;
    }
    this.close();
    this.beginCall(index, id, name);
  }

  private beginCall(index: i32, id: Span, name: Span): void {
    this.open = Open.ToolUse;
    this.live = index;
    this.blocks.begin('"type":"tool_use","id":');
    this.json.restart();
    if (id != ABSENT) this.json.raw(id);
    else this.json.ascii(this.stamp.callId(index));
    this.json.rawMember("name", name);
    this.json.literalMember("input", "{}");
    this.json.literalMember("caller", CALLER);
    this.blocks.begun();
  }

  /** A piece for a call whose block is closed has nowhere to go. */
  toolInput(index: i32, piece: Span): void {
    if (this.open == Open.ToolUse && this.live == index) return this.writeInput(piece);
    for (let i = 0; i < this.waiting.length; i++) {
      if (this.waiting[i].index == index) return this.waiting[i].add(piece);
    }
  }

  private writeInput(piece: Span): void {
    this.blocks.delta('"type":"input_json_delta","partial_json":', piece);
  }

  /** Ends what is open, and writes the calls that waited for it. */
  private close(): void {
    // Clients expect a signature; where the provider gave none it is the bare mark of opaque.ts.
    if (this.open == Open.Thinking) this.signature(ABSENT, ABSENT);
    this.blocks.end();
    for (let i = 0; i < this.waiting.length; i++) {
      const call = this.waiting[i];
      this.beginCall(call.index, call.id, call.name);
      if (length(call.input) > 0) this.writeInput(call.input);
      this.blocks.end();
      call.free();
    }
    this.waiting = [];
    this.open = Open.None;
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    const json = this.json;
    this.close();
    this.event("message_delta");
    json.key("delta");
    json.object();
    json.asciiMember("stop_reason", stopReasonName(reason));
    json.key("stop_sequence");
    if (stopSequence != ABSENT) json.raw(stopSequence);
    else json.literal("null");
    json.literalMember("container", "null");
    json.literalMember("stop_details", "null");
    json.endObject();
    // The counts are cumulative: here stands what `message_start` could not know yet.
    writeFinalUsage(usage, json);
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

  ping(model: Span): void {
    this.event("ping");
    this.endEvent();
  }

  free(): void {
    for (let i = 0; i < this.waiting.length; i++) this.waiting[i].free();
    this.waiting = [];
  }
}
