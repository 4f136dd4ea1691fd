/** The accounts of one VM over a ledger that the test keeps: see limits.test.ts. AssemblyScript. */
import { Usage } from "../../../plugin/exchange/response";
import { Books } from "../../../plugin/policy/limits/books";
import { Estimate } from "../../../plugin/policy/limits/estimate";
import { Ledger } from "../../../plugin/policy/limits/ledger";
import { reserve } from "../../../plugin/policy/limits/limit-check";
import { Measure } from "../../../plugin/policy/limits/measure";
import { Charge } from "../../../plugin/policy/limits/price";
import { Reservation } from "../../../plugin/policy/limits/reservation";
import { RollCall } from "../../../plugin/policy/limits/roll-call";
import { Scope } from "../../../plugin/policy/limits/scope";
import { Period, windowEnd, windowStart } from "../../../plugin/policy/limits/window";
import { Constant } from "../../../plugin/wire/constant";
import { ABSENT, hash64, length, PADDING, Span, span, start } from "../../../plugin/wire/span";

// Imports of the module `limits`, as this file is called.
declare function ledgerGet(key: usize, size: i32): i32;
declare function ledgerVersion(): u32;
declare function ledgerPut(key: usize, size: i32, record: usize, recordSize: i32, version: u32): bool;

/** Where the test writes the record that was asked for. */
const room: usize = heap.alloc(64 * 1024 + PADDING);
export function roomAt(): usize {
  return room;
}

class TestLedger extends Ledger {
  get(key: Span): Span {
    const size = ledgerGet(start(key), length(key));
    this.version = ledgerVersion();
    return size < 0 ? ABSENT : span(room, size);
  }
  put(key: Span, record: Span, version: u32): bool {
    return ledgerPut(start(key), length(key), start(record), length(record), version);
  }
}

const vms = new Constant("vms");
const ledger = new TestLedger();
const books = new Books(ledger, new RollCall(vms.bytes, ledger));

const accounts: Constant[] = [new Constant("account-0"), new Constant("account-1"), new Constant("account-2")];
const scopes: Array<Scope> = [];
for (let i = 0; i < accounts.length; i++) {
  const account = accounts[i].bytes;
  scopes.push(new Scope("key", account, account, hash64(account)));
}

/** Of the scope of that number: -1 for none. */
export function limit(scope: i32, requests: i64, tokens: i64, concurrent: i64): void {
  scopes[scope].setLimit(Measure.Requests, requests);
  scopes[scope].setLimit(Measure.Tokens, tokens);
  scopes[scope].concurrentRequests = concurrent;
}

const open = new Map<i32, Reservation>();
let last = 0;

/** A request under the first `count` scopes: its number, or 0 if it is refused. */
export function admit(count: i32, tokens: i64, now: i64): i32 {
  const estimate = new Estimate();
  estimate.prompt = tokens;
  const reservation = reserve(books, scopes.slice(0, count), estimate, now);
  if (reservation.refusal !== null) return 0;
  open.set(++last, reservation);
  return last;
}

/** The end of a request that took so many tokens. */
export function settle(request: i32, tokens: i64, now: i64): void {
  if (!open.has(request)) return;
  const usage = new Usage();
  usage.input = tokens;
  usage.output = 0;
  open.get(request).charge(new Charge(usage, true, true, 0, 0), null);
  open.get(request).release(now);
  open.delete(request);
}

export function beat(now: i64): void {
  books.vms.answer(now);
}

export function windowStartOf(period: Period, now: i64): i64 {
  return windowStart(period, now);
}
export function windowEndOf(period: Period, at: i64): i64 {
  return windowEnd(period, at);
}

/** Admits and settles, again and again, as a request of three limited scopes does. */
export function repeat(times: i32, now: i64): void {
  for (let i = 0; i < times; i++) {
    settle(admit(3, 10, now), 12, now);
    __collect();
  }
}
