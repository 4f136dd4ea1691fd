/** Of a moment that is not set: the key was always good, or is for good. */
export const NEVER: i64 = i64.MAX_VALUE;
export const ALWAYS: i64 = i64.MIN_VALUE;
