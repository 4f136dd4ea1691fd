import { Failure } from "../../exchange/failure";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readNumber, readStrings, readTextParts } from "../text-parts";

/** https://platform.openai.com/docs/api-reference/chat/create */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  return into.messages.length == 0 ? wrongType("messages", "a list of at least one message") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "max_completion_tokens") || is(name, "max_tokens")) {
    if (tape.isNumber(value)) into.maxTokens = tape.bytes(value);
  } else if (is(name, "temperature")) into.temperature = readNumber(tape, value);
  else if (is(name, "top_p")) into.topP = readNumber(tape, value);
  else if (is(name, "stop")) {
    if (!readStrings(tape, value, into.stop)) return wrongType("stop", "a string or a list of strings");
  } else if (is(name, "stream_options")) into.streamUsage = tape.isTrue(tape.find(value, "include_usage"));
  else if (is(name, "model") || is(name, "stream")) return null;
  else if (is(name, "tools") || is(name, "functions") || is(name, "modalities") || is(name, "audio")) {
    if (isSet(tape, value) && !isTextOnly(tape, value)) return refuse(text(name));
  } else if (is(name, "response_format")) {
    if (isSet(tape, value) && !is(tape.text(tape.find(value, "type")), "text")) return refuse("response_format");
  } else if (is(name, "n")) {
    if (tape.isNumber(value) && wholeNumber(tape.bytes(value)) != 1) return refuse("n");
  } else if (isSet(tape, value)) into.dropped.push(name);
  return null;
}

/** `modalities: ["text"]` asks for nothing special. */
function isTextOnly(tape: Tape, value: i32): bool {
  if (!tape.isArray(value)) return false;
  const only = tape.first(value);
  return tape.next(value, only) == NOTHING && is(tape.text(only), "text");
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
    else if (is(role, "system") || is(role, "developer")) message = new Message(Role.System);
    else if (is(role, "tool") || is(role, "function")) return refuse(where + ".role");
    else return wrongType(where + ".role", "system, developer, user, assistant or tool");
    if (isSet(tape, tape.find(item, "tool_calls"))) return refuse(where + ".tool_calls");
    const failure = readTextParts(tape, tape.find(item, "content"), where + ".content", message.texts);
    if (failure !== null) return failure;
    into.messages.push(message);
    index += 1;
  }
  return null;
}
