import { Part, PartKind, ReasoningPart, TextPart, ToolCallPart } from "../../exchange/part";
import { ChatResponse, StopReason } from "../../exchange/response";
import { Packer, Unpacker } from "../../wire/packed";

/** Whether an answer is one to give again: whole, neither refused nor cut off by anyone but the request's own limit. */
export function isKept(response: ChatResponse): bool {
  switch (response.stopReason) {
    case StopReason.Filtered:
    case StopReason.Refused:
    case StopReason.Paused:
    case StopReason.ContextFull:
      return false;
  }
  for (let i = 0; i < response.parts.length; i++) if (response.parts[i].kind == PartKind.Refusal) return false;
  return response.parts.length > 0;
}

/** Writes an answer in no dialect, as it is made of a stream. */
export function packAnswer(response: ChatResponse, into: Packer): void {
  into.bytes(response.id);
  into.bytes(response.model);
  into.u8(<u8>response.stopReason);
  into.bytes(response.stopSequence);
  into.bytes(response.logprobs);
  into.u64(response.usage.input);
  into.u64(response.usage.output);
  into.u64(response.usage.cacheRead);
  into.u64(response.usage.cacheWrite);
  into.u64(response.usage.reasoning);
  into.u32(response.parts.length);
  for (let i = 0; i < response.parts.length; i++) packPart(response.parts[i], into);
}

function packPart(part: Part, into: Packer): void {
  into.u8(<u8>part.kind);
  if (part.kind == PartKind.ToolCall) {
    const call = changetype<ToolCallPart>(part);
    into.bytes(call.id);
    into.bytes(call.name);
    into.bytes(call.input);
  } else if (part.kind == PartKind.Reasoning) {
    const thought = changetype<ReasoningPart>(part);
    into.bytes(thought.text);
    into.bytes(thought.signature);
    into.bytes(thought.encrypted);
    into.bytes(thought.id);
  } else {
    into.bytes(changetype<TextPart>(part).text);
  }
}

/** Reads it back; false if it is cut off. Its spans lie where it was read. */
export function unpackAnswer(from: Unpacker, into: ChatResponse): bool {
  into.id = from.bytes();
  into.model = from.bytes();
  into.stopReason = <StopReason>from.u8();
  into.stopSequence = from.bytes();
  into.logprobs = from.bytes();
  into.usage.input = from.u64();
  into.usage.output = from.u64();
  into.usage.cacheRead = from.u64();
  into.usage.cacheWrite = from.u64();
  into.usage.reasoning = from.u64();
  const count = from.u32();
  for (let i: u32 = 0; i < count && from.whole; i++) into.parts.push(unpackPart(from));
  return from.whole;
}

function unpackPart(from: Unpacker): Part {
  const kind = <PartKind>from.u8();
  if (kind == PartKind.ToolCall) {
    const call = new ToolCallPart();
    call.id = from.bytes();
    call.name = from.bytes();
    call.input = from.bytes();
    call.inputIsText = true;
    return call;
  }
  if (kind != PartKind.Reasoning) return new TextPart(from.bytes(), kind);
  const thought = new ReasoningPart();
  thought.text = from.bytes();
  thought.signature = from.bytes();
  thought.encrypted = from.bytes();
  thought.id = from.bytes();
  return thought;
}
