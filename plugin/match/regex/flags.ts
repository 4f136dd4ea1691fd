import { PatternReader } from "./pattern-reader";

export const ANY_CASE: u32 = 1;
export const MULTI_LINE: u32 = 2;
export const DOT_ALL: u32 = 4;

/**
 * The flags after the letters behind `(?`, and those behind a `-` to switch off; leaves the `)` or
 * `:` at their end. `began`: the group's first byte.
 */
export function readFlags(reader: PatternReader, began: i32, flags: u32): u32 {
  let off = false;
  for (let count = 0; ; count++) {
    const letter = reader.peek();
    if (count > 0 && (letter == 0x29 || letter == 0x3a)) return flags;
    if (letter == 0x2d && !off) {
      off = true;
      count = -1;
    } else {
      const flag = flagNamed(letter);
      if (flag == 0) break;
      flags = off ? flags & ~flag : flags | flag;
    }
    reader.skip(1);
  }
  refuse(reader, began);
  return flags;
}

function flagNamed(letter: u8): u32 {
  if (letter == 0x69) return ANY_CASE;
  if (letter == 0x6d) return MULTI_LINE;
  return letter == 0x73 ? DOT_ALL : 0;
}

function refuse(reader: PatternReader, began: i32): void {
  const next = reader.peek();
  const behind = reader.peek(1);
  if (next == 0x3d || next == 0x21) reader.fail(began, "look-ahead cannot be matched in linear time");
  else if (next != 0x3c && next != 0x50) reader.fail(began, "unknown flags: i, m and s are known");
  else if (behind == 0x3d || behind == 0x21) reader.fail(began, "look-behind cannot be matched in linear time");
  else reader.fail(began, "a group needs no name: write ( )");
}
