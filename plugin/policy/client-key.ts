import { matches } from "../match/glob";
import { length, Span, start } from "../wire/span";
import { Policy } from "./policy";
import { sha256 } from "./sha256";

/** What a caller presents; the policy knows it by its digest alone. */
export class ClientKey {
  allow: Array<Span> = [];
  deny: Array<Span> = [];
  constructor(
    public id: Span,
    public tenant: Span,
  ) {}

  /** Deny before allow; an empty list allows nothing (the contract fills an absent one with `*`). */
  mayUse(model: Span): bool {
    return !anyMatches(this.deny, model) && anyMatches(this.allow, model);
  }
}

/** One of the secrets that a key is known by. */
export class KeySecret {
  /** The SHA-256 of the secret, 32 bytes. */
  digest: StaticArray<u8> = new StaticArray<u8>(32);

  constructor(public key: ClientKey) {}
}

function anyMatches(patterns: Array<Span>, model: Span): bool {
  for (let i = 0; i < patterns.length; i++) if (matches(patterns[i], model)) return true;
  return false;
}

const digest: StaticArray<u8> = new StaticArray<u8>(32);

/** The key whose secret it is; null if there is none. No comparison ends early at the first difference. */
export function findClientKey(policy: Policy, secret: Span): ClientKey | null {
  sha256(secret, changetype<usize>(digest));
  const bucket = load<u32>(changetype<usize>(digest));
  if (!policy.secrets.has(bucket)) return null;
  const candidates = policy.secrets.get(bucket);
  for (let i = 0; i < candidates.length; i++) {
    if (equalDigests(changetype<usize>(candidates[i].digest), changetype<usize>(digest))) return candidates[i].key;
  }
  return null;
}

function equalDigests(a: usize, b: usize): bool {
  const first = v128.xor(v128.load(a), v128.load(b));
  const second = v128.xor(v128.load(a, 16), v128.load(b, 16));
  return !v128.any_true(v128.or(first, second));
}

/** Reads 64 hex digits into 32 bytes; false if they are not that. */
export function readDigest(hex: Span, into: StaticArray<u8>): bool {
  if (length(hex) != 64) return false;
  for (let i = 0; i < 32; i++) {
    const high = hexValue(load<u8>(start(hex) + 2 * i));
    const low = hexValue(load<u8>(start(hex) + 2 * i + 1));
    if (high < 0 || low < 0) return false;
    into[i] = <u8>((high << 4) | low);
  }
  return true;
}

function hexValue(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x61 + 10 : -1;
}

export function bucketOf(digest: StaticArray<u8>): u32 {
  return load<u32>(changetype<usize>(digest));
}
