import { StopReason } from "../../exchange/response";
import { Tape } from "../../wire/json-tape";
import { is } from "../../wire/span";

/** `incomplete_details.reason` of a response that has it; it was cut short, whatever the reason. */
export function readIncomplete(tape: Tape, response: i32): StopReason {
  const reason = tape.text(tape.find(tape.find(response, "incomplete_details"), "reason"));
  return is(reason, "content_filter") ? StopReason.Filtered : StopReason.Length;
}

/** A complete response does not say why it ended: what it holds does. */
export function completeReason(calls: bool, refuses: bool): StopReason {
  if (refuses) return StopReason.Refused;
  return calls ? StopReason.ToolUse : StopReason.End;
}

/**
 * Why a response counts as incomplete; empty: it is complete. `refuses`: the answer holds the model's
 * words on why it refuses; one without them was cut off by a filter. A paused turn has no name here,
 * and is not complete.
 */
export function incompleteReason(reason: StopReason, refuses: bool): string {
  switch (reason) {
    case StopReason.Length:
    case StopReason.ContextFull:
    case StopReason.Paused:
      return "max_output_tokens";
    case StopReason.Filtered:
      return "content_filter";
    case StopReason.Refused:
      return refuses ? "" : "content_filter";
    default:
      return "";
  }
}
