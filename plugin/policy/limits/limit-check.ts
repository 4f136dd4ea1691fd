import { Account } from "./account";
import { Booking } from "./booking";
import { Books } from "./books";
import { Estimate } from "./estimate";
import { TRIES } from "./ledger";
import { MEASURES, Measure, periodOf } from "./measure";
import { contended, exhausted, overAMinute, Refusal, tooManyAtOnce, tooManyBytes, tooManyTokens } from "./refusal";
import { Reservation } from "./reservation";
import { NONE, Scope } from "./scope";

/** A key, its tenant and a model. */
const MOST_SCOPES: i32 = 3;

const accounts: StaticArray<Account> = [new Account(), new Account(), new Account()];
const versions: StaticArray<u32> = new StaticArray<u32>(MOST_SCOPES);

/** Lets a request in and reserves what it asks for, or says why not; a request that is refused leaves no trace. */
export function reserve(books: Books, scopes: Array<Scope>, estimate: Estimate, now: i64): Reservation {
  const reservation = new Reservation(books, estimate.prompt, estimate.tokens, estimate.cost);
  for (let i = 0; i < scopes.length; i++) {
    const refusal = tooLarge(scopes[i], estimate);
    if (refusal !== null) return reservation.refuse(refusal);
  }
  if (books.vms.number == 0) books.vms.answer(now);
  const kept = withAccount(scopes);
  let refusal: Refusal | null = null;
  for (let i = 0; i < kept.length; i++) {
    open(i, kept[i], books, now);
    if (refusal === null) refusal = exceeded(accounts[i], kept[i], estimate, books, now);
  }
  for (let i = 0; i < kept.length && refusal === null; i++)
    refusal = enter(i, kept[i], estimate, books, reservation, now);
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
function enter(
  index: i32,
  scope: Scope,
  estimate: Estimate,
  books: Books,
  reservation: Reservation,
  now: i64,
): Refusal | null {
  const account = accounts[index];
  const booking = new Booking(scope);
  for (let i = 0; i < TRIES; i++) {
    booking.admit(account, books, estimate.tokens, estimate.cost, now);
    if (books.ledger.put(scope.account, account.bytes, versions[index])) {
      books.touch(scope.hash);
      reservation.add(booking);
      return null;
    }
    booking.forget();
    open(index, scope, books, now);
    const refusal = exceeded(account, scope, estimate, books, now);
    if (refusal !== null) return refusal;
  }
  return contended(scope);
}

/** What no state of an account could let in. */
function tooLarge(scope: Scope, estimate: Estimate): Refusal | null {
  if (scope.maxPromptBytes != NONE && estimate.bytes > scope.maxPromptBytes) return tooManyBytes(scope, estimate.bytes);
  if (scope.maxTokensPerRequest != NONE && estimate.tokens > scope.maxTokensPerRequest) {
    return tooManyTokens(scope, estimate.tokens);
  }
  const minute = scope.limit(Measure.Tokens);
  return minute > 0 && estimate.tokens > minute ? overAMinute(scope, estimate.tokens) : null;
}

/** The limit that the request would go over. */
function exceeded(account: Account, scope: Scope, estimate: Estimate, books: Books, now: i64): Refusal | null {
  // What lasts longest goes first: to wait for a minute is of no use to who has to wait for a month.
  for (let i = 0; i < MEASURES; i++) {
    const measure: Measure =
      i == 0 ? Measure.MonthCost : i == 1 ? Measure.DayCost : i == 2 ? Measure.Tokens : Measure.Requests;
    const limit = scope.limit(measure);
    if (limit == NONE || (estimate.isFree && measure != Measure.Requests)) continue;
    const may = account.effective(measure, limit, books.envoys, now);
    if (account.taken(measure, books.vms, now) + estimate.of(measure) <= may) continue;
    return exhausted(scope, measure, account.window(periodOf(measure)), now);
  }
  const atOnce = scope.concurrentRequests;
  if (atOnce == NONE) return null;
  const may = atOnce == 0 ? 0 : max(atOnce / account.envoys(books.envoys), 1);
  return account.concurrent(books.vms, now) < may ? null : tooManyAtOnce(scope);
}
