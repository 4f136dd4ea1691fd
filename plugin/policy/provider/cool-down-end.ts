import { FailureKind } from "../failure/table";

const SECOND: i64 = 1_000;
/** A key that is repaired, or allowed a model, comes back by itself. */
const REFUSED: i64 = 300 * SECOND;
const QUOTA: i64 = 60 * SECOND;
const LONGEST_STREAK: i64 = 60 * SECOND;
/** More than that no provider is believed. */
const LONGEST: i64 = 24 * 3600 * SECOND;

/** The moment, but no later than a day from now. */
export function bounded(moment: i64, now: i64): i64 {
  return min(moment, now + LONGEST);
}

/**
 * Until when what failed cools down, in milliseconds since 1970. `told`: until when the provider asked for it, 0 if
 * it did not; `isWhole`: the key fails for every model; `inARow`: of such failures, this one included.
 *
 * A limit, a 403 or a 404 may be one request's alone (a prompt that the provider's moderation flags, a file that is not
 * there): such a cool-down begins with a second and doubles.
 */
export function coolDownEnd(kind: FailureKind, told: i64, isWhole: bool, inARow: i32, now: i64): i64 {
  // A word about limits says nothing about a key that is refused.
  const isAsked = told > now && (kind == FailureKind.RateLimit || kind == FailureKind.Quota);
  if (isAsked) return bounded(told, now);
  if (kind == FailureKind.Quota) return now + QUOTA;
  if (kind == FailureKind.KeyRefused && isWhole) return now + REFUSED;
  return now + min(SECOND << (<i64>min(max(inARow, 1) - 1, 6)), LONGEST_STREAK);
}
