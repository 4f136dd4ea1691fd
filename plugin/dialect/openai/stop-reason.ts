import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/** https://platform.openai.com/docs/api-reference/chat/object, `finish_reason`; what is unknown is an end. */
export function readStopReason(raw: Span): StopReason {
  if (is(raw, "length")) return StopReason.Length;
  if (is(raw, "tool_calls") || is(raw, "function_call")) return StopReason.ToolUse;
  if (is(raw, "content_filter")) return StopReason.Filtered;
  // Mistral: https://docs.mistral.ai/api/#tag/chat
  if (is(raw, "model_length")) return StopReason.ContextFull;
  return StopReason.End;
}

/** What the answer itself tells: not every server says by its reason that it called a tool, or refused. */
export function settledReason(said: StopReason, calls: bool, refuses: bool): StopReason {
  if (said != StopReason.End) return said;
  if (calls) return StopReason.ToolUse;
  return refuses ? StopReason.Refused : StopReason.End;
}

/** An answer that its server gave up: OpenRouter and Mistral, DeepSeek. */
export function isGivenUp(raw: Span): bool {
  return is(raw, "error") || is(raw, "insufficient_system_resource");
}

/** `refuses`: the answer holds the model's words on that, which end like any other. */
export function stopReasonName(reason: StopReason, refuses: bool): string {
  switch (reason) {
    case StopReason.Length:
    case StopReason.ContextFull:
      return "length";
    case StopReason.ToolUse:
      return "tool_calls";
    case StopReason.Filtered:
      return "content_filter";
    case StopReason.Refused:
      return refuses ? "stop" : "content_filter";
    default:
      return "stop";
  }
}
