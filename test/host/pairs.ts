import { concat, decode, encode, u32 } from "./bytes.ts";
import type { Pair } from "./header-map.ts";

const nul = new Uint8Array(1);

/** The ABI's form of a header map: a count, the sizes, then each name and value ended by a NUL. */
export function writePairs(pairs: readonly Pair[]): Uint8Array {
  if (pairs.length === 0) return new Uint8Array();
  const strings = pairs.flat().map(encode);
  return concat([u32(pairs.length), ...strings.map((s) => u32(s.length)), ...strings.flatMap((s) => [s, nul])]);
}

/** Reads that form; like Envoy's host, anything malformed or over 1,024 pairs or 1 MiB reads as no pairs at all. */
export function readPairs(bytes: Uint8Array): Pair[] {
  if (bytes.length < 4 || bytes.length > 1 << 20) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  let at = 4 + count * 8;
  if (count > 1024 || at > bytes.length) return [];
  const strings: string[] = [];
  for (let i = 0; i < count * 2; i++) {
    const end = at + view.getUint32(4 + i * 4, true);
    if (end >= bytes.length || bytes[end] !== 0) return [];
    strings.push(decode(bytes.subarray(at, end)));
    at = end + 1;
  }
  if (at !== bytes.length) return [];
  return Array.from({ length: count }, (_, i): Pair => [strings[i * 2] ?? "", strings[i * 2 + 1] ?? ""]);
}
