/** The attempts of one exchange, with provider keys and accounts of their own: see race.test.ts. AssemblyScript. */
import { Failure } from "../../../plugin/exchange/failure";
import { Usage } from "../../../plugin/exchange/response";
import { Draw } from "../../../plugin/policy/chance/draw";
import { blamesHost } from "../../../plugin/policy/failure/host-blame";
import { FAILURES, FailureKind } from "../../../plugin/policy/failure/table";
import { Account } from "../../../plugin/policy/limits/account";
import { Books } from "../../../plugin/policy/limits/books";
import { Ledger } from "../../../plugin/policy/limits/ledger";
import { reserve } from "../../../plugin/policy/limits/limit-check";
import { Measure } from "../../../plugin/policy/limits/measure";
import { Charge } from "../../../plugin/policy/limits/price";
import { RollCall } from "../../../plugin/policy/limits/roll-call";
import { Scope } from "../../../plugin/policy/limits/scope";
import { Model } from "../../../plugin/policy/model/model";
import { Target } from "../../../plugin/policy/model/target";
import { CoolDowns } from "../../../plugin/policy/provider/cool-downs";
import { NEVER_FREE } from "../../../plugin/policy/provider/freedom";
import { Provider, ProviderKey } from "../../../plugin/policy/provider/provider";
import { Quotas } from "../../../plugin/policy/provider/quotas";
import { ToldLimits } from "../../../plugin/policy/provider/told-limits";
import { HostEvidence } from "../../../plugin/policy/race/host-evidence";
import { KeyRing } from "../../../plugin/policy/race/key-ring";
import { Race } from "../../../plugin/policy/race/race";
import { Constant } from "../../../plugin/wire/constant";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, hash64, PADDING, Span, span } from "../../../plugin/wire/span";

const room: usize = heap.alloc(1024 + PADDING);
export function roomAt(): usize {
  return room;
}

/** Puts a text into the room: its size. */
function tell(text: string): i32 {
  return <i32>String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, room);
}

/** Of one writer. */
class OwnLedger extends Ledger {
  private kept: Map<u64, Output> = new Map();

  get(key: Span): Span {
    const id = hash64(key);
    return this.kept.has(id) ? this.kept.get(id).bytes : ABSENT;
  }

  put(key: Span, record: Span, version: u32): bool {
    const id = hash64(key);
    if (!this.kept.has(id)) this.kept.set(id, new Output());
    this.kept.get(id).clear();
    this.kept.get(id).raw(record);
    return true;
  }
}

let now: i64 = 0;
const clock = (): i64 => now;
export function pass(milliseconds: i64): void {
  now += milliseconds;
}

const draw = new Draw(1);
const chance = (): Draw => draw;

const modelName = new Constant("m");
const caller = new Constant("caller");
const scope = new Scope("key", caller.bytes, caller.bytes, hash64(caller.bytes));
scope.setLimit(Measure.Tokens, 1_000_000);
const vms = new Constant("vms");
const books = new Books(new OwnLedger(), new RollCall(vms.bytes, new OwnLedger()));
const coolDowns = new CoolDowns(new OwnLedger());
const keyRing = new KeyRing(coolDowns, new Quotas(books), books, clock, chance);

/** One attempt, as Envoy makes it. */
class Attempt {
  key: ProviderKey | null = null;
  started: i64 = now;
  constructor(public target: Target) {}
}

const names: Array<Constant> = [new Constant("a"), new Constant("b"), new Constant("c")];
const model = new Model(modelName.bytes, modelName.bytes, false);
const attempts: Array<Attempt> = [];
const race = new Race(keyRing, new HostEvidence(new OwnLedger()));

/** A target of a provider of its own, `a` the first; its keys are `1`, `2` … `context`: 0 if not known. */
export function addTarget(keys: i32, context: i32): void {
  const name = names[model.targets.length].bytes;
  const provider = new Provider(name);
  for (let i = 0; i < keys; i++) {
    const id = new Constant((i + 1).toString()).bytes;
    const key = new ProviderKey(id, id, ABSENT);
    key.place = i;
    provider.keys.push(key);
  }
  const target = new Target(name, provider);
  target.capabilities.contextLength = context;
  model.targets.push(target);
}

