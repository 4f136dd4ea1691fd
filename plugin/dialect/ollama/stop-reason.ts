import { StopReason } from "../../exchange/response";
import { is, Span } from "../../wire/span";

/** `done_reason`: stop, length, load, unload. https://github.com/ollama/ollama/blob/main/docs/api.md */
export function readStopReason(raw: Span): StopReason {
  return is(raw, "length") ? StopReason.Length : StopReason.End;
}

export function stopReasonName(reason: StopReason): string {
  return reason == StopReason.Length ? "length" : "stop";
}
