import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { ChatRequest, Thinking } from "../../exchange/request";
import { wholeNumber } from "../../wire/json-number";
import { Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, is, Span } from "../../wire/span";
import { wrongType } from "../refuse";

/** `think`: a boolean or a level. https://github.com/ollama/ollama/blob/main/docs/capabilities/thinking.mdx */
export function readThink(tape: Tape, value: i32, into: ChatRequest): Failure | null {
  if (tape.isNull(value)) return null;
  const level = tape.text(value);
  if (tape.isFalse(value)) into.thinking = Thinking.Off;
  else if (tape.isTrue(value)) into.thinking = Thinking.On;
  else if (is(level, "low") || is(level, "medium") || is(level, "high") || is(level, "max")) {
    into.thinking = Thinking.On;
    into.effort = level;
  } else return wrongType("think", 'true, false, "low", "medium", "high" or "max"');
  return null;
}

/** Ollama's own OpenAI endpoint maps the two that it does not have in the same way. Empty: no such effort. */
function levelOf(effort: Span): string {
  if (is(effort, "minimal") || is(effort, "low")) return "low";
  if (is(effort, "medium")) return "medium";
  if (is(effort, "high")) return "high";
  return is(effort, "xhigh") || is(effort, "max") ? "max" : "";
}

/** Of the budgets that stand for low (2,048), medium (8,192) and high (16,384): the nearest. */
function levelOfBudget(budget: Span): string {
  const tokens = wholeNumber(budget);
  return tokens <= 4096 ? "low" : tokens <= 12288 ? "medium" : "high";
}

function isOff(request: ChatRequest): bool {
  return request.thinking == Thinking.Off || is(request.effort, "none");
}

export function fitThinking(request: ChatRequest, into: Fit): void {
  if (isOff(request)) return;
  const name = request.names.reasoning;
  const effort = request.effort;
  if (effort != ABSENT && levelOf(effort).length == 0) {
    into.refuse(name, "expected an effort of none, minimal, low, medium, high, xhigh or max");
  }
  if (is(effort, "minimal") || is(effort, "xhigh")) into.approximate(name);
  // The thoughts always come, and whole.
  if (request.thinkingBudget != ABSENT || request.reasoningSummary != ABSENT) into.approximate(name);
}

/** A level wherever the client told how hard: all thinking models take it, and gpt-oss takes nothing else. */
export function writeThink(request: ChatRequest, json: JsonWriter): void {
  if (isOff(request)) json.literalMember("think", "false");
  else if (request.effort != ABSENT) json.asciiMember("think", levelOf(request.effort));
  else if (request.thinkingBudget != ABSENT) json.asciiMember("think", levelOfBudget(request.thinkingBudget));
  else if (request.thinking != Thinking.Unset) json.literalMember("think", "true");
}
