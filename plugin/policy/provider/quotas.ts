import { Account } from "../limits/account";
import { Books } from "../limits/books";
import { Estimate } from "../limits/estimate";
import { MEASURES, Measure, periodOf } from "../limits/measure";
import { NONE, Scope } from "../limits/scope";
import { windowEnd } from "../limits/window";
import { ProviderKey } from "./provider";

const account = new Account();

/** What is left of provider keys' limits. */
export class Quotas {
  constructor(private books: Books) {}

  private open(scope: Scope, now: i64): void {
    if (this.books.vms.number == 0) this.books.vms.answer(now);
    account.open(this.books.ledger.get(scope.account), now);
  }

  /** When the key has room for the request, by its own limits, in milliseconds since 1970; 0: it has it now. */
  fullUntil(key: ProviderKey, estimate: Estimate, now: i64): i64 {
    const scope = key.scope;
    if (scope === null) return 0;
    this.open(scope, now);
    let until: i64 = 0;
    for (let measure = 0; measure < MEASURES; measure++) {
      const limit = scope.limit(measure);
      if (limit == NONE || (estimate.isFree && measure != Measure.Requests)) continue;
      const may = account.effective(measure, limit, this.books.envoys, now);
      if (account.taken(measure, this.books.vms, now) + estimate.of(measure) <= may) continue;
      const period = periodOf(measure);
      until = max(until, windowEnd(period, account.window(period)));
    }
    return until;
  }

  /** What is left of the key, in [0, 1]: of its own limits, or of what the provider told, whichever is less. */
  shareLeft(key: ProviderKey, now: i64): f64 {
    let share = key.use.shareLeft(now);
    const scope = key.scope;
    if (scope === null) return share;
    this.open(scope, now);
    for (let measure = 0; measure < MEASURES; measure++) {
      const limit = scope.limit(measure);
      if (limit == NONE) continue;
      const may = account.effective(measure, limit, this.books.envoys, now);
      const left = max(may - account.taken(measure, this.books.vms, now), 0);
      share = min(share, limit <= 0 ? 0 : <f64>left / <f64>limit);
    }
    return share;
  }
}
