import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NO_SETTING, Setting } from "../../exchange/setting";
import { realNumber } from "../../wire/json-number";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { readStrings } from "../read-values";
import { isSet, refuse, wrongType } from "../refuse";
import { readSetting } from "../settings";
import { THREAD_UNSUPPORTED } from "./failure";
import { SAMPLING } from "./fields";
import { readMessages } from "./read-messages";
import { readSystem } from "./read-text";
import { readFormat, readOutputConfig, readThinking } from "./read-thinking";
import { checkToolChoice, readToolChoice, readTools } from "./read-tools";

/** https://platform.claude.com/docs/en/api/messages/create */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  into.streamUsage = true;
  const failure = readSystem(tape, tape.find(root, "system"), into);
  if (failure !== null) return failure;
  const before = into.messages.length;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  if (into.messages.length == before) return wrongType("messages", "a list of at least one message");
  return checkToolChoice(into);
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "model") || is(name, "stream") || is(name, "system")) return null;
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "tools")) return readTools(tape, value, into);
  if (is(name, "tool_choice")) return readToolChoice(tape, value, into);
  if (is(name, "thinking")) return readThinking(tape, value, into);
  if (is(name, "output_config")) return readOutputConfig(tape, value, into);
  // The beta's name for `output_config.format`.
  if (is(name, "output_format")) return readFormat(tape, value, "output_format", into);
  if (is(name, "max_tokens")) return readLimit(tape, value, into);
  if (is(name, "metadata")) return readMetadata(tape, value, into);
  if (is(name, "stop_sequences")) {
    return readStrings(tape, value, into.stop) ? null : wrongType("stop_sequences", "a list of strings");
  }
  if (is(name, "cache_control")) return readSetting(tape, Setting.CacheControl, "cache_control", value, into);
  const setting = SAMPLING.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, SAMPLING.nameOf(setting), value, into);
  if (isSet(tape, value)) {
    if (is(name, "thread")) return refuseThread();
    if (bindsToProvider(name)) return refuse(text(name));
    into.drop(text(name));
  }
  return null;
}

function refuseThread(): Failure {
  const failure = refuse("thread");
  failure.code = THREAD_UNSUPPORTED;
  return failure;
}

/** What the provider itself keeps or does for a conversation, and where. */
function bindsToProvider(name: Span): bool {
  return is(name, "container") || is(name, "mcp_servers") || is(name, "compaction") || is(name, "inference_geo");
}

/** A limit of 0 fills the provider's prompt cache and asks for no answer. */
function readLimit(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isNumber(value)) return wrongType("max_tokens", "a number");
  if (realNumber(tape.bytes(value)) == 0) return refuse("max_tokens");
  into.maxTokens = tape.bytes(value);
  return null;
}

function readMetadata(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isObject(value)) return wrongType("metadata", "an object");
  for (let key = tape.first(value); key != NOTHING; key = tape.nextKey(value, key)) {
    const name = tape.bytes(key);
    if (!is(name, "user_id")) {
      if (isSet(tape, key + 1)) into.drop("metadata." + text(name));
    } else if (tape.isString(key + 1)) {
      into.settings[Setting.User] = tape.value(key + 1);
    } else if (!tape.isNull(key + 1)) {
      return wrongType("metadata.user_id", "a string");
    }
  }
  return null;
}
