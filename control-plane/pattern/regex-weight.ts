/** What a part of a pattern is counted as: plugin/match/regex/weight.ts, for the same verdict without compiling. */

const HEX = "[0-9a-fA-F]";

/** A backslash and what stands for one character. */
export const ESCAPED = String.raw`\\(?:[fnrtv]|x${HEX}{2}|u${HEX}{4}|[xu]\{${HEX}{1,6}\}|[ -\/:-@[-\x60{-~])`;

export const ANY_WEIGHT = 8;

export function characterWeight(codePoint: number, anyCase: boolean): number {
  if (codePoint >= 0x80) return 5;
  return anyCase ? 3 : 1;
}

export function repetitionWeight(weight: number, least: number, most: number): number {
  return (weight + 1) * Math.max(least, most, 1);
}

/** The code point that a character stands for, or its escape. */
export function codePointOf(text: string): number {
  const digits = /^\\[xu]\{?([0-9a-fA-F]+)\}?$/.exec(text)?.[1];
  if (digits !== undefined) return Number.parseInt(digits, 16);
  return text.codePointAt(text.length > 1 && text.startsWith("\\") ? 1 : 0) ?? 0;
}

export function isCharacter(codePoint: number): boolean {
  return codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
}
