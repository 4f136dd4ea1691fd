import type { Random } from "./random.ts";

/** More pieces tell nothing new, and cost time. */
const MAX_PIECES = 100;

/** The bytes as a connection may deliver them: whole, in equal pieces, cut anywhere. None is empty. */
export function chunks(bytes: Uint8Array, random: Random): Uint8Array[] {
  if (bytes.length === 0) return [];
  if (random.chance(0.3)) return [bytes];
  const least = Math.ceil(bytes.length / MAX_PIECES);
  const size = Math.max(least, random.pick([1, 2, 3, 7, 16, 61, 1024]));
  const pieces: Uint8Array[] = [];
  const regular = random.chance(0.5);
  for (let at = 0; at < bytes.length; ) {
    const end = at + (regular ? size : least + random.below(2 * size));
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
