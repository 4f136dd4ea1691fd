import { Failure } from "../../exchange/failure";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readBlock } from "./read-blocks";
import { pushText, readCacheControl } from "./read-text";

/** https://platform.claude.com/docs/en/agents-and-tools/tool-use/handle-tool-calls */
export function readToolResult(tape: Tape, block: i32, where: string, request: ChatRequest): Failure | null {
  const id = tape.find(block, "tool_use_id");
  if (!tape.isString(id)) return wrongType(where + ".tool_use_id", "a string");
  if (isSet(tape, tape.find(block, "toolset_name"))) return refuse(where + ".toolset_name");
  const result = new Message(Role.Tool);
  result.callId = tape.bytes(id);
  result.failed = tape.isTrue(tape.find(block, "is_error"));
  result.cacheControl = readCacheControl(tape, block);
  request.messages.push(result);
  const content = tape.find(block, "content");
  if (tape.isNull(content)) return null;
  if (tape.isString(content)) {
    pushText(tape.bytes(content), ABSENT, result.parts);
    return null;
  }
  if (!tape.isArray(content)) return wrongType(where + ".content", "a string or a list of content blocks");
  let index = 0;
  for (let item = tape.first(content); item != NOTHING; item = tape.next(content, item)) {
    const path = where + ".content[" + index.toString() + "]";
    const failure = readBlock(tape, item, path, Role.Tool, result.parts, request);
    if (failure !== null) return failure;
    index += 1;
  }
  return null;
}
