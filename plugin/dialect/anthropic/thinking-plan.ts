import { PartKind } from "../../exchange/part";
import { ChatRequest, Thinking, ToolChoice } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { wholeNumber } from "../../wire/json-number";
import { ABSENT, is, Span } from "../../wire/span";
import { Conversation } from "./conversation";
import { FIELDS } from "./fields";

export enum ThinkingMode {
  /** Nothing is said about it. */
  Unset = 0,
  Disabled = 1,
  /** As many tokens as `budget`. */
  Budget = 2,
  Adaptive = 3,
}

/** The least budget that Anthropic takes, and what is left for the answer where a budget would fill the limit. */
const MIN_BUDGET: i64 = 1024;

/** What a target is asked about thinking. */
export class ThinkingPlan {
  mode: ThinkingMode = ThinkingMode.Unset;
  budget: i64 = 0;
  /** `output_config.effort`; empty: left to the model. */
  effort: string = "";
  /** It is not just what the client asked for. */
  approximated: bool = false;

  get isOn(): bool {
    return this.mode == ThinkingMode.Budget || this.mode == ThinkingMode.Adaptive;
  }
}

/** https://platform.claude.com/docs/en/build-with-claude/thinking */
export function planThinking(request: ChatRequest, conversation: Conversation, traits: Traits): ThinkingPlan {
  const plan = new ThinkingPlan();
  const native = request.names === FIELDS;
  const effort = request.effort;
  if (native) plan.effort = effortName(effort);
  if (request.thinking == Thinking.Off || is(effort, "none")) {
    planOff(traits, plan);
  } else if (request.thinking == Thinking.Unset && (native || effort == ABSENT) && request.thinkingBudget == ABSENT) {
    return plan;
  } else if (traits.adaptiveThinking || (native && request.thinking == Thinking.Adaptive)) {
    planAdaptive(request, plan);
  } else {
    planBudget(request, conversation, traits, plan);
  }
  return plan;
}

/** Most models that think adaptively refuse to be told not to: low effort comes next to it. */
function planOff(traits: Traits, plan: ThinkingPlan): void {
  if (traits.adaptiveThinking) {
    plan.effort = "low";
    plan.approximated = true;
  } else {
    plan.mode = ThinkingMode.Disabled;
  }
}

function planAdaptive(request: ChatRequest, plan: ThinkingPlan): void {
  plan.effort = effortName(request.effort);
  if (is(request.effort, "minimal")) plan.approximated = true;
  if (plan.effort.length == 0 && request.thinking != Thinking.Adaptive) {
    plan.effort = request.thinkingBudget == ABSENT ? "medium" : effortOfBudget(wholeNumber(request.thinkingBudget));
    plan.approximated = true;
  }
  if (forcesTool(request)) plan.approximated = true;
  else plan.mode = ThinkingMode.Adaptive;
}

function planBudget(request: ChatRequest, conversation: Conversation, traits: Traits, plan: ThinkingPlan): void {
  const asked = request.thinkingBudget;
  const limit = request.maxTokens == ABSENT ? <i64>traits.maxTokens : wholeNumber(request.maxTokens);
  let budget = asked == ABSENT ? budgetOfEffort(request.effort) : max(wholeNumber(asked), MIN_BUDGET);
  if (budget >= limit) budget = limit - MIN_BUDGET;
  const possible = budget >= MIN_BUDGET && !forcesTool(request) && !lacksThoughts(conversation);
  if (possible) {
    plan.mode = ThinkingMode.Budget;
    plan.budget = budget;
  }
  plan.approximated = !possible || budget != wholeNumber(asked);
}

/** Anthropic refuses to combine a forced tool with thinking. */
function forcesTool(request: ChatRequest): bool {
  const choice = request.toolChoice;
  return request.tools.length > 0 && (choice == ToolChoice.Required || choice == ToolChoice.Named);
}

/**
 * With a budget, a turn that goes on must begin with the thoughts that it began with, sealed by
 * Anthropic; one of another provider has none.
 */
function lacksThoughts(conversation: Conversation): bool {
  const turn = conversation.unfinished;
  return turn !== null && turn.parts[0].kind != PartKind.Reasoning;
}

/** Empty: none is given, or none that Anthropic knows. */
function effortName(effort: Span): string {
  if (is(effort, "minimal") || is(effort, "low")) return "low";
  if (is(effort, "medium")) return "medium";
  if (is(effort, "high")) return "high";
  if (is(effort, "xhigh")) return "xhigh";
  return is(effort, "max") ? "max" : "";
}

function budgetOfEffort(effort: Span): i64 {
  if (is(effort, "minimal")) return MIN_BUDGET;
  if (is(effort, "low")) return 2048;
  if (is(effort, "high")) return 16384;
  if (is(effort, "xhigh")) return 24576;
  return is(effort, "max") ? 32000 : 8192;
}

function effortOfBudget(budget: i64): string {
  return budget <= 4096 ? "low" : budget <= 12288 ? "medium" : "high";
}
