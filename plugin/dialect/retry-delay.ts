import { realNumber, scanNumber } from "../wire/json-number";
import { NOTHING, Tape } from "../wire/json-tape";
import { end, length, Span, span, start } from "../wire/span";

/** A longer one is no wait but a fault: two days. */
const LONGEST: f64 = 172_800;

/**
 * When an error of Google's wants to be asked again, in whole seconds; empty if it does not say: `details` hold a
 * google.rpc.RetryInfo, whose `retryDelay` is "34s" or "34.07s".
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export function retryDelay(tape: Tape, error: i32): string {
  const details = tape.find(error, "details");
  if (!tape.isArray(details)) return "";
  for (let item = tape.first(details); item != NOTHING; item = tape.next(details, item)) {
    const seconds = secondsOf(tape.text(tape.find(item, "retryDelay")));
    if (seconds > 0) return (<i64>Math.ceil(seconds)).toString();
  }
  return "";
}

/** 0: it is no duration. */
function secondsOf(written: Span): f64 {
  const stop = end(written) - 1;
  if (length(written) < 2 || load<u8>(stop) != 0x73) return 0;
  if (scanNumber(start(written), stop) != stop) return 0;
  const seconds = realNumber(span(start(written), length(written) - 1));
  return seconds <= LONGEST ? seconds : 0;
}
