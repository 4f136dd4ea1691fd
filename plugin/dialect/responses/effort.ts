import { ChatRequest, Thinking } from "../../exchange/request";
import { wholeNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";

/** Whether the client says how hard to think. */
export function saysEffort(request: ChatRequest): bool {
  return request.effort != ABSENT || request.thinking != Thinking.Unset;
}

/** Of a request that says it. */
export function writeEffort(request: ChatRequest, json: JsonWriter): void {
  if (request.thinking == Thinking.Off) json.ascii("none");
  else if (request.effort != ABSENT) json.raw(request.effort);
  else if (request.thinkingBudget != ABSENT) json.ascii(effortOf(wholeNumber(request.thinkingBudget)));
  else json.ascii("medium");
}

/** The effort that comes closest to a budget of tokens to think with. */
function effortOf(budget: i64): string {
  if (budget <= 4096) return "low";
  return budget <= 12288 ? "medium" : "high";
}
