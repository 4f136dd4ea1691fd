/** Which chats of a model are cached; embeddings are in both cases but `Off`. */
export enum CacheMode {
  Off = 0,
  /** At temperature 0, or with a seed. */
  Deterministic = 1,
  All = 2,
}

/** By `CacheMode`, as the policy names them. This file is AssemblyScript and TypeScript at once. */
export const CACHE_MODES: Array<string> = ["off", "deterministic", "all"];
