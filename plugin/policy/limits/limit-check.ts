import { Account } from "./account";
import { Booking } from "./booking";
import { Books } from "./books";
import { TRIES } from "./ledger";
import { MEASURES, Measure, periodOf } from "./measure";
import { contended, exhausted, overAMinute, Refusal, tooManyAtOnce, tooManyBytes, tooManyTokens } from "./refusal";
import { Reservation } from "./reservation";
import { NONE, Scope } from "./scope";

/** A key, its tenant and a model. */
const MOST_SCOPES: i32 = 3;

const accounts: StaticArray<Account> = [new Account(), new Account(), new Account()];
const versions: StaticArray<u32> = new StaticArray<u32>(MOST_SCOPES);

/** What a request wants. */
export class Ask {
  /** Of the body. */
  bytes: i64 = 0;
  /** About how many tokens the prompt has. */
  prompt: i64 = 0;
  /** Of the longest answer that the request allows; 0: it does not say. */
  output: i64 = 0;
  /** Only the request itself counts: it asks no model for anything. */
  isFree: bool = false;
  /** Nano-dollars, of both. */
  cost: i64 = 0;

  get tokens(): i64 {
    return this.prompt + this.output;
  }

  of(measure: Measure): i64 {
    if (measure == Measure.Requests) return 1;
    // A full account lets nothing in, be it for nothing.
    return max(measure == Measure.Tokens ? this.tokens : this.cost, 1);
  }
}

/** Lets a request in and reserves what it asks for, or says why not; a request that is refused leaves no trace. */
export function reserve(books: Books, scopes: Array<Scope>, ask: Ask, now: i64): Reservation {
  const reservation = new Reservation(books, ask.prompt, ask.tokens, ask.cost);
  for (let i = 0; i < scopes.length; i++) {
    const refusal = tooLarge(scopes[i], ask);
    if (refusal !== null) return reservation.refuse(refusal);
  }
  if (books.vms.number == 0) books.vms.answer(now);
  const kept = withAccount(scopes);
  let refusal: Refusal | null = null;
  for (let i = 0; i < kept.length; i++) {
    open(i, kept[i], books, now);
    if (refusal === null) refusal = exceeded(accounts[i], kept[i], ask, books, now);
  }
  for (let i = 0; i < kept.length && refusal === null; i++) refusal = enter(i, kept[i], ask, books, reservation, now);
  for (let i = 0; i < kept.length; i++) reservation.remainder.note(kept[i], accounts[i], books, now);
  if (refusal === null) return reservation;
  reservation.revoke(now);
  return reservation.refuse(refusal);
}

function withAccount(scopes: Array<Scope>): Array<Scope> {
  const kept: Array<Scope> = [];
  for (let i = 0; i < scopes.length && kept.length < MOST_SCOPES; i++) {
    if (scopes[i].hasAccount) kept.push(scopes[i]);
  }
  return kept;
}

function open(index: i32, scope: Scope, books: Books, now: i64): void {
  accounts[index].open(books.ledger.get(scope.account), now);
  versions[index] = books.ledger.version;
}

/** Writes the request into the account, which others may have changed since it was opened. */
function enter(index: i32, scope: Scope, ask: Ask, books: Books, reservation: Reservation, now: i64): Refusal | null {
  const account = accounts[index];
  const booking = new Booking(scope);
  for (let i = 0; i < TRIES; i++) {
    booking.admit(account, books, ask.tokens, ask.cost, now);
    if (books.ledger.put(scope.account, account.bytes, versions[index])) {
      books.touch(scope.hash);
      reservation.add(booking);
      return null;
    }
    booking.forget();
    open(index, scope, books, now);
    const refusal = exceeded(account, scope, ask, books, now);
    if (refusal !== null) return refusal;
  }
  return contended(scope);
}

/** What no state of an account could let in. */
function tooLarge(scope: Scope, ask: Ask): Refusal | null {
  if (scope.maxPromptBytes != NONE && ask.bytes > scope.maxPromptBytes) return tooManyBytes(scope, ask.bytes);
  if (scope.maxTokensPerRequest != NONE && ask.tokens > scope.maxTokensPerRequest) {
    return tooManyTokens(scope, ask.tokens);
  }
  const minute = scope.limit(Measure.Tokens);
  return minute > 0 && ask.tokens > minute ? overAMinute(scope, ask.tokens) : null;
}

/** The limit that the request would go over. */
function exceeded(account: Account, scope: Scope, ask: Ask, books: Books, now: i64): Refusal | null {
  // What lasts longest goes first: to wait for a minute is of no use to who has to wait for a month.
  for (let i = 0; i < MEASURES; i++) {
    const measure: Measure =
      i == 0 ? Measure.MonthCost : i == 1 ? Measure.DayCost : i == 2 ? Measure.Tokens : Measure.Requests;
    const limit = scope.limit(measure);
    if (limit == NONE || (ask.isFree && measure != Measure.Requests)) continue;
    const may = account.effective(measure, limit, books.envoys, now);
    if (account.taken(measure, books.vms, now) + ask.of(measure) <= may) continue;
    return exhausted(scope, measure, account.window(periodOf(measure)), now);
  }
  const atOnce = scope.concurrentRequests;
  if (atOnce == NONE) return null;
  const may = atOnce == 0 ? 0 : max(atOnce / account.envoys(books.envoys), 1);
  return account.concurrent(books.vms, now) < may ? null : tooManyAtOnce(scope);
}
