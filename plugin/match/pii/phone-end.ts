import { closesNumber, isDigit } from "./border";

/** Whether a telephone number may end before `at`: also at the `x` of an extension. */
export function closesPhone(at: usize, stop: usize): bool {
  if (closesNumber(at, stop)) return true;
  return (load<u8>(at) | 0x20) == 0x78 && at + 1 < stop && isDigit(load<u8>(at + 1));
}
