/**
 * The codings of a request's body that Envoy takes off, RFC 9110, section 8.4.1: one of them, none behind another.
 * This file is AssemblyScript and TypeScript at once.
 */
export const CODINGS: Array<string> = ["gzip", "br", "zstd"];

/** A body may become this many times larger, piece by piece. Envoy 1.40.0 has this number for `br` and `zstd` built in. */
export const MOST_INFLATED: i32 = 100;
