import { Failure } from "../../exchange/failure";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is } from "../../wire/span";
import { wrongType } from "../refuse";
import { readBlock } from "./read-blocks";
import { pushText, readTexts } from "./read-text";
import { readToolResult } from "./read-tool-result";

export function readMessages(tape: Tape, list: i32, into: ChatRequest): Failure | null {
  if (!tape.isArray(list)) return wrongType("messages", "a list of at least one message");
  let index = 0;
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const failure = readMessage(tape, item, "messages[" + index.toString() + "]", into);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}

function readMessage(tape: Tape, item: i32, where: string, into: ChatRequest): Failure | null {
  if (!tape.isObject(item)) return wrongType(where, "an object");
  const role = tape.text(tape.find(item, "role"));
  const content = tape.find(item, "content");
  const path = where + ".content";
  if (is(role, "user")) return readTurn(tape, content, path, new Message(Role.User), into);
  if (is(role, "assistant")) return readTurn(tape, content, path, new Message(Role.Assistant), into);
  if (!is(role, "system")) return wrongType(where + ".role", "user, assistant or system");
  const message = new Message(Role.System);
  into.messages.push(message);
  return readTexts(tape, content, path, message.parts, into);
}

/** The results of tool calls become messages of their own, before what else the turn says. */
function readTurn(tape: Tape, content: i32, where: string, turn: Message, into: ChatRequest): Failure | null {
  const before = into.messages.length;
  if (tape.isString(content)) {
    pushText(tape.bytes(content), ABSENT, turn.parts);
  } else if (tape.isArray(content)) {
    let index = 0;
    for (let block = tape.first(content); block != NOTHING; block = tape.next(content, block)) {
      const path = where + "[" + index.toString() + "]";
      const isResult = turn.role == Role.User && is(tape.text(tape.find(block, "type")), "tool_result");
      const failure = isResult
        ? readToolResult(tape, block, path, into)
        : readBlock(tape, block, path, turn.role, turn.parts, into);
      if (failure !== null) return failure;
      index += 1;
    }
  } else if (!tape.isNull(content)) {
    return wrongType(where, "a string or a list of content blocks");
  }
  const isResultsOnly = into.messages.length > before && turn.parts.length == 0;
  if (!isResultsOnly) into.messages.push(turn);
  return null;
}
