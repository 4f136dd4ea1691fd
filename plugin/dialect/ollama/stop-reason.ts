import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/**
 * `done_reason`: stop, length, or load and unload where there was nothing to answer. That the model waits for
 * its tools is not among them. https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function readStopReason(raw: Span, callsTools: bool): StopReason {
  if (is(raw, "length")) return StopReason.Length;
  return callsTools ? StopReason.ToolUse : StopReason.End;
}

export function stopReasonName(reason: StopReason): string {
  return reason == StopReason.Length || reason == StopReason.ContextFull ? "length" : "stop";
}
