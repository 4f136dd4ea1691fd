import { lineEnd } from "./framing";
import { Output } from "./output";
import { end, start } from "./span";

/**
 * Turns the line ends in what was written since `begin` into spaces. In JSON they stand between tokens
 * only, as in a schema that a client has laid out over lines; in an event or a line they would end it.
 */
export function joinLines(out: Output, begin: i32): void {
  const stop = end(out.bytes);
  let at = lineEnd(start(out.bytes) + begin, stop);
  for (; at < stop; at = lineEnd(at + 1, stop)) store<u8>(at, 0x20);
}
