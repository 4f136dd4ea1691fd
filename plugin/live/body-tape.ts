import { Tape } from "../wire/json-tape";
import { Exchange } from "./exchange";

const tape = new Tape();
/** Which body the tape holds; 0: none. */
let scanned: u64 = 0;

/**
 * The exchange's body, scanned. There is one tape for all exchanges of the worker; it is scanned anew where another body
 * came in between, so that no exchange reads another's. Valid until the next body's.
 */
export function tapeOf(exchange: Exchange): Tape {
  if (scanned != exchange.raw.bodyNumber) {
    scanned = exchange.raw.bodyNumber;
    tape.scan(exchange.raw.body);
  }
  return tape;
}

/** The same tape, for a body that its caller scans now. */
export function newTapeOf(exchange: Exchange): Tape {
  scanned = exchange.raw.bodyNumber;
  return tape;
}
