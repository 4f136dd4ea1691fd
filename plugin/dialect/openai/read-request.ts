import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NO_SETTING } from "../../exchange/setting";
import { wholeNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { readEffort } from "../openai-platform/effort";
import { readStrings } from "../read-values";
import { isSet, refuse, wrongType } from "../refuse";
import { readSetting } from "../settings";
import { readFormat } from "./read-format";
import { readMessages } from "./read-messages";
import { readTools } from "./read-tools";

/** https://platform.openai.com/docs/api-reference/chat/create */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    if (tape.isNull(key + 1)) continue;
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  if (into.messages.length == 0) return wrongType("messages", "a list of at least one message");
  return readTools(tape, into);
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "model") || is(name, "stream") || isOfTools(name)) return null;
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "max_completion_tokens") || is(name, "max_tokens")) return readLimit(tape, name, value, into);
  if (is(name, "stop")) return readStop(tape, value, into);
  if (is(name, "stream_options")) return readStreamOptions(tape, value, into);
  if (is(name, "response_format")) return readFormat(tape, value, into);
  if (is(name, "reasoning_effort")) return readEffort(tape, value, "reasoning_effort", into);
  if (is(name, "n")) return readCount(tape, "n", value);
  if (is(name, "modalities")) return isTextOnly(tape, value) ? null : refuse("modalities");
  // `{}` asks for a search as well.
  if (is(name, "web_search_options")) return refuse("web_search_options");
  if (!isSet(tape, value)) return null;
  if (is(name, "audio") || is(name, "prediction") || is(name, "moderation")) return refuse(text(name));
  const setting = into.names.settings.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, text(name), value, into);
  into.drop(text(name));
  return null;
}

/** What `readTools` reads, whose fields hang together. */
function isOfTools(name: Span): bool {
  return (
    is(name, "tools") ||
    is(name, "tool_choice") ||
    is(name, "parallel_tool_calls") ||
    is(name, "functions") ||
    is(name, "function_call")
  );
}

/** `max_tokens` is the older name: it counts where the newer one is not given. */
function readLimit(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (!tape.isNumber(value)) return wrongType(text(name), "a number");
  const isNewer = is(name, "max_completion_tokens");
  if (isNewer || tape.isNull(tape.find(tape.root, "max_completion_tokens"))) into.maxTokens = tape.bytes(value);
  return null;
}

export function readStop(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  into.stop = [];
  return readStrings(tape, value, into.stop) ? null : wrongType("stop", "a string or a list of strings");
}

export function readStreamOptions(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (!tape.isObject(value)) return wrongType("stream_options", "an object");
  into.streamUsage = tape.isTrue(tape.find(value, "include_usage"));
  if (tape.isTrue(tape.find(value, "include_obfuscation"))) into.drop("stream_options.include_obfuscation");
  return null;
}

/** How many answers: no other dialect gives more than one. */
export function readCount(tape: Tape, name: string, value: i32): Failure | null {
  if (!tape.isNumber(value)) return wrongType(name, "a number");
  return wholeNumber(tape.bytes(value)) == 1 ? null : refuse(name);
}

/** `modalities: ["text"]` asks for nothing special. */
function isTextOnly(tape: Tape, value: i32): bool {
  if (!tape.isArray(value)) return false;
  for (let item = tape.first(value); item != NOTHING; item = tape.next(value, item)) {
    if (!is(tape.text(item), "text")) return false;
  }
  return true;
}
