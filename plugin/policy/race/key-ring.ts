import { ABSENT, Span } from "../../wire/span";
import { Draw } from "../chance/draw";
import { Blame, FAILURES, FailureKind } from "../failure/table";
import { Books } from "../limits/books";
import { Estimate } from "../limits/estimate";
import { reserve } from "../limits/limit-check";
import { Model } from "../model/model";
import { Target } from "../model/target";
import { upstreamName } from "../model/upstream-name";
import { bounded, coolDownEnd } from "../provider/cool-down-end";
import { CoolDowns, coolDownId } from "../provider/cool-downs";
import { Bar, Freedom } from "../provider/freedom";
import { chooseKey } from "../provider/key-choice";
import { KeyStates } from "../provider/key-states";
import { ProviderKey } from "../provider/provider";
import { Quotas } from "../provider/quotas";
import { Streaks } from "../provider/streaks";
import { ToldLimits } from "../provider/told-limits";
import { Availability, availabilityOf } from "./availability";
import { Tries, Try } from "./tries";

/** One VM's provider keys, as attempts use them: which of them is presented, and what is held against it. */
export class KeyRing {
  private streaks: Streaks = new Streaks();

  constructor(
    private coolDowns: CoolDowns,
    private quotas: Quotas,
    private books: Books,
    /** Milliseconds since 1970. */
    private clock: () => i64,
    /** The VM's own chance, for a provider without a seed. */
    private chance: () => Draw,
  ) {}

  get now(): i64 {
    return this.clock();
  }

  /** The key that an attempt at the target presents; null: its provider asks for none, or none of its keys may be used. */
  keyFor(target: Target, tries: Tries): ProviderKey | null {
    const provider = target.provider;
    if (provider.keys.length == 0) return null;
    const only = provider.onlyKey;
    if (only !== null) return only;
    const now = this.now;
    const states = this.statesFor(tries, now);
    const free = freeKeys(target, tries, states);
    const seeded = provider.draw;
    while (free.length > 0) {
      const draw = seeded !== null ? seeded : this.chance();
      const key = chooseKey(provider, unretired(free, now), this.quotas, now, tries.conversation, draw);
      if (this.take(key, target, tries, now)) return key;
      free.splice(free.indexOf(key), 1);
    }
    const soonest = freeSoonest(target, tries, states);
    return soonest !== null && this.take(soonest, target, tries, now) ? soonest : null;
  }

  private statesFor(tries: Tries, now: i64): KeyStates {
    return new KeyStates(this.coolDowns, this.quotas, tries.estimate, now);
  }

  /** Reserves what the request needs of the key's own limits; false: another worker was faster. */
  private take(key: ProviderKey, target: Target, tries: Tries, now: i64): bool {
    const scope = key.scope;
    if (scope === null) {
      tries.add(target, key);
    } else {
      const reservation = reserve(this.books, [scope], estimateFor(tries.estimate, target), now);
      if (reservation.refusal !== null) return false;
      tries.add(target, key).reservation = reservation;
    }
    key.use.send(now);
    return true;
  }

  /** Whether the target may be asked once more with another key: one that is good and free, and that was not tried there. */
  hasOther(target: Target, tries: Tries): bool {
    const provider = target.provider;
    if (provider.keys.length < 2) return false;
    const states = this.statesFor(tries, this.now);
    if (states.ofModel(provider, upstreamName(target, tries.asked)).at > 0) return false;
    return freeKeys(target, tries, states).length > 0;
  }

  /** Whether none of its provider's keys is of use to the target now. */
  areOut(target: Target, tries: Tries): bool {
    const states = this.statesFor(tries, this.now);
    return states.freeAt(target.provider, upstreamName(target, tries.asked)) > 0;
  }

  /** Whom the next request like this one may be sent to. */
  availability(model: Model, candidates: Array<i32>, tries: Tries): Availability {
    return availabilityOf(model, candidates, tries.asked, this.statesFor(tries, this.now));
  }

