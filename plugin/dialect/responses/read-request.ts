import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NO_SETTING, Setting } from "../../exchange/setting";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { ABSENT, is, length, Span, text } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";
import { readSetting } from "../settings";
import { askForWords, wantsCompaction } from "./compaction";
import { FIELDS } from "./fields";
import { includeLogprobs, readInclude } from "./include";
import { Instructions } from "./instructions";
import { readInput } from "./read-input";
import { readText } from "./read-text";
import { readThinking } from "./read-thinking";
import { readToolChoice } from "./read-tool-choice";
import { readLoadedTools } from "./read-tool-search";
import { readTools } from "./read-tools";
import { ToolTable } from "./tool-table";

/**
 * https://platform.openai.com/docs/api-reference/responses/create, without what the platform would
 * have to remember for it: the gateway keeps no conversation.
 */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  const tools = new ToolTable(into);
  into.streamUsage = true;
  const failure = readAllTools(tape, tools);
  if (failure !== null) return failure;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const unread = readField(tape, tape.bytes(key), key + 1, tools);
    if (unread !== null) return unread;
  }
  if (tape.isNull(tape.find(root, "input"))) return wrongType("input", "a string or a list of items");
  askForLogprobs(into);
  if (!wantsCompaction(into)) return readToolChoice(tape, tape.find(root, "tool_choice"), tools);
  askForWords(into);
  return null;
}

/** Before the conversation, which calls them by their own names. */
function readAllTools(tape: Tape, into: ToolTable): Failure | null {
  const failure = readTools(tape, tape.find(tape.root, "tools"), "tools", into);
  return failure !== null ? failure : readLoadedTools(tape, tape.find(tape.root, "input"), into);
}

function readField(tape: Tape, name: Span, value: i32, tools: ToolTable): Failure | null {
  const into = tools.request;
  if (is(name, "input")) return readInput(tape, value, tools);
  if (is(name, "instructions")) return readInstructions(tape, value, into);
  if (is(name, "text")) return readText(tape, value, into);
  if (is(name, "reasoning")) return readThinking(tape, value, into);
  if (is(name, "include")) return readInclude(tape, value, into);
  if (is(name, "max_output_tokens")) return readLimit(tape, value, into);
  if (is(name, "parallel_tool_calls")) {
    into.oneToolOnly = tape.isFalse(value);
    return null;
  }
  if (isReadElsewhere(name)) return null;
  if (isOnlyItsOwn(name)) return isSet(tape, value) ? refuse(text(name)) : null;
  const setting = FIELDS.settings.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, FIELDS.settings.nameOf(setting), value, into);
  if (is(name, "stream_options")) readStreamOptions(tape, value, into);
  else if (isSet(tape, value) && !(is(name, "truncation") && is(tape.text(value), "disabled"))) into.drop(text(name));
  return null;
}

function isReadElsewhere(name: Span): bool {
  return is(name, "model") || is(name, "stream") || is(name, "tools") || is(name, "tool_choice");
}

/** What changes the meaning, and only a provider that remembers, waits or moderates can do. */
function isOnlyItsOwn(name: Span): bool {
  return (
    is(name, "previous_response_id") ||
    is(name, "conversation") ||
    is(name, "prompt") ||
    is(name, "background") ||
    is(name, "moderation")
  );
}

/** Streams are not obfuscated: a client may ask for it, and is told. */
function readStreamOptions(tape: Tape, value: i32, into: ChatRequest): void {
  if (tape.isTrue(tape.find(value, "include_obfuscation"))) into.drop("stream_options.include_obfuscation");
}

/** It stands before all, wherever in the document it is. */
function readInstructions(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isString(value)) return wrongType("instructions", "a string");
  if (length(tape.bytes(value)) > 0) into.messages.unshift(new Instructions(tape.bytes(value)));
  return null;
}

function readLimit(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isNumber(value)) return wrongType("max_output_tokens", "a number");
  into.maxTokens = tape.bytes(value);
  return null;
}

/** Other dialects tell no alternatives to a token unless they are asked for its own probability too. */
function askForLogprobs(into: ChatRequest): void {
  const alternatives = into.settings[Setting.TopLogprobs];
  if (alternatives == ABSENT || into.has(Setting.Logprobs)) return;
  if (wholeNumber(alternatives) > 0) includeLogprobs(into);
  else into.settings[Setting.TopLogprobs] = ABSENT;
}
