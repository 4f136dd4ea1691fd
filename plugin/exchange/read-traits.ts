import { Tape } from "../wire/json-tape";
import { is, startsWith, text } from "../wire/span";
import { Effort, ReasoningHistory, Sampling, Traits } from "./traits";

/** Reads `traits` of a policy's target (`traitsSchema` in contract/traits.ts); what is absent is the default. */
export function readTraits(tape: Tape, value: i32, maxTokens: i32): Traits {
  const traits = new Traits();
  traits.maxTokens = maxTokens;
  traits.completionLimit = is(tape.text(tape.find(value, "limit_field")), "max_completion_tokens");
  traits.streamUsage = !tape.isFalse(tape.find(value, "stream_usage"));
  const history = tape.text(tape.find(value, "reasoning_history"));
  if (is(history, "reasoning_content")) traits.reasoningHistory = ReasoningHistory.Content;
  else if (is(history, "reasoning_details")) traits.reasoningHistory = ReasoningHistory.Details;
  else if (is(history, "reasoning")) traits.reasoningHistory = ReasoningHistory.Reasoning;
  traits.adaptiveThinking = is(tape.text(tape.find(value, "thinking")), "adaptive");
  traits.jsonSchema = !tape.isFalse(tape.find(value, "json_schema"));
  const completions = tape.text(tape.find(value, "completions"));
  if (startsWith(completions, "/")) traits.completions = text(completions);
  traits.googleSignatures = is(tape.text(tape.find(value, "tool_signatures")), "google");
  const sampling = tape.text(tape.find(value, "sampling"));
  if (is(sampling, "without_effort")) traits.sampling = Sampling.WithoutEffort;
  else if (is(sampling, "none")) traits.sampling = Sampling.None;
  traits.stops = !is(tape.text(tape.find(value, "stop_sequences")), "none");
  const effort = tape.text(tape.find(value, "effort_with_tools"));
  if (is(effort, "responses")) traits.effortRefused = Effort.Asked;
  else if (is(effort, "responses_unless_none")) traits.effortRefused = Effort.Always;
  traits.shortToolIds = is(tape.text(tape.find(value, "tool_id")), "nine");
  return traits;
}
