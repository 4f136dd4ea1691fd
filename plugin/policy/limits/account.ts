import { length, PADDING, Span, span, start } from "../../wire/span";
import { MEASURES, Measure, periodOf } from "./measure";
import { RollCall } from "./roll-call";
import { Share } from "./share";
import { PERIODS, windowEnd, windowStart } from "./window";

/** The first answers of a window know of few Envoys: for so long each goes by its equal part. */
const SETTLING: i64 = 2_000;
/** So long fewer Envoys have to be told of, at no longer pauses than this. */
const BELIEVED: i64 = 5_000;
const PAUSE: i64 = 2_000;

// Offsets in words of eight bytes.
const WINDOWS: i32 = 0;
const USED: i32 = WINDOWS + PERIODS;
const ALLOWANCES: i32 = USED + MEASURES;
const ALLOWANCE_WINDOWS: i32 = ALLOWANCES + MEASURES;
/** How many Envoys share the scope; since when fewer were told of; when any were told of last. */
const ENVOYS: i32 = ALLOWANCE_WINDOWS + MEASURES;
const FEWER_SINCE: i32 = ENVOYS + 1;
const TOLD_AT: i32 = ENVOYS + 2;
const SHARES: i32 = ENVOYS + 3;
const HEADER: i32 = SHARES + 1;

// Of one share.
const NUMBER: i32 = 0;
const CONCURRENT: i32 = 1;
const RESERVED: i32 = 2;
const SHARE: i32 = RESERVED + PERIODS;

/** More workers than any machine has; the share of one more would not count. */
const MAX_SHARES: i32 = 512;

/**
 * What a scope has used, as it stands in the ledger: one record for all windows and measures, so that a
 * request costs one look and one change. A window that is over is begun anew in its place.
 */
export class Account {
  private at: usize = heap.alloc(<usize>(HEADER + MAX_SHARES * SHARE) * 8 + PADDING);

  /** Reads a record (ABSENT: a new account), as it is at `now`. */
  open(record: Span, now: i64): void {
    const size = min(length(record), (HEADER + MAX_SHARES * SHARE) * 8);
    memory.fill(this.at, 0, HEADER * 8);
    if (size >= HEADER * 8) memory.copy(this.at, start(record), size);
    const room = max(size / 8 - HEADER, 0) / SHARE;
    this.set(SHARES, min(max(this.get(SHARES), 0), room));
    for (let period = 0; period < PERIODS; period++) this.enter(period, windowStart(period, now));
  }

  private enter(period: i32, window: i64): void {
    const known = this.get(WINDOWS + period);
    // Another worker's clock may be ahead by an instant, but not by more than a window.
    if (known >= window && known <= windowEnd(period, window)) return;
    this.set(WINDOWS + period, window);
    for (let measure = 0; measure < MEASURES; measure++) {
      if (periodOf(measure) == period) this.set(USED + measure, 0);
    }
    for (let i = 0; i < this.shareCount; i++) this.set(this.share(i) + RESERVED + period, 0);
  }

  get bytes(): Span {
    return span(this.at, (HEADER + this.shareCount * SHARE) * 8);
  }

  private get(word: i32): i64 {
    return load<i64>(this.at + ((<usize>word) << 3));
  }

  private set(word: i32, value: i64): void {
    store<i64>(this.at + ((<usize>word) << 3), value);
  }

  private get shareCount(): i32 {
    return <i32>this.get(SHARES);
  }

  private share(index: i32): i32 {
    return HEADER + index * SHARE;
  }

  /** When the window began in which the period is. */
  window(period: i32): i64 {
    return this.get(WINDOWS + period);
  }

  /** Settled, without what is reserved. */
  used(measure: Measure): i64 {
    return this.get(USED + measure);
  }

  use(measure: Measure, amount: i64): void {
    this.set(USED + measure, max(this.used(measure) + amount, 0));
  }

  /** What all VMs that live hold; `word` of a share. */
  private held(word: i32, vms: RollCall, now: i64): i64 {
    let sum: i64 = 0;
    for (let i = 0; i < this.shareCount; i++) {
      const amount = this.get(this.share(i) + word);
      if (amount > 0 && vms.isAlive(this.get(this.share(i) + NUMBER), now)) sum += amount;
    }
    return sum;
  }

  concurrent(vms: RollCall, now: i64): i64 {
    return this.held(CONCURRENT, vms, now);
  }

  /** Used and reserved. */
  taken(measure: Measure, vms: RollCall, now: i64): i64 {
    if (measure == Measure.Requests) return this.used(measure);
    return this.used(measure) + this.held(RESERVED + <i32>measure, vms, now);
  }

  /** Writes what this VM holds in place of what it held, and drops who will not come back. */
  putShare(share: Share, vms: RollCall, now: i64): void {
    const count = this.shareCount;
    let kept = 0;
    let empty = share.concurrent == 0;
    for (let i = 0; i < count; i++) {
      const from = this.share(i);
      const number = this.get(from + NUMBER);
      if (number == vms.number || vms.isForgotten(number, now)) continue;
      memory.copy(this.at + this.share(kept) * 8, this.at + from * 8, SHARE * 8);
      kept += 1;
    }
    const own = this.share(min(kept, MAX_SHARES - 1));
    for (let period = 0; period < PERIODS; period++) {
      share.enter(period, this.window(period));
      this.set(own + RESERVED + period, share.reserved[period]);
      empty = empty && share.reserved[period] == 0;
    }
    this.set(own + NUMBER, vms.number);
    this.set(own + CONCURRENT, share.concurrent);
    this.set(SHARES, empty ? kept : min(kept + 1, MAX_SHARES));
  }

  /** How many Envoys share the scope; `otherwise`, if nobody has told. */
  envoys(otherwise: i64): i64 {
    const told = this.get(ENVOYS);
    return max(told > 0 ? told : otherwise, 1);
  }

  /** How far this Envoy may go by itself: its equal part until all have been heard, then its allowance. */
  effective(measure: Measure, limit: i64, otherwise: i64, now: i64): i64 {
    const envoys = this.envoys(otherwise);
    const window = this.window(periodOf(measure));
    const isLeased = this.get(ALLOWANCE_WINDOWS + measure) == window;
    if (!isLeased || (envoys > 1 && now - window < SETTLING)) return limit / envoys;
    return min(limit, this.get(ALLOWANCES + measure));
  }

  /** `window`: the one that the allowance is for. */
  lease(measure: Measure, window: i64, allowance: i64, envoys: i64, now: i64): void {
    this.set(ALLOWANCE_WINDOWS + measure, window);
    this.set(ALLOWANCES + measure, allowance);
    this.count(envoys, now);
  }

  /** The first answers of a window tell of fewer Envoys than there are: only what they tell for a while is believed. */
  private count(envoys: i64, now: i64): void {
    const isFirst = now - this.get(TOLD_AT) > PAUSE;
    this.set(TOLD_AT, now);
    if (envoys >= this.get(ENVOYS)) this.set(FEWER_SINCE, i64.MAX_VALUE);
    else if (isFirst || this.get(FEWER_SINCE) > now) this.set(FEWER_SINCE, now);
    if (envoys >= this.get(ENVOYS) || now - this.get(FEWER_SINCE) >= BELIEVED) this.set(ENVOYS, envoys);
  }
}
