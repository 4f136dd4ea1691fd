import { Fit } from "../exchange/fit";
import { ChatRequest } from "../exchange/request";
import { length } from "../wire/span";

const MOST: i32 = 64;
/** Bytes. */
const LONGEST: i32 = 1024;

/** The gateway looks for them in the answer, whose provider knows none: that has to have a bound. */
export function fitStops(request: ChatRequest, into: Fit): void {
  const stops = request.stop;
  if (stops.length > 0) into.approximate(request.names.stop);
  let isLong: bool = false;
  for (let i = 0; i < stops.length; i++) isLong = isLong || length(stops[i]) > LONGEST;
  if (stops.length <= MOST && !isLong) return;
  into.refuse(request.names.stop, "for this model's provider 64 stop sequences of 1024 bytes are the most: send fewer");
}
