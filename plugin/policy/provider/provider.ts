import { PatternList } from "../../match/pattern";
import { ABSENT, Span } from "../../wire/span";
import { Draw } from "../chance/draw";
import { ErrorWords } from "../failure/error-words";
import { Scope } from "../limits/scope";
import { KeyStrategy } from "./key-strategy";
import { KeyUse } from "./key-use";
import { LeaveOut } from "./leave-out";
import { ALWAYS, NEVER } from "./lifetime";

/** What the gateway presents to a provider. */
export class ProviderKey {
  /** Null: for every upstream model. */
  models: PatternList | null = null;
  weight: f64 = 1;
  /** Seconds since 1970: good from the one on, up to the other. */
  notBefore: i64 = ALWAYS;
  expiresAt: i64 = NEVER;
  /** Likewise: from then on another has taken its place, and it is used where nothing else can be. */
  retiresAt: i64 = NEVER;
  /** What the provider allows it, over all workers and Envoys; null: not told. */
  scope: Scope | null = null;
  use: KeyUse = new KeyUse();
  /** Among its provider's keys. */
  place: i32 = 0;

  constructor(
    public id: Span,
    /** As `id`, but another after each rotation: what one secret is refused for is no fault of the next. */
    public name: Span,
    /** The secret, decoded; ABSENT: its variable is not set. */
    public value: Span,
  ) {}

  /** Whether it may be used for every model, at any time, as often as one likes. */
  get isUnbound(): bool {
    return this.models === null && this.notBefore == ALWAYS && this.expiresAt == NEVER && this.scope === null;
  }

  isFor(model: Span): bool {
    const models = this.models;
    return models === null || models.matchesAny(model);
  }
}

/** An upstream service, whose keys all its targets share. */
export class Provider {
  /** ABSENT: not told. */
  region: Span = ABSENT;
  isPrivate: bool = false;
  strategy: KeyStrategy = KeyStrategy.RoundRobin;
  /** Those with a value; empty if the provider asks for none. */
  keys: Array<ProviderKey> = [];
  /** How long Envoy takes a host of its out at least, in milliseconds. */
  ejection: i64 = 5_000;
  /** The place behind that of the key that was last in turn. */
  turn: i32 = 0;
  /** Null: the policy has no seed. */
  draw: Draw | null = null;
  /** Whether tokens have to be estimated for the limits of its keys. */
  countsTokens: bool = false;
  /** What its errors say beside what all providers' do; null: nothing. */
  words: ErrorWords | null = null;
  leaveOut: LeaveOut = new LeaveOut();

  constructor(public name: Span) {}

  /** The key of a provider that has no other and may always use it: there is nothing to choose. Null: there is. */
  get onlyKey(): ProviderKey | null {
    if (this.keys.length != 1) return null;
    const key = this.keys[0];
    return key.isUnbound ? key : null;
  }
}
