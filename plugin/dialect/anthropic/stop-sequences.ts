import { ChatRequest } from "../../exchange/request";
import { length, Span } from "../../wire/span";
import { isBlank } from "./trim-end";

/** Without empty ones, which stop nothing and which Anthropic refuses. */
export function stopSequences(request: ChatRequest): Array<Span> {
  return request.stop.filter((stop) => length(stop) > 0);
}

/** Whether one is white space alone: Anthropic refuses that too, and without it the answer would be another. */
export function hasBlankStop(request: ChatRequest): bool {
  return stopSequences(request).some((stop) => isBlank(stop));
}
