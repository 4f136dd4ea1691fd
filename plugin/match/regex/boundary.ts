import { Assertion } from "./node";

/** Stands for the end of the text, where a byte would stand. */
export const END: i32 = 256;

/** What is known of the place before the next byte: bits. */
export enum Before {
  TextStart = 1,
  Newline = 2,
  WordCharacter = 4,
}

/** Assertions that look at word characters, and those that look at line ends. */
export const WORD_ASSERTIONS: u32 = Assertion.WordBorder | Assertion.NoWordBorder;
export const LINE_ASSERTIONS: u32 = Assertion.LineStart | Assertion.LineEnd;

export function isWordCharacter(byte: i32): bool {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x7a && byte < 0x80) || byte == 0x5f;
}

/** The assertions that hold between what is `before` and the next byte, or END. */
export function assertionsThatHold(before: u32, byte: i32): u32 {
  const wordBefore = (before & Before.WordCharacter) != 0;
  let held: u32 = wordBefore == isWordCharacter(byte) ? Assertion.NoWordBorder : Assertion.WordBorder;
  if (before & Before.TextStart) held |= Assertion.TextStart | Assertion.LineStart;
  if (before & Before.Newline) held |= Assertion.LineStart;
  if (byte == END) held |= Assertion.TextEnd | Assertion.LineEnd;
  if (byte == 0x0a) held |= Assertion.LineEnd;
  return held;
}

/** What is `Before` the place behind the byte, as far as these assertions ask for it. */
export function placeBehind(byte: i32, assertions: u32): u32 {
  let place: u32 = 0;
  if (byte == 0x0a && assertions & LINE_ASSERTIONS) place |= Before.Newline;
  if (isWordCharacter(byte) && assertions & WORD_ASSERTIONS) place |= Before.WordCharacter;
  return place;
}
