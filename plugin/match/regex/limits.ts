/** Bytes of one pattern. */
export const MAX_PATTERN_BYTES: i32 = 1024;

/**
 * Weight of one pattern (`weight.ts`), which its states never exceed. Without counted repetitions,
 * what is not a class of non-ASCII characters always fits.
 */
export const MAX_WEIGHT: i32 = 4096;

/** Weight of all patterns of a set together: some 5 MB of program. */
export const MAX_SET_WEIGHT: i32 = 262_144;

/** The largest number in `{m,n}`, as RE2 has it. */
export const MAX_REPETITIONS: i32 = 1000;

/** Groups within groups: bounds the recursion of the parser and of the compiler. */
export const MAX_NESTING: i32 = 100;

/** What the DFA states of a whole set may take; the halves of a set that was split share it. */
export const CACHE_BYTES: i32 = 1 << 20;

/** A cache smaller than this would be flushed all the time. */
export const MIN_CACHE_BYTES: i32 = 1 << 16;

/** A cache that is full again before it has served so many bytes per state does not pay (RE2's figure). */
export const MIN_BYTES_PER_STATE: i32 = 10;
