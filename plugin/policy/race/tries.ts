import { ABSENT, Span } from "../../wire/span";
import { Estimate } from "../limits/estimate";
import { Charge } from "../limits/price";
import { Reservation } from "../limits/reservation";
import { Target } from "../model/target";
import { ProviderKey } from "../provider/provider";

/** One attempt, as far as its key goes. */
export class Try {
  /** What it holds of the key's limits; null: nothing. */
  reservation: Reservation | null = null;
  /** Of the provider's answer; 0: none yet. */
  status: i32 = 0;
  /** Until when the provider wants the key to cool down, in milliseconds since 1970; 0: it did not say. */
  until: i64 = 0;
  isSettled: bool = false;

  constructor(
    public target: Target,
    public key: ProviderKey,
  ) {}

  /** The attempt is over: charges what it took to the key. */
  settle(charge: Charge, now: i64): void {
    this.key.use.take(charge.tokens, now);
    const reservation = this.reservation;
    if (reservation === null) return;
    reservation.charge(charge, this.target.price);
    reservation.release(now);
  }
}

/** Which keys an exchange has tried, and where. */
export class Tries {
  /** The model that the caller asked for. */
  asked: Span = ABSENT;
  /** Which the request belongs to; 0: none. */
  conversation: u64 = 0;
  private all: Array<Try> = [];

  constructor(
    /** What each of them takes of its key's limits. */
    public estimate: Estimate,
  ) {}

  add(target: Target, key: ProviderKey): Try {
    const made = new Try(target, key);
    this.all.push(made);
    return made;
  }

  has(target: Target, key: ProviderKey): bool {
    return this.last(target, key) !== null;
  }

  last(target: Target, key: ProviderKey): Try | null {
    for (let i = this.all.length - 1; i >= 0; i--) {
      if (this.all[i].target === target && this.all[i].key === key) return this.all[i];
    }
    return null;
  }

  /** The oldest at the target that is not settled: attempts at one target follow each other. */
  takeUnsettled(target: Target): Try | null {
    for (let i = 0; i < this.all.length; i++) {
      const one = this.all[i];
      if (one.target !== target || one.isSettled) continue;
      one.isSettled = true;
      return one;
    }
    return null;
  }
}
