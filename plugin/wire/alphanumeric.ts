import { Output } from "./output";

/** Writes a number as `count` digits, capitals and small letters, the lowest first. */
export function writeAlphanumeric(value: u64, count: i32, out: Output): void {
  for (let i = 0; i < count; i++) {
    const digit = <u32>(value % 62);
    if (digit < 10) out.byte(<u8>(0x30 + digit));
    else out.byte(<u8>(digit < 36 ? 0x41 + digit - 10 : 0x61 + digit - 36));
    value /= 62;
  }
}
