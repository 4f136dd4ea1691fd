/**
 * What a part of a pattern is counted as: at least the states that it compiles to, by rules so plain
 * that `control-plane/pattern/regex-problem.ts` counts the same without compiling.
 */

/** A character. In any case, `k` is also U+212A, and a Greek letter has up to four forms. */
export function characterWeight(codePoint: u32, anyCase: bool): i32 {
  if (codePoint >= 0x80) return 5;
  return anyCase ? 3 : 1;
}

/** `.` and the like: every character but some of ASCII. */
export const ANY_WEIGHT: i32 = 8;

/** A class in brackets. `items`: characters, ranges and escapes between them. */
export function classWeight(items: i32, isAscii: bool, negated: bool, anyCase: bool): i32 {
  if (isAscii) return (negated ? ANY_WEIGHT : 1) + (anyCase ? 4 : 0);
  return ANY_WEIGHT + 6 * (items + 1) + (anyCase ? 40 : 0);
}

/** `{least,most}` and its short forms; `most` -1: without end. */
export function repetitionWeight(weight: i32, least: i32, most: i32): i32 {
  return (weight + 1) * max(most < 0 ? least : most, 1);
}
