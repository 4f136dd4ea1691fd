import { Failure } from "../../exchange/failure";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readNumber, readStrings } from "../text-parts";

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  into.streamUsage = true;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  return into.messages.length == 0 ? wrongType("messages", "a list of at least one message") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "options")) return readOptions(tape, value, into);
  if (is(name, "model") || is(name, "stream")) return null;
  if (is(name, "tools") || is(name, "format")) {
    if (isSet(tape, value)) return refuse(text(name));
  } else if (isSet(tape, value)) into.dropped.push(name);
  return null;
}

function readOptions(tape: Tape, options: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(options)) return null;
  if (!tape.isObject(options)) return wrongType("options", "an object");
  for (let key = tape.first(options); key != NOTHING; key = tape.nextKey(options, key)) {
    const name = tape.bytes(key);
    if (is(name, "temperature")) into.temperature = readNumber(tape, key + 1);
    else if (is(name, "top_p")) into.topP = readNumber(tape, key + 1);
    else if (is(name, "num_predict")) into.maxTokens = readLimit(tape, key + 1);
    else if (is(name, "stop")) {
      if (!readStrings(tape, key + 1, into.stop)) return wrongType("options.stop", "a list of strings");
    } else into.dropped.push(name);
  }
  return null;
}

/** -1 and -2 mean "no limit" here. */
function readLimit(tape: Tape, value: i32): Span {
  const number = readNumber(tape, value);
  return number != 0 && load<u8>(<usize>(number >> 32)) == 0x2d ? 0 : number;
}

function readMessages(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (!tape.isArray(list)) return wrongType("messages", "a list");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const where = "messages[" + index.toString() + "]";
    const role = tape.text(tape.find(item, "role"));
    let message: Message;
    if (is(role, "user")) message = new Message(Role.User);
    else if (is(role, "assistant")) message = new Message(Role.Assistant);
    else if (is(role, "system")) message = new Message(Role.System);
    else if (is(role, "tool")) return refuse(where + ".role");
    else return wrongType(where + ".role", "system, user, assistant or tool");
    if (isSet(tape, tape.find(item, "tool_calls"))) return refuse(where + ".tool_calls");
    if (isSet(tape, tape.find(item, "images"))) return refuse(where + ".images");
    const content = tape.find(item, "content");
    if (tape.isString(content)) message.texts.push(tape.bytes(content));
    else if (!tape.isNull(content)) return wrongType(where + ".content", "a string");
    into.messages.push(message);
    index += 1;
  }
  return null;
}
