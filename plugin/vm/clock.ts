import { nanoseconds } from "../abi/host";

/** Since 1970. */
export function milliseconds(): i64 {
  return <i64>(nanoseconds() / 1_000_000);
}
