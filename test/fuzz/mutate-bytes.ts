import type { Random } from "./random.ts";

/** Bytes that begin, end or break something: JSON, UTF-8, server-sent events. */
const ODD_BYTES = [
  0x00, 0x0a, 0x0d, 0x1f, 0x20, 0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xe2, 0xed, 0xf4,
  0xff,
];

const ODD_RUNS = ["\uFEFF", "\r\n", "\n\n", "\\u", '"', "//", "data: ", "{}", "\0\0\0\0"];

/** The bytes with something wrong in them. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + random.below(random.chance(0.5) ? 8 : bytes.length + 1));
  const [before, run, behind] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (random.below(7)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, behind]);
    case 2:
      return Buffer.concat([before, run, run, behind]);
    case 3:
      return Buffer.concat([before, Buffer.of(random.pick(ODD_BYTES)), run, behind]);
    case 4:
      return Buffer.concat([before, Buffer.of(random.pick(ODD_BYTES)), run.subarray(1), behind]);
    case 5:
      return Buffer.concat([before, Buffer.from(random.pick(ODD_RUNS)), run, behind]);
    default:
      return Buffer.concat([before, Buffer.of((run[0] ?? 0) ^ (1 << random.below(8))), run.subarray(1), behind]);
  }
}
