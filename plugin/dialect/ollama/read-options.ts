import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NO_SETTING } from "../../exchange/setting";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, startsWith, text } from "../../wire/span";
import { readStrings } from "../read-values";
import { isSet, wrongType } from "../refuse";
import { readSetting } from "../settings";
import { IN_OPTIONS, OPTIONS, PATHS } from "./fields";

/** https://github.com/ollama/ollama/blob/main/docs/modelfile.mdx#valid-parameters-and-values */
export function readOptions(tape: Tape, options: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(options)) return null;
  if (!tape.isObject(options)) return wrongType("options", "an object");
  for (let key = tape.first(options); key != NOTHING; key = tape.nextKey(options, key)) {
    const failure = readOption(tape, key, into);
    if (failure !== null) return failure;
  }
  return null;
}

function readOption(tape: Tape, key: i32, into: ChatRequest): Failure | null {
  const name = tape.bytes(key);
  const value = key + 1;
  const setting = IN_OPTIONS.find(name);
  if (setting != NO_SETTING) return readSetting(tape, setting, PATHS.nameOf(setting), value, into);
  if (is(name, "num_predict")) return readLimit(tape, value, into);
  if (is(name, "stop")) {
    return readStrings(tape, value, into.stop) ? null : wrongType(into.names.stop, "a string or a list of strings");
  }
  // The rest is about how the server runs the model.
  if (isSet(tape, value)) into.drop(OPTIONS + text(name));
  return null;
}

/** -1 (no limit) and -2 (until the context is full) are what other dialects do without a limit. */
function readLimit(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isNumber(value)) return wrongType(into.names.maxTokens, "a number");
  const limit = tape.bytes(value);
  if (!startsWith(limit, "-")) into.maxTokens = limit;
  return null;
}
