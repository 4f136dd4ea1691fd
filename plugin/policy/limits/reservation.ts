import { Booking } from "./booking";
import { Books } from "./books";
import { Charge, Price } from "./price";
import { Refusal } from "./refusal";
import { Remainder } from "./remainder";

/**
 * What one exchange holds of its limits, from admission until neither the gateway filter nor an attempt can
 * add to it: when a client leaves, its attempt ends after its request.
 */
export class Reservation {
  private bookings: Array<Booking> = [];
  /** Null: the request is let in. */
  refusal: Refusal | null = null;
  remainder: Remainder = new Remainder();
  private holders: i32 = 1;
  /** All attempts so far. */
  private tokens: i64 = 0;
  private cost: i64 = 0;
  /** Of the answer under way, beyond what was asked for. */
  private grownTokens: i64 = 0;
  private grownCost: i64 = 0;

  constructor(
    private books: Books,
    /** About how many tokens the prompt has. */
    public prompt: i64,
    /** Reserved. */
    private estimate: i64,
    private estimatedCost: i64,
  ) {}

  /** Whether an answer that crosses a limit is ended. */
  get endsStreams(): bool {
    for (let i = 0; i < this.bookings.length; i++) if (this.bookings[i].scope.endStreams) return true;
    return false;
  }

  refuse(refusal: Refusal): Reservation {
    this.refusal = refusal;
    return this;
  }

  add(booking: Booking): void {
    this.bookings.push(booking);
  }

  /** Takes back what is written. */
  revoke(now: i64): void {
    for (let i = 0; i < this.bookings.length; i++) this.bookings[i].revoke(this.books, now);
    this.bookings = [];
  }

  /** An attempt begins: it will charge and release. */
  hold(): void {
    this.holders += 1;
  }

  /** An attempt is over. */
  charge(charge: Charge, price: Price | null): void {
    this.tokens += charge.tokens;
    this.cost += charge.cost(price);
  }

  /** The last one to let go settles. */
  release(now: i64): void {
    this.holders -= 1;
    if (this.holders > 0) return;
    for (let i = 0; i < this.bookings.length; i++) this.bookings[i].settle(this.books, this.tokens, this.cost, now);
    this.bookings = [];
  }

  /** Reserves what an answer has come to, if it is more than was reserved; false: it crosses a limit that ends it. */
  grow(charge: Charge, price: Price | null, now: i64): bool {
    const tokens = this.tokens + charge.tokens - this.estimate - this.grownTokens;
    const cost = this.cost + charge.cost(price) - this.estimatedCost - this.grownCost;
    if (tokens <= 0 && cost <= 0) return true;
    const moreTokens = max(tokens, 0);
    const moreCost = max(cost, 0);
    this.grownTokens += moreTokens;
    this.grownCost += moreCost;
    let goesOn = true;
    for (let i = 0; i < this.bookings.length; i++) {
      const isWithin = this.bookings[i].grow(this.books, moreTokens, moreCost, now);
      if (!isWithin && this.bookings[i].scope.endStreams) goesOn = false;
    }
    return goesOn;
  }
}
