import { Failure } from "../../exchange/failure";
import { ChatRequest } from "../../exchange/request";
import { NOTHING, Tape } from "../../wire/json-tape";
import { is, Span } from "../../wire/span";
import { wrongType } from "../refuse";
import { readMessages } from "./read-messages";
import { readSharedField } from "./read-shared-field";
import { readTools } from "./read-tools";

/** https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion */
export function readRequest(tape: Tape, into: ChatRequest): Failure | null {
  const root = tape.root;
  into.streamUsage = true;
  for (let key = tape.first(root); key != NOTHING; key = tape.nextKey(root, key)) {
    const failure = readField(tape, tape.bytes(key), key + 1, into);
    if (failure !== null) return failure;
  }
  // An empty list loads or unloads the model, which only Ollama can.
  return into.messages.length == 0 ? wrongType("messages", "a list of at least one message") : null;
}

function readField(tape: Tape, name: Span, value: i32, into: ChatRequest): Failure | null {
  if (is(name, "messages")) return readMessages(tape, value, into);
  if (is(name, "tools")) return readTools(tape, value, into);
  return readSharedField(tape, name, value, into);
}
