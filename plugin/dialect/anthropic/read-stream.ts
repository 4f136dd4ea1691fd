import { StopReason } from "../../exchange/response";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { Tape } from "../../wire/json-tape";
import { is, length } from "../../wire/span";
import { EventFraming } from "../../wire/sse";
import { decode } from "../decode";
import { errorStatus } from "./failure";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/** `message_start` … `message_stop`. https://docs.claude.com/en/docs/build-with-claude/streaming */
export class AnthropicStreamReader extends StreamReader {
  private begun: bool = false;
  private stopped: bool = false;
  private stopReason: StopReason = StopReason.End;

  constructor() {
    super(new EventFraming());
  }

  read(writer: StreamWriter): Step {
    if (!tape.scan(this.framing.data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent an event that is not JSON");
    }
    const root = tape.root;
    const type = tape.text(tape.find(root, "type"));
    if (is(type, "content_block_delta")) return this.readDelta(tape.find(root, "delta"), writer);
    if (is(type, "content_block_start")) {
      return is(tape.text(tape.find(tape.find(root, "content_block"), "type")), "text") ? Step.Nothing : Step.Content;
    }
    if (is(type, "message_start")) {
      const message = tape.find(root, "message");
      this.begun = true;
      readUsage(tape, tape.find(message, "usage"), this.usage);
      writer.begin(tape.text(tape.find(message, "id")), tape.text(tape.find(message, "model")), this.usage);
    } else if (is(type, "message_delta")) {
      readUsage(tape, tape.find(root, "usage"), this.usage);
      const reason = tape.text(tape.find(tape.find(root, "delta"), "stop_reason"));
      if (length(reason) > 0) {
        this.stopped = true;
        this.stopReason = readStopReason(reason);
        return Step.Content;
      }
    } else if (is(type, "message_stop")) {
      return this.finish(writer);
    } else if (is(type, "error")) {
      const error = tape.find(root, "error");
      const message = tape.find(error, "message");
      const text = tape.isString(message) ? decode(tape.bytes(message)) : "the provider reported an error";
      return this.reported(errorStatus(tape.text(tape.find(error, "type"))), text);
    }
    return Step.Nothing;
  }

  private readDelta(delta: i32, writer: StreamWriter): Step {
    if (!this.begun) return this.broken("the provider's stream did not begin with message_start");
    const words = tape.text(tape.find(delta, "text"));
    if (!is(tape.text(tape.find(delta, "type")), "text_delta")) return Step.Content;
    if (length(words) == 0) return Step.Nothing;
    writer.text(words);
    return Step.Content;
  }

  private finish(writer: StreamWriter): Step {
    if (!this.begun) return this.broken("the provider ended its stream without an answer");
    if (!this.finished) writer.finish(this.stopReason, this.usage);
    this.finished = true;
    return Step.Finished;
  }

  end(writer: StreamWriter): bool {
    if (!this.finished && this.stopped) this.finish(writer);
    return this.finished;
  }
}
