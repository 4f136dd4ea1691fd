import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { LineFraming } from "../../wire/framing";
import { NOTHING, Tape } from "../../wire/json-tape";
import { Output } from "../../wire/output";
import { ABSENT, length, span, start } from "../../wire/span";
import { valueAsText } from "../tool-input";
import { AnswerShape } from "./answer-shape";
import { readError } from "./failure";
import { readToolCall } from "./read-tool-call";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/** One document a line, up to `"done": true`. */
export class OllamaStreamReader extends StreamReader {
  private begun: bool = false;
  private calls: i32 = 0;
  /** Probabilities of tokens whose text is still to come: what stands between the list's brackets. */
  private probabilities: Output = new Output();

  constructor(private shape: AnswerShape) {
    super(new LineFraming());
  }

  read(writer: StreamWriter): Step {
    if (this.finished) return Step.Nothing;
    if (!tape.scan(this.framing.data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent a line that is not a JSON object");
    }
    const root = tape.root;
    const error = readError(tape, 502);
    if (error !== null) return this.reported(error.status, error.message);
    if (!this.begun) {
      this.begun = true;
      writer.begin(ABSENT, tape.text(tape.find(root, "model")), this.usage);
    }
    const said = this.readPieces(writer);
    if (!tape.isTrue(tape.find(root, "done"))) return said ? Step.Content : Step.Nothing;
    this.tellProbabilities(writer);
    readUsage(tape, root, this.usage);
    const reason = readStopReason(tape.text(tape.find(root, "done_reason")), this.calls > 0);
    writer.finish(reason, ABSENT, this.usage);
    this.finished = true;
    this.saidAtEnd = said;
    return Step.Finished;
  }

  /** Whether the line holds anything that a user would see. */
  private readPieces(writer: StreamWriter): bool {
    const pieces = this.shape.pieces(tape);
    const thinking = tape.text(tape.find(pieces, "thinking"));
    if (length(thinking) > 0) writer.reasoning(thinking);
    const words = tape.text(tape.find(pieces, this.shape.text));
    // Those of thoughts are of no text.
    if (length(words) > 0 || length(thinking) == 0) this.keepProbabilities();
    if (length(words) > 0) {
      this.tellProbabilities(writer);
      writer.text(words);
    }
    const called = this.readToolCalls(tape.find(pieces, "tool_calls"), writer);
    return called || length(words) > 0 || length(thinking) > 0;
  }

  private readToolCalls(list: i32, writer: StreamWriter): bool {
    if (!tape.isArray(list)) return false;
    const before = this.calls;
    for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
      const call = readToolCall(tape, item);
      if (length(call.name) == 0) continue;
      writer.toolCall(this.calls, call.id, call.name);
      if (call.input != ABSENT) writer.toolInput(this.calls, valueAsText(call.input));
      this.calls += 1;
    }
    return this.calls > before;
  }

  /** A server that looks for tool calls sends the probabilities first and the text when it knows that it is text. */
  private keepProbabilities(): void {
    const list = tape.find(tape.root, "logprobs");
    if (!tape.isArray(list) || tape.first(list) == NOTHING) return;
    const items = tape.value(list);
    this.probabilities.byte(this.probabilities.size == 0 ? 0x5b : 0x2c);
    this.probabilities.raw(span(start(items) + 1, length(items) - 2));
  }

  private tellProbabilities(writer: StreamWriter): void {
    if (this.probabilities.size == 0) return;
    this.probabilities.byte(0x5d);
    writer.logprobs(this.probabilities.bytes);
    this.probabilities.clear();
  }

  end(writer: StreamWriter): bool {
    return this.finished;
  }

  free(): void {
    super.free();
    this.probabilities.free();
  }
}
