import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/** https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons */
export function readStopReason(raw: Span): StopReason {
  if (is(raw, "max_tokens")) return StopReason.Length;
  if (is(raw, "stop_sequence")) return StopReason.StopSequence;
  if (is(raw, "tool_use")) return StopReason.ToolUse;
  if (is(raw, "pause_turn")) return StopReason.Paused;
  // A classifier cut the answer off; a model that refuses by itself says so in its text.
  if (is(raw, "refusal")) return StopReason.Filtered;
  if (is(raw, "model_context_window_exceeded")) return StopReason.ContextFull;
  return StopReason.End;
}

export function stopReasonName(reason: StopReason): string {
  switch (reason) {
    case StopReason.Length:
      return "max_tokens";
    case StopReason.StopSequence:
      return "stop_sequence";
    case StopReason.ToolUse:
      return "tool_use";
    case StopReason.Filtered:
    case StopReason.Refused:
      return "refusal";
    case StopReason.Paused:
      return "pause_turn";
    case StopReason.ContextFull:
      return "model_context_window_exceeded";
    default:
      return "end_turn";
  }
}
