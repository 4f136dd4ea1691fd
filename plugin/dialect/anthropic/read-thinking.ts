import { Failure } from "../../exchange/failure";
import { ChatRequest, Format, Thinking } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span, text } from "../../wire/span";
import { isSet, refuse, wrongType } from "../refuse";

/** https://platform.claude.com/docs/en/build-with-claude/thinking */
export function readThinking(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  const type = tape.text(tape.find(value, "type"));
  if (is(type, "enabled")) {
    const budget = tape.find(value, "budget_tokens");
    if (!tape.isNumber(budget)) return wrongType("thinking.budget_tokens", "a number");
    into.thinking = Thinking.On;
    into.thinkingBudget = tape.bytes(budget);
  } else if (is(type, "adaptive")) {
    into.thinking = Thinking.Adaptive;
  } else if (is(type, "disabled")) {
    into.thinking = Thinking.Off;
  } else if (is(type, "between_tools")) {
    // The lowest setting of models that cannot be told not to think at all; the notes between tool calls are lost.
    into.thinking = Thinking.Off;
    into.drop("thinking.type");
  } else return wrongType("thinking.type", "enabled, disabled, adaptive or between_tools");
  into.reasoningSummary = tape.text(tape.find(value, "display"));
  return null;
}

export function readOutputConfig(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!tape.isObject(value)) return wrongType("output_config", "an object");
  for (let key = tape.first(value); key != NOTHING; key = tape.nextKey(value, key)) {
    const failure = readOutputField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  return null;
}

function readOutputField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "format")) return readFormat(tape, value, "output_config.format", into);
  if (!is(name, "effort")) {
    if (isSet(tape, value)) into.drop("output_config." + text(name));
  } else if (tape.isString(value)) {
    into.effort = tape.bytes(value);
  } else if (!tape.isNull(value)) {
    return wrongType("output_config.effort", "low, medium, high, xhigh or max");
  }
  return null;
}

/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs */
export function readFormat(tape: Tape, value: i32, path: string, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  if (!is(tape.text(tape.find(value, "type")), "json_schema")) return refuse(path);
  const schema = tape.find(value, "schema");
  if (!tape.isObject(schema)) return wrongType(path + ".schema", "a JSON Schema");
  into.format = Format.Schema;
  into.schemaGuaranteed = true;
  into.schema = tape.value(schema);
  return null;
}
