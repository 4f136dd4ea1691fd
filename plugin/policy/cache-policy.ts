/** Which chats of a model are cached; embeddings are in both cases but `Off`. */
export enum CacheMode {
  Off = 0,
  /** At temperature 0, or with a seed. */
  Deterministic = 1,
  All = 2,
}

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
