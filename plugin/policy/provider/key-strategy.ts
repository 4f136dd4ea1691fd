/** By what one of a provider's keys is chosen. */
export enum KeyStrategy {
  RoundRobin = 0,
  LeastUsed = 1,
  Weighted = 2,
  QuotaAware = 3,
  /** The turns of a conversation keep to one key. */
  Conversation = 4,
}

/** By `KeyStrategy`, as the policy names them. This file is AssemblyScript and TypeScript at once. */
export const KEY_STRATEGIES: Array<string> = ["round_robin", "least_used", "weighted", "quota_aware", "conversation"];
