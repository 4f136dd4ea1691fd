import { Exchange } from "../live/exchange";
import { Blame, FAILURES, Kind } from "../policy/failure/table";
import { Ask, reserve } from "../policy/limits/limit-check";
import { Target } from "../policy/model/target";
import { upstreamName } from "../policy/model/upstream-name";
import { chooseKey } from "../policy/provider/choose-key";
import { coolDownId } from "../policy/provider/cool-downs";
import { Bar } from "../policy/provider/freedom";
import { holdUntil } from "../policy/provider/hold-until";
import { KeyStates } from "../policy/provider/key-states";
import { ProviderKey } from "../policy/provider/provider";
import { Streaks } from "../policy/provider/streaks";
import { Try } from "../policy/race/tries";
import { milliseconds } from "../vm/clock";
import { drawOf } from "../vm/draw";
import { coolDowns, quotas } from "../vm/health";
import { books } from "../vm/limits";
import { ABSENT, Span } from "../wire/span";

const streaks = new Streaks();

function modelOf(exchange: Exchange, target: Target): Span {
  return upstreamName(target, exchange.facts.model);
}

/** Those that may be used now, and that the exchange has not tried at the target. */
function freeKeys(exchange: Exchange, target: Target, states: KeyStates): Array<ProviderKey> {
  const provider = target.provider;
  const model = modelOf(exchange, target);
  const free: Array<ProviderKey> = [];
  for (let i = 0; i < provider.keys.length; i++) {
    const key = provider.keys[i];
    if (!exchange.race.tries.has(target, key) && states.ofKey(provider, key, model).at == 0) free.push(key);
  }
  return free;
}

/** Without those in whose place another has come, as long as there is one. */
function unretired(free: Array<ProviderKey>, now: i64): Array<ProviderKey> {
  const kept: Array<ProviderKey> = [];
  for (let i = 0; i < free.length; i++) if (now / 1000 < free[i].retiresAt) kept.push(free[i]);
  return kept.length > 0 ? kept : free;
}

/** The key that an attempt at the target presents; null: its provider asks for none, or none of its keys may be used. */
export function keyForAttempt(exchange: Exchange, target: Target): ProviderKey | null {
  const provider = target.provider;
  if (provider.keys.length == 0) return null;
  const only = provider.onlyKey;
  if (only !== null) return only;
  const now = milliseconds();
  const states = new KeyStates(coolDowns, quotas, exchange.claim.ask, now);
  const free = freeKeys(exchange, target, states);
  while (free.length > 0) {
    const key = chooseKey(provider, unretired(free, now), quotas, now, drawOf(provider.draw));
    if (take(exchange, target, key, now)) return key;
    free.splice(free.indexOf(key), 1);
  }
  const soonest = freeSoonest(exchange, target, states);
  return soonest !== null && take(exchange, target, soonest, now) ? soonest : null;
}

/** Of those that are left alone for now: what its own limits, time or allowlist forbid is not among them. */
function freeSoonest(exchange: Exchange, target: Target, states: KeyStates): ProviderKey | null {
  const provider = target.provider;
  const model = modelOf(exchange, target);
  let soonest: ProviderKey | null = null;
  let least = i64.MAX_VALUE;
  for (let i = 0; i < provider.keys.length; i++) {
    const freedom = states.ofKey(provider, provider.keys[i], model);
    if (freedom.bar == Bar.Own || freedom.at >= least) continue;
    least = freedom.at;
    soonest = provider.keys[i];
  }
  return soonest;
}

/** Reserves what the request needs of the key's own limits; false: another worker was faster. */
function take(exchange: Exchange, target: Target, key: ProviderKey, now: i64): bool {
  const scope = key.scope;
  if (scope === null) {
    exchange.race.tries.add(target, key);
  } else {
    const whole = exchange.claim.ask;
    const ask = new Ask();
    ask.prompt = whole.prompt;
    ask.output = whole.output;
    ask.isFree = whole.isFree;
    const price = target.price;
    if (price !== null) ask.cost = price.of(ask.prompt, 0, ask.output);
    const reservation = reserve(books, [scope], ask, now);
    if (reservation.refusal !== null) return false;
    exchange.race.tries.add(target, key).reservation = reservation;
  }
  key.use.send(now);
  return true;
}

/** Whether the exchange may go to the target once more with another key: one that is good and free, and that it has not tried. */
export function hasFreeKey(exchange: Exchange, target: Target): bool {
  const provider = target.provider;
  if (provider.keys.length < 2) return false;
  const states = new KeyStates(coolDowns, quotas, exchange.claim.ask, milliseconds());
  if (states.ofModel(provider, modelOf(exchange, target)).at > 0) return false;
  return freeKeys(exchange, target, states).length > 0;
}

/** What the attempt met is held against its key, or against the model at the provider; see policy/failure/table.ts. */
export function holdAgainst(exchange: Exchange, target: Target, key: ProviderKey | null, kind: Kind): void {
  const blame = FAILURES[kind].blame;
  if (blame != Blame.Key && blame != Blame.Model) return;
  if (blame == Blame.Key && key === null) return;
  const model = modelOf(exchange, target);
  const name: Span = blame == Blame.Key && key !== null ? key.name : ABSENT;
  const tried: Try | null = key === null ? null : exchange.race.tries.last(target, key);
  // A bill or a key that is not known is the same for every model; a limit, and a 403, may be one model's alone.
  const isWhole = kind == Kind.Quota || (kind == Kind.KeyRefused && (tried === null || tried.status != 403));
  const upstream: Span = isWhole ? ABSENT : model;
  const now = milliseconds();
  const told: i64 = tried === null ? 0 : tried.until;
  const id = coolDownId(target.provider.name, name, upstream);
  const inARow = isWhole ? 1 : streaks.fail(id, now);
  const until = holdUntil(kind, told, isWhole, inARow, now);
  streaks.hold(id, until);
  const isAsked = told > now && (kind == Kind.RateLimit || kind == Kind.Quota);
  const keyId: Span = name == ABSENT || key === null ? ABSENT : key.id;
  coolDowns.hold(target.provider.name, name, keyId, upstream, kind, isAsked, until, now);
}

/** The target has answered: what it and the key fail from now on is no longer in a row. */
export function noteAnswer(exchange: Exchange, target: Target, key: ProviderKey | null): void {
  if (streaks.isEmpty) return;
  const model = modelOf(exchange, target);
  streaks.end(coolDownId(target.provider.name, ABSENT, model));
  if (key !== null) streaks.end(coolDownId(target.provider.name, key.name, model));
}
