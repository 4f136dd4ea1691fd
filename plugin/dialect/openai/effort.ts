import { ChatRequest, Thinking } from "../../exchange/request";
import { wholeNumber } from "../../wire/json-number";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT } from "../../wire/span";

/** How hard to think, where the client says so: models that do not think refuse the field. */
export function writeEffort(request: ChatRequest, json: JsonWriter): void {
  if (request.thinking == Thinking.Off) json.asciiMember("reasoning_effort", "none");
  else if (request.effort != ABSENT) json.rawMember("reasoning_effort", request.effort);
  else if (request.thinkingBudget != ABSENT) {
    json.asciiMember("reasoning_effort", effortOfBudget(wholeNumber(request.thinkingBudget)));
  } else if (request.thinking != Thinking.Unset) json.asciiMember("reasoning_effort", "medium");
}

/** The steps lie between the budgets that the efforts stand for: 2,048, 8,192 and 16,384 tokens. */
function effortOfBudget(tokens: i64): string {
  if (tokens <= 4096) return "low";
  return tokens <= 12_288 ? "medium" : "high";
}
