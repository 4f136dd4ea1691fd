import { Failure } from "../../exchange/failure";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readNumber, readStrings, readTextParts } from "../text-parts";

/** https://docs.claude.com/en/api/messages */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  into.streamUsage = true;
  const system = new Message(Role.System);
  const failure = readTextParts(tape, tape.find(root, "system"), "system", system.texts);
  if (failure !== null) return failure;
  if (system.texts.length > 0) into.messages.push(system);
  const before = into.messages.length;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  return into.messages.length == before ? wrongType("messages", "a list of at least one message") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "max_tokens")) into.maxTokens = readNumber(tape, value);
  else if (is(name, "temperature")) into.temperature = readNumber(tape, value);
  else if (is(name, "top_p")) into.topP = readNumber(tape, value);
  else if (is(name, "stop_sequences")) {
    if (!readStrings(tape, value, into.stop)) return wrongType("stop_sequences", "a list of strings");
  } else if (is(name, "model") || is(name, "stream") || is(name, "system")) return null;
  else if (is(name, "tools") || is(name, "mcp_servers") || is(name, "output_config") || is(name, "output_format")) {
    if (isSet(tape, value)) return refuse(text(name));
  } else if (isSet(tape, value)) into.dropped.push(name);
  return null;
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
    else return wrongType(where + ".role", "user or assistant");
    const failure = readTextParts(tape, tape.find(item, "content"), where + ".content", message.texts);
    if (failure !== null) return failure;
    into.messages.push(message);
    index += 1;
  }
  return null;
}
