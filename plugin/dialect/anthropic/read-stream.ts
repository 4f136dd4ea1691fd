import { StopReason } from "../../exchange/response";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { Arena } from "../../wire/arena";
import { Constant } from "../../wire/constant";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span } from "../../wire/span";
import { EventFraming } from "../../wire/sse";
import { decode } from "../decode";
import { valueAsText } from "../tool-input";
import { errorStatus } from "./failure";
import { readExplanation } from "./read-response";
import { readStopReason } from "./stop-reason";
import { isJsonTool } from "./structure";
import { readUsage } from "./usage";

const tape = new Tape();
const NO_ARGUMENTS = new Constant("{}");

/** No block: indexes begin at 0. */
const NONE: i64 = -1;

/** `message_start` … `message_stop`. https://platform.claude.com/docs/en/build-with-claude/streaming */
export class AnthropicStreamReader extends StreamReader {
  private begun: bool = false;
  private stopped: bool = false;
  private stopReason: StopReason = StopReason.End;
  private stopSequence: Span = ABSENT;
  private kept: Arena = new Arena();
  /** The blocks' indexes of the tool calls so far, in their order. */
  private calls: Array<i64> = [];
  /** By the call: whether any of its input has come. */
  private heard: Array<bool> = [];
  /** The index of the block whose tool input is the answer's text, see structure.ts. */
  private jsonBlock: i64 = NONE;

  constructor() {
    super(new EventFraming());
  }

