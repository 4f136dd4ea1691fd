/** The check digit of ISO/IEC 7812-1, annex B, over the digits among the bytes; others are passed over. */
export function passesLuhn(from: usize, to: usize): bool {
  let sum: u32 = 0;
  let isSecond = false;
  for (let at = to; at > from; ) {
    at -= 1;
    const digit: u32 = <u32>load<u8>(at) - 0x30;
    if (digit > 9) continue;
    const doubled = digit << 1;
    sum += isSecond ? (doubled > 9 ? doubled - 9 : doubled) : digit;
    isSecond = !isSecond;
  }
  return sum % 10 == 0;
}
