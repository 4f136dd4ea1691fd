import { z } from "zod";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const LONGEST = 30 * SECONDS.d;

/** Of a rotation. */
export const overlap = z
  .string()
  .regex(/^\d{1,7}[smhd]$/, 'expected a time such as "90s", "30m", "1h" or "7d"')
  .refine((text) => secondsOf(text) <= LONGEST, "must be at most 30d")
  .describe("how long the secret before is good still: `90s`, `30m`, `1h`, `7d`; `0s` for one that leaked");

export function secondsOf(overlap: string): number {
  return Number.parseInt(overlap, 10) * SECONDS[overlap.slice(-1) as keyof typeof SECONDS];
}
