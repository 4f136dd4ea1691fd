import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { StopReason, Usage } from "../../exchange/response";
import { Stamp } from "../../exchange/stamp";
import { StreamWriter } from "../../exchange/stream";
import { Arena } from "../../wire/arena";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, Span } from "../../wire/span";
import { writeComment } from "../../wire/sse";
import { writeError, writeEventError, writeResponseError } from "../openai-platform/failure";
import { calledTool, isSearch, takesText } from "./called-tool";
import { EventWriter } from "./event-writer";
import { callId, itemId } from "./item-id";
import { idPrefix } from "./local-call";
import { incompleteReason } from "./stop-reason";
import { StreamedCall } from "./streamed-call";
import { StreamedCustomCall } from "./streamed-custom-call";
import { StreamedFunctionCall } from "./streamed-function-call";
import { StreamedItem } from "./streamed-item";
import { StreamedLocalCall } from "./streamed-local-call";
import { StreamedMessage } from "./streamed-message";
import { StreamedReasoning } from "./streamed-reasoning";
import { StreamedSearch } from "./streamed-search";
import { writeUsage } from "./usage";
import { writeEcho, writeIncompleteDetails, writeOpening } from "./write-envelope";
import { EMPTY, inside } from "./write-items";

/**
 * https://platform.openai.com/docs/api-reference/responses-streaming
 * Words and thoughts are items one after the other; calls stay open until the end, since a provider
 * may go on with any of them.
 */
export class ResponsesStreamWriter extends StreamWriter {
  protected events: EventWriter;
  private arena: Arena = new Arena();
  private begun: bool = false;
  private id: Span = ABSENT;
  private model: Span = ABSENT;
  protected items: Array<StreamedItem> = [];
  private calls: Array<StreamedCall> = [];
  private message: StreamedMessage | null = null;
  private thought: StreamedReasoning | null = null;
  private refuses: bool = false;
  /** Of the next text: the inside of a list. */
  private nextLogprobs: Output = new Output();

  constructor(
    out: Output,
    private request: ChatRequest,
    private stamp: Stamp,
  ) {
    super(out);
    this.events = new EventWriter(out);
  }

  begin(id: Span, model: Span, usage: Usage): void {
    this.begun = true;
    this.id = this.arena.keep(id);
    this.model = this.arena.keep(model);
    this.announce("response.created", "in_progress", "", null, null);
    this.announce("response.in_progress", "in_progress", "", null, null);
  }

  text(piece: Span): void {
    const logprobs = this.nextLogprobs.size > 0 ? this.nextLogprobs.bytes : ABSENT;
    this.openMessage().say(piece, false, logprobs);
    this.nextLogprobs.clear();
  }

  logprobs(list: Span): void {
    const entries = inside(list);
    if (entries == ABSENT) return;
    if (this.nextLogprobs.size > 0) this.nextLogprobs.byte(0x2c);
    this.nextLogprobs.raw(entries);
  }

  refusal(piece: Span): void {
    this.refuses = true;
    this.openMessage().say(piece, true, ABSENT);
  }

  reasoning(piece: Span): void {
    this.openThought(ABSENT).think(piece);
  }

  signature(signature: Span, id: Span): void {
    const thought = this.openThought(ABSENT);
    thought.think(EMPTY.bytes);
    thought.seal(signature);
    this.endOpen();
  }

  encryptedReasoning(data: Span, id: Span): void {
    this.endOpen();
    this.openThought(id).seal(data);
    this.endOpen();
  }

  toolCall(index: i32, id: Span, name: Span): void {
    this.endOpen();
    const known = id != ABSENT ? id : this.arena.keep(callId(this.stamp, index));
    const call = this.newCall(known, name);
    call.begin();
    this.calls.push(call);
    this.items.push(call);
  }

  private newCall(id: Span, name: Span): StreamedCall {
    const tool = calledTool(this.request, name);
    const at = this.items.length;
    if (isSearch(tool)) return new StreamedSearch(this.events, this.newId("tsc_"), at, id, name, tool);
    if (tool !== null && tool.isLocal) {
      return new StreamedLocalCall(this.events, this.newId(idPrefix(tool.form)), at, id, name, tool);
    }
    if (takesText(tool)) return new StreamedCustomCall(this.events, this.newId("ctc_"), at, id, name, tool);
    return new StreamedFunctionCall(this.events, this.newId("fc_"), at, id, name, tool);
  }

  toolInput(index: i32, piece: Span): void {
    if (index >= 0 && index < this.calls.length) this.calls[index].addInput(piece);
  }

  finish(reason: StopReason, stopSequence: Span, usage: Usage): void {
    const incomplete = incompleteReason(reason, this.refuses);
    const isComplete = incomplete.length == 0;
    for (let i = 0; i < this.items.length; i++) {
      // What cut the answer short cut the last item.
      const isCut = !isComplete && i == this.items.length - 1;
      if (this.items[i].isOpen) this.items[i].end(isCut ? "incomplete" : "completed");
    }
    const name = isComplete ? "response.completed" : "response.incomplete";
    this.announce(name, isComplete ? "completed" : "incomplete", incomplete, null, usage);
  }

  /**
   * `error` is written as documented and as the platform writes it, nested: at that the official
   * clients throw. Codex passes over it, and reads `response.failed`.
   */
  fail(failure: Failure): void {
    this.events.open("error");
    writeEventError(failure, this.events.json);
    writeError(failure, this.events.json);
    this.events.close();
    if (this.begun) this.announce("response.failed", "failed", "", failure, null);
  }

  ping(model: Span): void {
    writeComment(this.out);
  }

  free(): void {
    for (let i = 0; i < this.items.length; i++) this.items[i].free();
    this.nextLogprobs.free();
    this.arena.free();
  }

  /** Valid until the next one. */
  protected newId(prefix: string): Span {
    return itemId(prefix, this.stamp, this.items.length);
  }

  private openMessage(): StreamedMessage {
    const open = this.message;
    if (open !== null) return open;
    this.endOpen();
    const message = new StreamedMessage(this.events, this.newId("msg_"), this.items.length);
    this.message = message;
    this.items.push(message);
    return message;
  }

  /** `id`: for a new one, or ABSENT. */
  private openThought(id: Span): StreamedReasoning {
    const open = this.thought;
    if (open !== null) return open;
    this.endOpen();
    const known = id != ABSENT ? id : this.newId("rs_");
    const thought = new StreamedReasoning(this.events, known, this.items.length, this.maker);
    this.thought = thought;
    this.items.push(thought);
    return thought;
  }

  private endOpen(): void {
    const message = this.message;
    const thought = this.thought;
    this.message = null;
    this.thought = null;
    if (message !== null) message.end("completed");
    if (thought !== null) thought.end("completed");
  }

  private announce(
    name: string,
    status: string,
    incomplete: string,
    failure: Failure | null,
    usage: Usage | null,
  ): void {
    const json = this.events.json;
    this.events.open(name);
    json.key("response");
    json.object();
    writeOpening(this.id, this.model, status, this.stamp, json);
    if (failure !== null) writeResponseError(failure, json);
    else json.literalMember("error", "null");
    writeIncompleteDetails(incomplete, json);
    this.writeOutput(json);
    if (usage !== null) writeUsage(usage, json);
    else json.literalMember("usage", "null");
    writeEcho(this.request, json);
    json.endObject();
    this.events.close();
  }

  private writeOutput(json: JsonWriter): void {
    json.key("output");
    json.array();
    for (let i = 0; i < this.items.length; i++) {
      const item = this.items[i];
      item.write(item.isOpen ? "incomplete" : item.status, json);
    }
    json.endArray();
  }
}
