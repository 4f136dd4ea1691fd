import { Account } from "./account";
import { Books } from "./books";
import { Measure } from "./measure";
import { NONE, Scope } from "./scope";
import { SoftBudget } from "./soft-budget";

/** Nothing is spent that far. */
export const UNSPENT: i32 = -1;

const account = new Account();

/**
 * The budget of the scope, a `Measure`, that is spent up to its soft end; UNSPENT: none is. An Envoy knows what it may
 * still spend by itself: as much is left to each of the others.
 */
export function softlySpent(scope: Scope, soft: SoftBudget, books: Books, now: i64): i32 {
  if (books.vms.number == 0) books.vms.answer(now);
  account.open(books.ledger.get(scope.account), now);
  for (let measure: i32 = Measure.DayCost; measure <= <i32>Measure.MonthCost; measure++) {
    const limit = scope.limit(<Measure>measure);
    if (limit == NONE) continue;
    const left =
      account.effective(<Measure>measure, limit, books.envoys, now) - account.taken(<Measure>measure, books.vms, now);
    const spent = limit - max(left, 0) * account.envoys(books.envoys);
    if (<f64>spent >= <f64>limit * soft.at) return measure;
  }
  return UNSPENT;
}