  /** What an attempt met is held against its key, or against the model at the provider; see failure/table.ts. */
  holdAgainst(target: Target, key: ProviderKey | null, kind: FailureKind, tries: Tries): void {
    const blame = FAILURES[kind].blame;
    if (blame != Blame.Key && blame != Blame.Model) return;
    if (blame == Blame.Key && key === null) return;
    const model = upstreamName(target, tries.asked);
    const name: Span = blame == Blame.Key && key !== null ? key.name : ABSENT;
    const tried: Try | null = key === null ? null : tries.last(target, key);
    // A bill or a key that is not known is the same for every model; a limit, and a 403, may be one model's alone.
    const isWhole =
      kind == FailureKind.Quota || (kind == FailureKind.KeyRefused && (tried === null || tried.status != 403));
    const upstream: Span = isWhole ? ABSENT : model;
    const now = this.now;
    const told: i64 = tried === null ? 0 : tried.until;
    const id = coolDownId(target.provider.name, name, upstream);
    const inARow = isWhole ? 1 : this.streaks.fail(id, now);
    const until = coolDownEnd(kind, told, isWhole, inARow, now);
    this.streaks.cool(id, until);
    const isAsked = told > now && (kind == FailureKind.RateLimit || kind == FailureKind.Quota);
    const keyId: Span = name == ABSENT || key === null ? ABSENT : key.id;
    this.coolDowns.cool(target.provider.name, name, keyId, upstream, kind, isAsked, until, now);
  }

  /** The target has answered: what it and the key fail from now on is no longer in a row. */
  answered(target: Target, key: ProviderKey | null, tries: Tries): void {
    if (this.streaks.isEmpty) return;
    const model = upstreamName(target, tries.asked);
    this.streaks.end(coolDownId(target.provider.name, ABSENT, model));
    if (key !== null) this.streaks.end(coolDownId(target.provider.name, key.name, model));
  }

  /**
   * What the provider says of the key in the head of its answer. A good answer after which nothing is left of a limit cools
   * the key down before it fails.
   */
  heed(told: ToldLimits, target: Target, key: ProviderKey, status: i32, tries: Tries, now: i64): void {
    if (told.share >= 0) key.use.told(told.share, told.shareUntil);
    if (status >= 400) {
      const known = tries.last(target, key);
      const tried = known === null ? tries.add(target, key) : known;
      tried.status = status;
      tried.until = told.until;
    } else if (told.until > now) {
      const provider = target.provider.name;
      const model = upstreamName(target, tries.asked);
      const until = bounded(told.until, now);
      this.coolDowns.cool(provider, key.name, key.id, model, FailureKind.RateLimit, false, until, now);
    }
  }

  /** When the provider wants to be asked again, in the words of an error; what its head says of the key goes before. */
  heedWait(back: i64, target: Target, key: ProviderKey, tries: Tries): void {
    const tried = tries.last(target, key);
    if (tried !== null && tried.until == 0) tried.until = back;
  }
}

/** Those that may be used now, and that the exchange has not tried at the target. */
function freeKeys(target: Target, tries: Tries, states: KeyStates): Array<ProviderKey> {
  const provider = target.provider;
  const model = upstreamName(target, tries.asked);
  const free: Array<ProviderKey> = [];
  for (let i = 0; i < provider.keys.length; i++) {
    const key = provider.keys[i];
    if (!tries.has(target, key) && states.ofKey(provider, key, model).at == 0) free.push(key);
  }
  return free;
}

/** Without those in whose place another has come, as long as there is one. */
function unretired(free: Array<ProviderKey>, now: i64): Array<ProviderKey> {
  const kept: Array<ProviderKey> = [];
  for (let i = 0; i < free.length; i++) if (now / 1000 < free[i].retiresAt) kept.push(free[i]);
  return kept.length > 0 ? kept : free;
}

/** Of those that are cooling down: what its own limits, time or allowlist forbid is not among them. */
function freeSoonest(target: Target, tries: Tries, states: KeyStates): ProviderKey | null {
  const provider = target.provider;
  const model = upstreamName(target, tries.asked);
  let soonest: ProviderKey | null = null;
  let best = new Freedom();
  for (let i = 0; i < provider.keys.length; i++) {
    const freedom = states.ofKey(provider, provider.keys[i], model);
    if (freedom.bar == Bar.Own || (soonest !== null && !freedom.isBetterThan(best))) continue;
    best = freedom;
    soonest = provider.keys[i];
  }
  return soonest;
}

/** What the request takes of a key's limits, at the target's price. */
function estimateFor(whole: Estimate, target: Target): Estimate {
  const estimate = new Estimate();
  estimate.prompt = whole.prompt;
  estimate.output = whole.output;
  estimate.isFree = whole.isFree;
  const price = target.price;
  if (price !== null) estimate.cost = price.of(estimate.prompt, 0, estimate.output);
  return estimate;
}