/** To all targets, or as many as are `able`. `attemptTime`: 0 for a model that hedges. */
export function setOut(able: i32, attemptTime: i64, at: i64): void {
  now = at;
  const candidates: Array<i32> = [];
  for (let i = 0; i < able; i++) candidates.push(i);
  race.claim.estimate.prompt = 20;
  race.claim.reservation = reserve(books, [scope], race.claim.estimate, now);
  race.setOut(model, model.name, candidates, [], NEVER_FREE, 0);
  race.attemptTime = attemptTime;
}

export function next(): i32 {
  return race.next;
}

/** A `Start`. The attempt's number is how many there were before. */
export function begin(target: i32, isAble: bool): i32 {
  const attempt = new Attempt(model.targets[target]);
  attempts.push(attempt);
  const start = race.begin(attempt.target, isAble);
  if (start == 0) attempt.key = race.keyFor(attempt.target);
  return start;
}

/** The place of its key; -1: it presents none. */
export function keyOf(attempt: i32): i32 {
  const key = attempts[attempt].key;
  return key === null ? -1 : key.place;
}

/** The head of its answer has come; `wait`: for so many milliseconds the provider wants the key to cool down, 0 if it does not say. */
export function head(attempt: i32, status: i32, wait: i64): void {
  const one = attempts[attempt];
  const key = one.key;
  if (status < 400) race.answered(one.target, key);
  if (key === null) return;
  const told = new ToldLimits();
  if (wait > 0) told.until = now + wait;
  race.heed(told, one.target, key, status, now);
}

/** A `Fall`. The failure's message is its kind's name. `passes`: the provider's document is in the caller's dialect. */
export function fail(attempt: i32, kind: i32, status: i32, passes: bool): i32 {
  const one = attempts[attempt];
  return race.fail(one.target, one.key, kind, new Failure(status, FAILURES[kind].name), 0, passes, false, new Usage());
}

export function blames(attempt: i32, kind: i32): bool {
  return blamesHost(<FailureKind>kind, attempts[attempt].key !== null);
}

export function win(attempt: i32): void {
  race.win(attempts[attempt].target, new Usage(), null);
}

/** A `Cut`. */
export function cutOff(attempt: i32): i32 {
  return race.cutOff(attempts[attempt].target, attempts[attempt].started);
}

/** The attempt is over. `output` -1: it did not answer. */
export function settle(attempt: i32, output: i64): void {
  const usage = new Usage();
  if (output >= 0) usage.output = output;
  race.settle(attempts[attempt].target, new Charge(usage, output >= 0, true, race.claim.estimate.prompt, 0));
}

export function end(hasHead: bool): void {
  race.end(hasHead);
  const reservation = race.claim.reservation;
  if (reservation !== null) reservation.release(now);
}

/** `status message`, in the room: its size; -1: the answer goes through as it is. `details`: stand in the room. */
export function told(status: i32, details: i32): i32 {
  const failure = race.told(status, span(room, details), model);
  return failure === null ? -1 : tell(failure.status.toString() + " " + failure.message);
}

/** The index of the target whose answer the caller has; -1: nobody's. */
export function served(): i32 {
  const target = race.served.target;
  return target === null ? -1 : model.targets.indexOf(target);
}

export function begun(): i32 {
  return race.attempts;
}

export function mayMoveOn(): bool {
  return race.mayMoveOn;
}

/** What cools down since this was asked last, `target key reason seconds` a line, in the room: its size. */
export function cooled(): i32 {
  let lines = "";
  const news = coolDowns.news();
  for (let i = 0; i < news.length; i++) {
    const what = news[i].key.length > 0 ? "key " + news[i].provider + news[i].key : "model of " + news[i].provider;
    const seconds = (news[i].until - now) / 1000;
    lines += what + ", " + news[i].reason + ", " + seconds.toString() + " s\n";
  }
  return tell(lines);
}

/** Tokens that the key has been charged with. */
export function keyTokens(target: i32, place: i32): i64 {
  return model.targets[target].provider.keys[place].use.tokens(now);
}

/** Tokens that the caller's account has been charged with, or that are reserved in it yet. */
export function callerTokens(): i64 {
  const account = new Account();
  account.open(books.ledger.get(scope.account), now);
  return account.taken(Measure.Tokens, books.vms, now);
}
