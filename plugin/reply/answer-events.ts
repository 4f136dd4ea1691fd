import { valueAsText } from "../dialect/tool-input";
import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../exchange/part";
import { ChatResponse } from "../exchange/response";
import { StreamWriter } from "../exchange/stream";
import { ABSENT, length } from "../wire/span";

/** Writes a whole answer as a stream: for a provider that answered a request for one in a single document. */
export function replay(response: ChatResponse, writer: StreamWriter): void {
  writer.begin(response.id, response.model, response.usage);
  let calls = 0;
  if (response.logprobs != ABSENT) writer.logprobs(response.logprobs);
  for (let i = 0; i < response.parts.length; i++) {
    const part = response.parts[i];
    if (part.kind == PartKind.ToolCall) replayCall(changetype<ToolCallPart>(part), calls++, writer);
    else replayPart(part, writer);
  }
  writer.finish(response.stopReason, response.stopSequence, response.usage);
}

function replayPart(part: Part, writer: StreamWriter): void {
  if (part.kind == PartKind.Reasoning) {
    const reasoning = changetype<ReasoningPart>(part);
    if (length(reasoning.text) > 0) writer.reasoning(reasoning.text);
    if (reasoning.signature != ABSENT) writer.signature(reasoning.signature, reasoning.id);
    if (reasoning.encrypted != ABSENT) writer.encryptedReasoning(reasoning.encrypted, reasoning.id);
    return;
  }
  if (part.kind != PartKind.Text && part.kind != PartKind.Refusal) return;
  const words = changetype<TextPart>(part).text;
  if (length(words) == 0) return;
  if (part.kind == PartKind.Text) writer.text(words);
  else writer.refusal(words);
}

function replayCall(call: ToolCallPart, index: i32, writer: StreamWriter): void {
  writer.toolCall(index, call.id, call.name);
  const input = call.inputIsText || call.input == ABSENT ? call.input : valueAsText(call.input);
  if (length(input) > 0) writer.toolInput(index, input);
}
