import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/** https://platform.openai.com/docs/api-reference/chat/object, `finish_reason` */
export function readStopReason(raw: Span): StopReason {
  if (is(raw, "length")) return StopReason.Length;
  if (is(raw, "content_filter")) return StopReason.Filtered;
  return StopReason.End;
}

export function stopReasonName(reason: StopReason): string {
  switch (reason) {
    case StopReason.Length:
      return "length";
    case StopReason.Filtered:
      return "content_filter";
    default:
      return "stop";
  }
}
