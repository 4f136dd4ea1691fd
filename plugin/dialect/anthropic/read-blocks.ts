import { Failure } from "../../exchange/failure";
import { Part, ReasoningPart } from "../../exchange/part";
import { ChatRequest, Role } from "../../exchange/request";
import { Tape } from "../../wire/json-tape";
import { ABSENT, endsWith, is, length, Span, text } from "../../wire/span";
import { refuse, wrongType } from "../refuse";
import { readDocument, readImage } from "./read-media";
import { pushText, readTextBlock } from "./read-text";
import { isRunSearch, readToolReference, TOOL_SEARCH } from "./read-tool-search";
import { readToolUse } from "./read-tool-use";

/** A content block of a turn, or of a tool's result, as one part or several. The provider's own tools are refused, but for a search for tools. */
export function readBlock(
  tape: Tape,
  block: i32,
  where: string,
  role: Role,
  into: Array<Part>,
  request: ChatRequest,
): Failure | null {
  const type = tape.text(tape.find(block, "type"));
  if (length(type) == 0) return wrongType(where, "a content block with a type");
  if (is(type, "text")) return readTextBlock(tape, block, where, into, request);
  if (role == Role.Assistant) {
    if (is(type, "thinking")) return readThinkingBlock(tape, block, where, into);
    if (is(type, "redacted_thinking")) return readRedactedThinking(tape, block, where, into);
    if (is(type, "tool_use")) return readToolUse(tape, block, where, into);
    if (is(type, "compaction")) return readCompaction(tape, block, into);
    if (isRunSearch(tape, block, type)) {
      request.drop(TOOL_SEARCH);
      return null;
    }
    if (isOfServerTool(type)) {
      request.drop("messages.content." + text(type));
      return null;
    }
  } else {
    if (role == Role.Tool && is(type, "tool_reference")) return readToolReference(tape, block, where, into);
    if (is(type, "image")) return readImage(tape, block, where, into, request);
    if (is(type, "document")) return readDocument(tape, block, where, into, request);
  }
  return refuse(where);
}

/** What came before, in the provider's own summary. */
function readCompaction(tape: Tape, block: i32, into: Array<Part>): Failure | null {
  pushText(tape.text(tape.find(block, "content")), ABSENT, into);
  return null;
}

/** A call of a tool that the provider ran itself, or what came of it: over and done with, and told in the text behind it. */
function isOfServerTool(type: Span): bool {
  return is(type, "server_tool_use") || is(type, "mcp_tool_use") || endsWith(type, "_tool_result");
}

function readThinkingBlock(tape: Tape, block: i32, where: string, into: Array<Part>): Failure | null {
  const thoughts = tape.find(block, "thinking");
  if (!tape.isString(thoughts)) return wrongType(where + ".thinking", "a string");
  const part = new ReasoningPart();
  part.text = tape.bytes(thoughts);
  part.signature = tape.text(tape.find(block, "signature"));
  into.push(part);
  return null;
}

function readRedactedThinking(tape: Tape, block: i32, where: string, into: Array<Part>): Failure | null {
  const data = tape.find(block, "data");
  if (!tape.isString(data)) return wrongType(where + ".data", "a string");
  const part = new ReasoningPart();
  part.encrypted = tape.bytes(data);
  into.push(part);
  return null;
}
