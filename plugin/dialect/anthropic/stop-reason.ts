import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/** https://docs.claude.com/en/api/handling-stop-reasons */
export function readStopReason(raw: Span): StopReason {
  if (is(raw, "max_tokens") || is(raw, "model_context_window_exceeded")) return StopReason.Length;
  if (is(raw, "stop_sequence")) return StopReason.StopSequence;
  if (is(raw, "refusal")) return StopReason.Filtered;
  return StopReason.End;
}

export function stopReasonName(reason: StopReason): string {
  switch (reason) {
    case StopReason.Length:
      return "max_tokens";
    case StopReason.StopSequence:
      return "stop_sequence";
    case StopReason.Filtered:
      return "refusal";
    default:
      return "end_turn";
  }
}
