import { Reservation } from "./reservation";
import { Ask } from "./reserve";
import { Standing } from "./standing";

/** What one exchange takes of limits. */
export class Claim {
  /** As far as anybody's limits ask for it. */
  ask: Ask = new Ask();
  /** What it holds of its caller's and its model's; null: nothing limits it. */
  reservation: Reservation | null = null;

  /** What is left to the caller, if it is to be told. */
  get standing(): Standing | null {
    const reservation = this.reservation;
    return reservation !== null && reservation.standing.isTold ? reservation.standing : null;
  }
}
