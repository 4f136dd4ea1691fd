import { writeAlphanumeric } from "../../wire/alphanumeric";
import { Output } from "../../wire/output";
import { ABSENT, end, hash64, length, Span, span, start } from "../../wire/span";

/** `^[a-zA-Z0-9_-]{1,64}$`, of every provider: https://platform.openai.com/docs/api-reference/chat/create */
const LONGEST: i32 = 64;
/** Letters and digits that tell two long names apart. */
const DIGITS: i32 = 9;

const scratch = new Output();

/**
 * The one name under which a namespace's tool is offered: both names, joined. `isTaken`: another tool has
 * that name, so this one gets its own. Valid until the next call.
 */
export function offeredName(namespace: Span, name: Span, isTaken: bool): Span {
  scratch.clear();
  if (namespace != ABSENT) {
    addAllowed(namespace);
    scratch.ascii("__");
  }
  addAllowed(name);
  if (scratch.size <= LONGEST && !isTaken) return scratch.bytes;
  const known = identity(namespace, name);
  const kept = min(scratch.size, LONGEST - 1 - DIGITS);
  const head = span(start(scratch.bytes), kept);
  scratch.clear();
  scratch.raw(head);
  scratch.byte(0x5f);
  writeAlphanumeric(known, DIGITS, scratch);
  return scratch.bytes;
}

/** Tells a tool from every other; the names are raw strings. */
export function identity(namespace: Span, name: Span): u64 {
  return namespace == ABSENT ? hash64(name) : hash64(name) ^ ((hash64(namespace) << 1) | 1);
}

function addAllowed(name: Span): void {
  for (let at = start(name), stop = end(name); at < stop; at++) {
    const byte = load<u8>(at);
    scratch.byte(isAllowed(byte) ? byte : 0x5f);
  }
  if (length(name) == 0) scratch.byte(0x5f);
}

function isAllowed(byte: u8): bool {
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2d || byte == 0x5f;
}
