import { contains } from "../wire/contains";
import { ABSENT, Span } from "../wire/span";
import { holdsMark } from "./opaque";
import { Part, PartKind, ToolCallPart } from "./part";
import { ChatRequest, Message } from "./request";

/** Whether a body may hold what the model thought in earlier turns; others can be mistaken for it. */
export function mayHoldThoughts(body: Span): bool {
  return contains(body, 'signature"') || contains(body, '"encrypted_content"') || holdsMark(body);
}

/** Takes out what the model thought in earlier turns, and its makers' signatures. False: there was nothing of it. */
export function dropThoughts(request: ChatRequest): bool {
  const kept: Array<Message> = [];
  let isFound = false;
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    const parts = message.parts;
    const rest: Array<Part> = [];
    for (let j = 0; j < parts.length; j++) {
      if (parts[j].kind == PartKind.Reasoning) continue;
      if (parts[j].kind == PartKind.ToolCall && unsign(changetype<ToolCallPart>(parts[j]))) isFound = true;
      rest.push(parts[j]);
    }
    message.parts = rest;
    if (rest.length < parts.length) isFound = true;
    if (rest.length > 0 || parts.length == 0) kept.push(message);
  }
  request.messages = kept;
  if (isFound) request.drop(request.names.messages + ".reasoning");
  return isFound;
}

function unsign(call: ToolCallPart): bool {
  const isSigned = call.signature != ABSENT;
  call.signature = ABSENT;
  return isSigned;
}
