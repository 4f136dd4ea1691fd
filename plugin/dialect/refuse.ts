import { Failure } from "../exchange/failure";
import { Kind, NOTHING, Tape } from "../wire/json-tape";
import { length } from "../wire/span";

/** Whether a field says anything at all: not null, not false, not empty. */
export function isSet(tape: Tape, value: i32): bool {
  if (tape.isNull(value)) return false;
  if (tape.isArray(value) || tape.isObject(value)) return tape.first(value) != NOTHING;
  return tape.kind(value) != Kind.False && length(tape.bytes(value)) > 0;
}

/** For what only a provider of the client's own dialect could do. */
export function refuse(field: string): Failure {
  return new Failure(400, field + ": cannot be translated to the dialect of this model's providers", field);
}

export function wrongType(field: string, expected: string): Failure {
  return new Failure(400, field + ": expected " + expected, field);
}
