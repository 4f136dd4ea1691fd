import { Estimate } from "./estimate";
import { Remainder } from "./remainder";
import { Reservation } from "./reservation";

/** What one exchange takes of limits. */
export class Claim {
  /** As far as anybody's limits ask for it. */
  estimate: Estimate = new Estimate();
  /** What it holds of its caller's and its model's; null: nothing limits it. */
  reservation: Reservation | null = null;

  /** What is left to the caller, if it is to be told. */
  get remainder(): Remainder | null {
    const reservation = this.reservation;
    return reservation !== null && reservation.remainder.isTold ? reservation.remainder : null;
  }
}
