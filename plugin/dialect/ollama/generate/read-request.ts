import { Failure } from "../../../exchange/failure";
import { TextPart } from "../../../exchange/part";
import { ChatRequest, Message, Role } from "../../../exchange/request";
import { NOTHING, Tape } from "../../../wire/json-tape";
import { is, length, Span, text } from "../../../wire/span";
import { isSet, refuse, wrongType } from "../../refuse";
import { readImages } from "../read-images";
import { readSharedField } from "../read-shared-field";

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-completion */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  into.streamUsage = true;
  const system = tape.find(root, "system");
  if (!tape.isNull(system) && !tape.isString(system)) return wrongType("system", "a string");
  if (length(tape.text(system)) > 0) {
    const message = new Message(Role.System);
    message.parts.push(new TextPart(tape.bytes(system)));
    into.messages.push(message);
  }
  const prompt = tape.text(tape.find(root, "prompt"));
  // An empty one loads or unloads the model, which only Ollama can.
  if (length(prompt) == 0) return wrongType("prompt", "a string that is not empty");
  const message = new Message(Role.User);
  const failure = readImages(tape, tape.find(root, "images"), "images", message.parts);
  if (failure !== null) return failure;
  message.parts.push(new TextPart(prompt));
  into.messages.push(message);
  return readFields(tape, into);
}

function readFields(tape: Tape, into: ChatRequest): Failure | null {
  for (let key = tape.first(tape.root); key != NOTHING; key = tape.nextKey(tape.root, key)) {
    const name = tape.bytes(key);
    if (is(name, "prompt") || is(name, "system") || is(name, "images")) continue;
    if (isOwn(name)) {
      if (isSet(tape, key + 1)) return refuse(text(name));
      continue;
    }
    const failure = readSharedField(tape, name, key + 1, into);
    if (failure !== null) return failure;
  }
  return null;
}

/** Changes the prompt in ways that no chat has, or asks for a picture. */
function isOwn(name: Span): bool {
  return (
    is(name, "suffix") ||
    is(name, "raw") ||
    is(name, "template") ||
    is(name, "context") ||
    is(name, "width") ||
    is(name, "height") ||
    is(name, "steps")
  );
}