  read(writer: StreamWriter): Step {
    if (!tape.scan(this.framing.data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent an event that is not JSON");
    }
    const root = tape.root;
    const type = tape.text(tape.find(root, "type"));
    if (is(type, "error")) return this.readFailure(tape.find(root, "error"));
    if (is(type, "message_start")) return this.begin(tape.find(root, "message"), writer);
    if (is(type, "message_stop")) return this.finish(writer);
    const isDelta = is(type, "content_block_delta");
    const isStop = is(type, "content_block_stop");
    if (!isDelta && !isStop && !is(type, "content_block_start") && !is(type, "message_delta")) return Step.Nothing;
    if (!this.begun) return this.broken("the provider's stream did not begin with message_start");
    if (is(type, "message_delta")) return this.readMessageDelta(root, writer);
    const number = tape.find(root, "index");
    const index: i64 = tape.isNumber(number) ? wholeNumber(tape.bytes(number)) : NONE;
    if (isStop) return this.readBlockStop(index, writer);
    if (isDelta) return this.readDelta(tape.find(root, "delta"), index, writer);
    return this.readBlockStart(tape.find(root, "content_block"), index, writer);
  }

  private begin(message: i32, writer: StreamWriter): Step {
    readUsage(tape, tape.find(message, "usage"), this.usage);
    if (this.begun) return Step.Nothing;
    this.begun = true;
    writer.begin(tape.text(tape.find(message, "id")), tape.text(tape.find(message, "model")), this.usage);
    return Step.Nothing;
  }

  /** Blocks begin empty, except redacted thoughts; compatible servers may send the whole of one at once. */
  private readBlockStart(block: i32, index: i64, writer: StreamWriter): Step {
    const type = tape.text(tape.find(block, "type"));
    if (is(type, "text")) return this.text(tape.text(tape.find(block, "text")), writer);
    if (is(type, "thinking")) return this.reasoning(tape.text(tape.find(block, "thinking")), writer);
    if (is(type, "redacted_thinking")) {
      writer.encryptedReasoning(tape.text(tape.find(block, "data")), ABSENT);
    } else if (is(type, "tool_use")) {
      this.readCall(block, index, writer);
    }
    // Any other is the work of a tool of the provider's: only a client of this dialect has asked for it, and sees it.
    return Step.Content;
  }

  private readCall(block: i32, index: i64, writer: StreamWriter): void {
    const name = tape.text(tape.find(block, "name"));
    if (isJsonTool(name)) {
      if (this.jsonBlock == NONE) this.jsonBlock = index;
    } else {
      this.calls.push(index);
      this.heard.push(false);
      writer.toolCall(this.calls.length - 1, tape.text(tape.find(block, "id")), name);
    }
    const input = tape.find(block, "input");
    if (tape.isObject(input) && tape.first(input) != NOTHING) this.input(valueAsText(tape.value(input)), index, writer);
  }

  private readDelta(delta: i32, index: i64, writer: StreamWriter): Step {
    const type = tape.text(tape.find(delta, "type"));
    if (is(type, "text_delta")) return this.text(tape.text(tape.find(delta, "text")), writer);
    if (is(type, "thinking_delta")) return this.reasoning(tape.text(tape.find(delta, "thinking")), writer);
    if (is(type, "input_json_delta")) return this.input(tape.text(tape.find(delta, "partial_json")), index, writer);
    if (!is(type, "signature_delta")) return Step.Nothing;
    const signature = tape.text(tape.find(delta, "signature"));
    if (length(signature) == 0) return Step.Nothing;
    writer.signature(signature, ABSENT);
    return Step.Content;
  }

  private text(piece: Span, writer: StreamWriter): Step {
    if (length(piece) == 0) return Step.Nothing;
    writer.text(piece);
    return Step.Content;
  }

  private reasoning(piece: Span, writer: StreamWriter): Step {
    if (length(piece) == 0) return Step.Nothing;
    writer.reasoning(piece);
    return Step.Content;
  }

  /** Input of a block that is no call of the client's is the provider's own tool's. */
  private input(piece: Span, index: i64, writer: StreamWriter): Step {
    if (length(piece) == 0) return Step.Nothing;
    if (index != NONE && index == this.jsonBlock) return this.text(piece, writer);
    const call = this.calls.lastIndexOf(index);
    if (call < 0) return Step.Nothing;
    this.heard[call] = true;
    writer.toolInput(call, piece);
    return Step.Content;
  }

  /** A call without arguments may have no input at all, where other dialects' clients parse what they hear. */
  private readBlockStop(index: i64, writer: StreamWriter): Step {
    const call = index == NONE ? -1 : this.calls.lastIndexOf(index);
    if (call < 0 || this.heard[call]) return Step.Nothing;
    return this.input(NO_ARGUMENTS.bytes, index, writer);
  }

  private readMessageDelta(root: i32, writer: StreamWriter): Step {
    readUsage(tape, tape.find(root, "usage"), this.usage);
    const delta = tape.find(root, "delta");
    const reason = tape.text(tape.find(delta, "stop_reason"));
    if (length(reason) == 0) return Step.Nothing;
    this.stopped = true;
    this.stopReason = readStopReason(reason);
    if (this.stopReason == StopReason.ToolUse && this.jsonBlock != NONE) this.stopReason = StopReason.End;
    this.stopSequence = this.kept.keep(tape.text(tape.find(delta, "stop_sequence")));
    const explanation = readExplanation(tape, delta);
    if (explanation == ABSENT) return Step.Nothing;
    writer.refusal(explanation);
    return Step.Content;
  }

  private readFailure(error: i32): Step {
    const message = tape.find(error, "message");
    const text = tape.isString(message) ? decode(tape.bytes(message)) : "the provider reported an error";
    return this.reported(errorStatus(tape.text(tape.find(error, "type"))), text);
  }

  private finish(writer: StreamWriter): Step {
    if (!this.begun) return this.broken("the provider ended its stream without an answer");
    if (!this.finished) writer.finish(this.stopReason, this.stopSequence, this.usage);
    this.finished = true;
    return Step.Finished;
  }

  end(writer: StreamWriter): bool {
    if (!this.finished && this.stopped) this.finish(writer);
    return this.finished;
  }

  free(): void {
    super.free();
    this.kept.free();
  }
}
