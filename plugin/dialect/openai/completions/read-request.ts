import { Failure } from "../../../exchange/failure";
import { TextPart } from "../../../exchange/part";
import { ChatRequest, Message, Role } from "../../../exchange/request";
import { NO_SETTING } from "../../../exchange/setting";
import { Constant } from "../../../wire/constant";
import { NOTHING, Tape } from "../../../wire/json-tape";
import { ABSENT, is, length, Span, text } from "../../../wire/span";
import { isSet, refuse, wrongType } from "../../refuse";
import { readSetting } from "../../settings";
import { readCount, readStop, readStreamOptions } from "../read-request";

/** What this API takes for no limit at all, where chats have none. */
const DEFAULT_LIMIT = new Constant("16");

/** https://platform.openai.com/docs/api-reference/completions/create */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    if (tape.isNull(key + 1)) continue;
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  if (into.maxTokens == ABSENT) into.maxTokens = DEFAULT_LIMIT.bytes;
  return into.messages.length == 0 ? wrongType("prompt", "a string") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "model") || is(name, "stream")) return null;
  if (is(name, "prompt")) return readPrompt(tape, value, into);
  if (is(name, "max_tokens")) {
    if (!tape.isNumber(value)) return wrongType("max_tokens", "a number");
    into.maxTokens = tape.bytes(value);
    return null;
  }
  if (is(name, "stop")) return readStop(tape, value, into);
  if (is(name, "stream_options")) return readStreamOptions(tape, value, into);
  if (is(name, "n") || is(name, "best_of")) return readCount(tape, text(name), value);
  if (!isSet(tape, value)) return null;
  if (is(name, "suffix") || is(name, "echo")) return refuse(text(name));
  const setting = into.names.settings.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, text(name), value, into);
  into.drop(text(name));
  return null;
}

/** A string, or a list of one. */
function readPrompt(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  let prompt = value;
  if (tape.isArray(value)) {
    prompt = tape.first(value);
    if (prompt != NOTHING && tape.next(value, prompt) != NOTHING) {
      return new Failure(400, "prompt: several prompts, or tokens, cannot be sent: send one text", "prompt");
    }
  }
  if (!tape.isString(prompt) || length(tape.bytes(prompt)) == 0) return wrongType("prompt", "a text that is not empty");
  const message = new Message(Role.User);
  message.parts.push(new TextPart(tape.bytes(prompt)));
  into.messages = [message];
  return null;
}
