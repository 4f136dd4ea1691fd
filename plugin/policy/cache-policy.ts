import { CacheMode } from "./cache-mode";

/** The policy's `cache`, see `policyCacheSchema` in contract/cache.ts. */
export class CachePolicy {
  constructor(
    /** How long an answer is good for, in milliseconds. */
    public ttl: u64,
    /** Of all entries together. */
    public maxBytes: i64,
    public mode: CacheMode,
  ) {}
}
