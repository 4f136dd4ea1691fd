import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { LineFraming } from "../../wire/framing";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length } from "../../wire/span";
import { decode } from "../decode";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/** One document a line, up to `"done": true`. */
export class OllamaStreamReader extends StreamReader {
  private begun: bool = false;

  constructor() {
    super(new LineFraming());
  }

  read(writer: StreamWriter): Step {
    if (!tape.scan(this.framing.data) || !tape.isObject(tape.root)) {
      return this.broken("the provider sent a line that is not JSON");
    }
    const root = tape.root;
    const error = tape.find(root, "error");
    if (tape.isString(error)) {
      return this.reported(502, decode(tape.bytes(error)));
    }
    if (!this.begun) {
      this.begun = true;
      writer.begin(0, tape.text(tape.find(root, "model")), this.usage);
    }
    const message = tape.find(root, "message");
    const content = tape.text(tape.find(message, "content"));
    if (length(content) > 0) writer.text(content);
    if (tape.isTrue(tape.find(root, "done"))) {
      readUsage(tape, root, this.usage);
      if (!this.finished) writer.finish(readStopReason(tape.text(tape.find(root, "done_reason"))), this.usage);
      this.finished = true;
      return Step.Finished;
    }
    return length(content) > 0 || saysMore(message) ? Step.Content : Step.Nothing;
  }

  end(writer: StreamWriter): bool {
    return this.finished;
  }
}

/** Thinking, tool calls: anything besides role and content. */
function saysMore(message: i32): bool {
  if (!tape.isObject(message)) return false;
  for (let key = tape.first(message); key != NOTHING; key = tape.nextKey(message, key)) {
    if (!is(tape.bytes(key), "role") && !is(tape.bytes(key), "content") && !tape.isNull(key + 1)) return true;
  }
  return false;
}
