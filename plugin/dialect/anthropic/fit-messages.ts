import { Fit } from "../../exchange/fit";
import { MediaPart, Part, PartKind } from "../../exchange/part";
import { ChatRequest, Message, Role } from "../../exchange/request";
import { ABSENT } from "../../wire/span";
import { Conversation, isSendable } from "./conversation";
import { FIELDS } from "./fields";
import { mediaProblem } from "./media";

export function fitMessages(request: ChatRequest, conversation: Conversation, into: Fit): void {
  const name = request.names.messages;
  if (conversation.turns.length == 0) into.refuse(name, "expected at least one message that is not empty");
  let begun = false;
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i];
    if (message.role != Role.System) begun = true;
    else if (begun) into.approximate(name);
    if (message.name != ABSENT) into.drop(name + ".name");
    for (let j = 0; j < message.parts.length; j++) fitPart(message, message.parts[j], request, into);
  }
  if (conversation.systemOnly || conversation.startsWithAssistant) into.approximate(name);
}

function fitPart(message: Message, part: Part, request: ChatRequest, into: Fit): void {
  if (part.kind == PartKind.Reasoning) {
    if (!isSendable(part, request)) into.drop(request.names.messages + ".reasoning");
  } else if (part.kind == PartKind.Image || part.kind == PartKind.Document) {
    fitMedia(message.role, changetype<MediaPart>(part), request, into);
  }
}

function fitMedia(role: Role, part: MediaPart, request: ChatRequest, into: Fit): void {
  if (part.detail != ABSENT) into.drop(request.names.messages + ".detail");
  if (role != Role.User && role != Role.Tool) {
    return into.refuse(part.where, "this model's provider takes it from the user only: send it in a user message");
  }
  const problem = mediaProblem(part, request.names === FIELDS);
  if (problem.length > 0) into.refuse(part.where, problem);
}
