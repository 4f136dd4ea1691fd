import { Failure } from "../../exchange/failure";
import { Part } from "../../exchange/part";
import { Tape } from "../../wire/json-tape";
import { ABSENT, is, Span, startsWith } from "../../wire/span";
import { wrongType } from "../refuse";
import { pushText } from "./read-text";

/**
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool: a request holds every tool, but
 * the model first sees some of them only. Where another dialect is spoken it sees all, and a search says nothing new.
 */
const SEARCH: string = "tool_search_tool";

/** By this field's name a search is told as dropped. */
export const TOOL_SEARCH: string = "tools.tool_search";

export function isToolSearch(type: Span): bool {
  return startsWith(type, SEARCH);
}

/** A search that the provider ran by itself, or what it found. */
export function isRunSearch(tape: Tape, block: i32, type: Span): bool {
  if (is(type, "server_tool_use")) return isToolSearch(tape.text(tape.find(block, "name")));
  return is(type, "tool_search_tool_result");
}

/** What a search of the client's own found: the tool's name, a text of its own. */
export function readToolReference(tape: Tape, block: i32, where: string, into: Array<Part>): Failure | null {
  const name = tape.find(block, "tool_name");
  if (!tape.isString(name)) return wrongType(where + ".tool_name", "a string");
  pushText(tape.bytes(name), ABSENT, into);
  return null;
}
