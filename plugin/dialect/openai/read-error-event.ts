import { Failure } from "../../exchange/failure";
import { NOTHING, Tape } from "../../wire/json-tape";
import { errorStatus } from "../openai-platform/error-status";
import { readError } from "../openai-platform/read-error";
import { isSet } from "../refuse";

/** An error in place of an event; null if the event is none. */
export function readErrorEvent(tape: Tape): Failure | null {
  const error = tape.find(tape.root, "error");
  if (isSet(tape, error)) {
    const failure = readError(tape, errorStatus(tape, tape.isObject(error) ? error : tape.root));
    return failure !== null ? failure : new Failure(502, "the provider reported an error");
  }
  const isChunk = tape.find(tape.root, "choices") != NOTHING;
  return isChunk ? null : readError(tape, errorStatus(tape, tape.root));
}
