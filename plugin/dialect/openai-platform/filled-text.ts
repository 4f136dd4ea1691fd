import { Tape } from "../../wire/json-tape";
import { ABSENT, length, Span } from "../../wire/span";

/** The raw text of an object's member; ABSENT if it is missing, empty or no string, which servers use alike. */
export function filledText(tape: Tape, object: i32, name: string): Span {
  const bytes = tape.text(tape.find(object, name));
  return length(bytes) == 0 ? ABSENT : bytes;
}
