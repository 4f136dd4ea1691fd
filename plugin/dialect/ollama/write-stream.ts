import { Failure } from "../../exchange/failure";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { Arena } from "../../wire/arena";
import { Constant } from "../../wire/constant";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { AnswerLine } from "./answer-line";
import { AnswerShape } from "./answer-shape";
import { PARAGRAPH } from "./content";
import { writeFailure } from "./failure";
import { PendingCall } from "./pending-call";
import { stopReasonName } from "./stop-reason";
import { writeUsage } from "./usage";
import { writeFunction } from "./write-tool-call";

/** A line a piece. Tool calls go whole, before the last line: calls may take turns until then. */
const PARAGRAPH_BREAK = new Constant(PARAGRAPH);

export class OllamaStreamWriter extends StreamWriter {
  private json: JsonWriter;
  private line: AnswerLine;
  private arena: Arena = new Arena();
  private calls: Array<PendingCall> = [];
  private hasSpoken: bool = false;
  private isRefusing: bool = false;
  /** Of the next text. */
  private probabilities: Output = new Output();

  constructor(
    out: Output,
    shape: AnswerShape,
    private stamp: Stamp,
  ) {
    super(out);
    const json = new JsonWriter(out);
    this.json = json;
    this.line = new AnswerLine(json, shape, stamp);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.line.model = this.arena.keep(model);
  }

  text(piece: Span): void {
    this.hasSpoken = true;
    this.line.open(piece);
    this.line.close(false);
    this.writeProbabilities();
    this.line.end();
  }

  logprobs(list: Span): void {
    this.probabilities.clear();
    this.probabilities.raw(list);
  }

  /** Ollama's models refuse in plain words: a paragraph of its own behind what was said before. */
  refusal(piece: Span): void {
    if (this.hasSpoken && !this.isRefusing) this.text(PARAGRAPH_BREAK.bytes);
    this.isRefusing = true;
    this.text(piece);
  }

  reasoning(piece: Span): void {
    this.line.open(ABSENT);
    this.json.rawMember("thinking", piece);
    this.line.close(false);
    this.line.end();
  }

  signature(signature: Span, id: Span): void {}

  encryptedReasoning(data: Span, id: Span): void {}

  toolCall(index: i32, id: Span, name: Span): void {
    this.calls.push(new PendingCall(this.arena.keep(id), this.arena.keep(name)));
  }

  toolInput(index: i32, piece: Span): void {
    if (index >= 0 && index < this.calls.length) this.calls[index].input.raw(piece);
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    if (this.calls.length > 0) this.writeToolCalls();
    this.line.open(ABSENT);
    this.line.close(true);
    this.json.asciiMember("done_reason", stopReasonName(reason));
    this.writeProbabilities();
    writeUsage(usage, this.stamp, this.json);
    this.line.end();
  }

  fail(failure: Failure): void {
    this.json.restart();
    writeFailure(failure, this.json);
    this.out.byte(0x0a);
  }

  /** The protocol has no word for it: a piece without a text, as models send them too. */
  ping(model: Span): void {
    this.line.model = model;
    this.line.open(ABSENT);
    this.line.close(false);
    this.line.end();
  }

  free(): void {
    this.arena.free();
    this.probabilities.free();
    for (let i = 0; i < this.calls.length; i++) this.calls[i].free();
  }

  private writeToolCalls(): void {
    const json = this.json;
    this.line.open(ABSENT);
    json.key("tool_calls");
    json.array();
    for (let i = 0; i < this.calls.length; i++) {
      const call = this.calls[i];
      json.object();
      if (call.id != ABSENT) json.rawMember("id", call.id);
      else json.asciiMember("id", this.stamp.callId(i));
      writeFunction(i, call.name, call.input.bytes, true, json);
      json.endObject();
    }
    json.endArray();
    this.line.close(false);
    this.line.end();
  }

  private writeProbabilities(): void {
    if (this.probabilities.size > 0) this.json.member("logprobs", this.probabilities.bytes);
    this.probabilities.clear();
  }
}
