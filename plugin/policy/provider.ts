import { PatternList } from "../match/pattern";
import { ABSENT, Span } from "../wire/span";
import { ALWAYS, NEVER } from "./client-key";

/** By what one of a provider's keys is chosen. */
export enum KeyStrategy {
  RoundRobin = 0,
  LeastUsed = 1,
  Weighted = 2,
  QuotaAware = 3,
}

/** What the gateway presents to a provider. */
export class ProviderKey {
  /** Null: for every upstream model. */
  models: PatternList | null = null;
  weight: f64 = 1;
  /** Seconds since 1970: good from the one on, up to the other. */
  notBefore: i64 = ALWAYS;
  expiresAt: i64 = NEVER;

  constructor(
    public id: Span,
    /** The secret, decoded; ABSENT: its variable is not set. */
    public value: Span,
  ) {}
}

/** An upstream service, whose keys all its targets share. */
export class Provider {
  /** ABSENT: not told. */
  region: Span = ABSENT;
  isPrivate: bool = false;
  strategy: KeyStrategy = KeyStrategy.RoundRobin;
  /** Those with a value; empty if the provider asks for none. */
  keys: Array<ProviderKey> = [];
  private turn: i32 = 0;

  constructor(public name: Span) {}

  /** The provider's keys in turn; null if it has none. */
  nextKey(): ProviderKey | null {
    if (this.keys.length == 0) return null;
    this.turn = (this.turn + 1) % this.keys.length;
    return this.keys[this.turn];
  }
}
