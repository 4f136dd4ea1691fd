import { ChatRequest, Format } from "../../exchange/request";
import { Traits } from "../../exchange/traits";
import { is, Span } from "../../wire/span";
import { Conversation } from "./conversation";
import { ThinkingPlan } from "./thinking-plan";

/** How a target is told to answer in JSON. */
export enum Structure {
  /** Not at all: the client wants text. */
  None = 0,
  /** `output_config.format`: bound to the schema. */
  Schema = 1,
  /** By a tool that it has to call: its input is the answer, and the readers unwrap it. */
  Tool = 2,
  /** By a line in the system prompt. */
  Words = 3,
}

/** The tool of `Structure.Tool`. */
export const JSON_TOOL: string = "headgate_json";

export function isJsonTool(name: Span): bool {
  return is(name, JSON_TOOL);
}

/**
 * Anthropic has no format for JSON of no schema: its own must close every object. A tool can be forced
 * only where it is the only one and there is neither thinking nor a prefill; the newest models, which
 * think adaptively, refuse it always.
 * https://platform.claude.com/docs/en/models/sonnet-5-5/whats-new-sonnet-5-5#forced-tool-use-is-not-supported
 */
export function structureOf(
  request: ChatRequest,
  conversation: Conversation,
  plan: ThinkingPlan,
  traits: Traits,
): Structure {
  if (request.format == Format.Text) return Structure.None;
  if (request.format == Format.Schema && traits.jsonSchema) return Structure.Schema;
  const isFree = request.tools.length == 0 && !plan.isOn && !conversation.endsWithAssistant;
  return isFree && !traits.adaptiveThinking ? Structure.Tool : Structure.Words;
}
