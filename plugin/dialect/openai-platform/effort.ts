import { Failure } from "../../exchange/failure";
import { ChatRequest, Thinking } from "../../exchange/request";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is } from "../../wire/span";
import { wrongType } from "../refuse";

/** How hard to think; `path` is what the dialect calls it: https://platform.openai.com/docs/guides/reasoning */
export function readEffort(tape: Tape, value: i32, path: string, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  const effort = tape.text(value);
  if (is(effort, "none")) {
    into.thinking = Thinking.Off;
    return null;
  }
  const isKnown =
    is(effort, "minimal") ||
    is(effort, "low") ||
    is(effort, "medium") ||
    is(effort, "high") ||
    is(effort, "xhigh") ||
    is(effort, "max");
  if (!isKnown) return wrongType(path, "none, minimal, low, medium, high, xhigh or max");
  into.thinking = Thinking.On;
  into.effort = effort;
  return null;
}

/** Whether the client says how hard to think: models that do not think refuse the field. */
export function saysEffort(request: ChatRequest): bool {
  const budget = request.thinkingBudget != ABSENT;
  return request.effort != ABSENT || budget || request.thinking != Thinking.Unset;
}

/** Whether it asks the model to think. */
export function thinks(request: ChatRequest): bool {
  return saysEffort(request) && request.thinking != Thinking.Off;
}

/** The value's text, of a request that says it. */
export function writeEffort(request: ChatRequest, json: JsonWriter): void {
  if (request.thinking == Thinking.Off) json.ascii("none");
  else if (request.effort != ABSENT) json.raw(request.effort);
  else if (request.thinkingBudget != ABSENT) json.ascii(effortOfBudget(wholeNumber(request.thinkingBudget)));
  else json.ascii("medium");
}

/** The steps lie between the budgets that the efforts stand for: 2,048, 8,192 and 16,384 tokens. */
function effortOfBudget(tokens: i64): string {
  if (tokens <= 4096) return "low";
  return tokens <= 12_288 ? "medium" : "high";
}
