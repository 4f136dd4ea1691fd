import { StopReason } from "../../exchange/response";
import { Step, StreamReader, StreamWriter } from "../../exchange/stream";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, length, Span } from "../../wire/span";
import { EventFraming } from "../../wire/sse";
import { decode } from "../decode";
import { readStopReason } from "./stop-reason";
import { readUsage } from "./usage";

const tape = new Tape();

/** `chat.completion.chunk` events up to `[DONE]`. https://platform.openai.com/docs/api-reference/chat/streaming */
export class OpenAiStreamReader extends StreamReader {
  private begun: bool = false;
  private stopped: bool = false;
  private stopReason: StopReason = StopReason.End;

  constructor() {
    super(new EventFraming());
  }

  read(writer: StreamWriter): Step {
    const data = this.framing.data;
    if (is(data, "[DONE]")) return this.finish(writer);
    if (!tape.scan(data) || !tape.isObject(tape.root))
      return this.broken("the provider sent an event that is not JSON");
    const error = tape.find(tape.root, "error");
    if (!tape.isNull(error)) return this.fail(error);
    if (!this.begun) {
      this.begun = true;
      writer.begin(tape.text(tape.find(tape.root, "id")), tape.text(tape.find(tape.root, "model")), this.usage);
    }
    readUsage(tape, tape.find(tape.root, "usage"), this.usage);
    const choices = tape.find(tape.root, "choices");
    const choice = tape.isArray(choices) ? tape.first(choices) : NOTHING;
    if (choice == NOTHING) return Step.Nothing;
    const reason = tape.text(tape.find(choice, "finish_reason"));
    if (length(reason) > 0) {
      this.stopped = true;
      this.stopReason = readStopReason(reason);
    }
    const delta = tape.find(choice, "delta");
    const content = tape.text(tape.find(delta, "content"));
    if (length(content) > 0) {
      writer.text(content);
      return Step.Content;
    }
    return saysMore(delta) || this.stopped ? Step.Content : Step.Nothing;
  }

  private finish(writer: StreamWriter): Step {
    if (!this.begun) return this.broken("the provider ended its stream without an answer");
    if (!this.finished) writer.finish(this.stopReason, this.usage);
    this.finished = true;
    return Step.Finished;
  }

  /** Some servers close after the last chunk without `[DONE]`. */
  end(writer: StreamWriter): bool {
    if (!this.finished && this.stopped) this.finish(writer);
    return this.finished;
  }

  private fail(error: i32): Step {
    const said = tape.isString(error) ? error : tape.find(error, "message");
    const message = tape.isString(said) ? decode(tape.bytes(said)) : "the provider reported an error";
    return this.reported(errorStatus(error), message);
  }
}

/** A tool call, reasoning, a refusal: anything besides role and content. */
function saysMore(delta: i32): bool {
  if (!tape.isObject(delta)) return false;
  for (let key = tape.first(delta); key != NOTHING; key = tape.nextKey(delta, key)) {
    const name: Span = tape.bytes(key);
    if (!is(name, "role") && !is(name, "content") && !tape.isNull(key + 1)) return true;
  }
  return false;
}

/** Servers put a status number or one of OpenAI's names into `code` or `type`. */
function errorStatus(error: i32): i32 {
  const code = tape.find(error, "code");
  if (tape.isNumber(code)) {
    const status = wholeNumber(tape.bytes(code));
    if (status >= 400 && status < 600) return <i32>status;
  }
  if (is(tape.text(code), "rate_limit_exceeded") || is(tape.text(code), "insufficient_quota")) return 429;
  if (is(tape.text(tape.find(error, "type")), "invalid_request_error")) return 400;
  return 502;
}
