import { Constant } from "../../wire/constant";
import { Output } from "../../wire/output";
import { hash64, length, Span, start } from "../../wire/span";
import { Ledger, TRIES } from "../limits/ledger";
import { Target } from "../model/target";

/** The layout's number stands in the key: see limits/scopes.ts. */
const RECORD = new Constant("headgate.evidence.1");
/** A hash, and milliseconds since 1970. */
const ENTRY: i32 = 16;
/** Beyond so many the oldest are forgotten. */
const MOST: i32 = 256;

const SECOND: i64 = 1_000;
/** For so long the same request that fails again at the same target says nothing new. */
const HEARD: i64 = 300 * SECOND;
/** And for so long it is known to be a good one, since another target answered it; */
const ACQUITTED: i64 = 60 * SECOND;
/** and the target that did not to be a bad one. */
const CONVICTED: i64 = 10 * SECOND;

const out = new Output();

/**
 * Which failures tell of a host, for all workers of an Envoy. A request that no target can answer is at fault itself: sent
 * again and again, it would have every host ejected. So the same request counts against a host once; but each time, if
 * another target has answered it, or if the host has just failed one that another target answered.
 */
export class HostEvidence {
  constructor(private ledger: Ledger) {}

  /** Whether a failure of the request counts against the target's host. `request`: a hash of its caller and of what it asks. */
  counts(request: u64, target: Target, now: i64): bool {
    const record = this.ledger.get(RECORD.bytes);
    const heard = pairOf(request, target);
    const isNew = !holds(record, heard, now);
    const counts = isNew || holds(record, request, now) || holds(record, pairOf(0, target), now);
    this.note([heard], HEARD, now);
    return counts;
  }

  /** A target has answered the request that the others failed. */
  acquit(request: u64, others: Array<Target>, now: i64): void {
    this.note([request], ACQUITTED, now);
    const convicted: Array<u64> = [];
    for (let i = 0; i < others.length; i++) convicted.push(pairOf(0, others[i]));
    this.note(convicted, CONVICTED, now);
  }

  private note(ids: Array<u64>, time: i64, now: i64): void {
    for (let tries = 0; tries < TRIES; tries++) {
      const record = this.ledger.get(RECORD.bytes);
      const version = this.ledger.version;
      write(record, ids, now + time, now);
      if (this.ledger.put(RECORD.bytes, out.bytes, version)) return;
    }
  }
}

/** `request` 0: of the target alone. */
function pairOf(request: u64, target: Target): u64 {
  return (request ^ hash64(target.id)) * 0x9e3779b97f4a7c15;
}

function holds(record: Span, id: u64, now: i64): bool {
  for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
    if (load<u64>(at) == id) return load<i64>(at, 8) > now;
  }
  return false;
}

/** The newest first, so that the last is the oldest. */
function write(record: Span, ids: Array<u64>, until: i64, now: i64): void {
  out.clear();
  for (let i = 0; i < ids.length; i++) {
    out.u64(ids[i]);
    out.u64(<u64>until);
  }
  let count = ids.length;
  for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end && count < MOST; at += ENTRY) {
    if (load<i64>(at, 8) <= now || ids.includes(load<u64>(at))) continue;
    out.u64(load<u64>(at));
    out.u64(load<u64>(at, 8));
    count += 1;
  }
}
