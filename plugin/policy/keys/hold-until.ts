import { Kind } from "../failure/table";

const SECOND: i64 = 1_000;
/** A key that is repaired, or allowed a model, comes back by itself. */
const REFUSED: i64 = 300 * SECOND;
const QUOTA: i64 = 60 * SECOND;
const MODEL: i64 = 60 * SECOND;
const LONGEST_LIMIT: i64 = 60 * SECOND;
/** More than that no provider is believed. */
const LONGEST: i64 = 24 * 3600 * SECOND;

/** The moment, but no later than a day from now. */
export function bounded(moment: i64, now: i64): i64 {
  return min(moment, now + LONGEST);
}

/**
 * Until when what failed is left alone, in milliseconds since 1970. `told`: until when the provider asked for it, 0 if
 * it did not; `inARow`: of rate limits, this one included.
 */
export function holdUntil(kind: Kind, told: i64, inARow: i32, now: i64): i64 {
  // A word about limits says nothing about a key that is refused.
  const isAsked = told > now && (kind == Kind.RateLimit || kind == Kind.Quota);
  if (isAsked) return bounded(told, now);
  if (kind == Kind.KeyRefused) return now + REFUSED;
  if (kind == Kind.Quota) return now + QUOTA;
  if (kind == Kind.ModelNotFound) return now + MODEL;
  return now + min(SECOND << (<i64>min(max(inARow, 1) - 1, 6)), LONGEST_LIMIT);
}
