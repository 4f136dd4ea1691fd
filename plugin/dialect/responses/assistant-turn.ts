import { ToolCallPart } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { Span } from "../../wire/span";

/** What the assistant said, thought and called in one go is one message. */
export function assistantTurn(into: ChatRequest): Message {
  const count = into.messages.length;
  if (count > 0 && into.messages[count - 1].role == Role.Assistant) return into.messages[count - 1];
  const message = new Message(Role.Assistant);
  into.messages.push(message);
  return message;
}

/** `input`: as `ToolCallPart` has it. */
export function addCall(id: Span, name: Span, input: Span, inputIsText: bool, into: ChatRequest): void {
  const call = new ToolCallPart();
  call.id = id;
  call.name = name;
  call.input = input;
  call.inputIsText = inputIsText;
  assistantTurn(into).parts.push(call);
}

/** The parts are the caller's to add. */
export function addResult(id: Span, into: ChatRequest): Message {
  const message = new Message(Role.Tool);
  message.callId = id;
  into.messages.push(message);
  return message;
}
