import { Account } from "./account";
import { Books } from "./books";
import { TRIES } from "./ledger";
import { Measure } from "./measure";
import { Scope } from "./scope";
import { Share, shareOf } from "./share";
import { PERIODS, Period } from "./window";

const account = new Account();

/** One request's part in one account, from its admission to its end. */
export class Booking {
  private share: Share;
  /** By `Period`: what is reserved, in which window, and what went to windows before that one. */
  private reserved: StaticArray<i64> = new StaticArray<i64>(PERIODS);
  private windows: StaticArray<i64> = new StaticArray<i64>(PERIODS);
  private carried: StaticArray<i64> = new StaticArray<i64>(PERIODS);

  constructor(public scope: Scope) {
    this.share = shareOf(scope.hash);
  }

  /** Takes the request up into the account that is open, which is then to be written. `tokens`, `cost`: the estimate. */
  admit(open: Account, books: Books, tokens: i64, cost: i64, now: i64): void {
    this.share.concurrent += 1;
    open.use(Measure.Requests, 1);
    this.reserve(open, tokens, cost);
    open.putShare(this.share, books.vms, now);
  }

  /** Reserves more, in the windows of the account. */
  private reserve(open: Account, tokens: i64, cost: i64): void {
    for (let period = 0; period < PERIODS; period++) {
      const window = open.window(period);
      this.share.enter(period, window);
      if (this.windows[period] != window) {
        this.carried[period] += this.reserved[period];
        this.reserved[period] = 0;
        this.windows[period] = window;
      }
      const amount = period == Period.Minute ? tokens : cost;
      this.reserved[period] += amount;
      this.share.reserved[period] += amount;
    }
  }

  /** Lets go of what the request holds; to be written yet. */
  private withdraw(): void {
    this.share.concurrent = max(this.share.concurrent - 1, 0);
    for (let period = 0; period < PERIODS; period++) {
      if (this.share.windows[period] != this.windows[period]) continue;
      this.share.reserved[period] = max(this.share.reserved[period] - this.reserved[period], 0);
    }
  }

  /** As if `admit` had not been, where it was not written. */
  forget(): void {
    this.withdraw();
    this.reserved.fill(0);
    this.windows.fill(0);
  }

  /** Undoes what was written. */
  revoke(books: Books, now: i64): void {
    this.withdraw();
    this.post(books, -1, 0, 0, now);
  }

  /** The end: what is reserved makes room for what was used. */
  settle(books: Books, tokens: i64, cost: i64, now: i64): void {
    this.withdraw();
    this.post(books, 0, tokens, cost, now);
  }

  private post(books: Books, requests: i64, tokens: i64, cost: i64, now: i64): void {
    for (let i = 0; i < TRIES; i++) {
      account.open(books.ledger.get(this.scope.account), now);
      const version = books.ledger.version;
      for (let period = 0; period < PERIODS; period++) {
        const isSame = account.window(period) == this.windows[period];
        const amount = (period == Period.Minute ? tokens : cost) - this.carried[period];
        // A window that has begun meanwhile is charged with what exceeds the reservation only.
        account.use(<Measure>period, isSame ? max(amount, 0) : max(amount - this.reserved[period], 0));
        if (isSame && period == Period.Minute) account.use(Measure.Requests, requests);
      }
      account.putShare(this.share, books.vms, now);
      if (books.ledger.put(this.scope.account, account.bytes, version)) break;
    }
    books.touch(this.scope.hash);
  }

  /** Reserves more for an answer that grows; false: a limit of the scope is crossed by it. */
  grow(books: Books, tokens: i64, cost: i64, now: i64): bool {
    let isWithin = true;
    account.open(books.ledger.get(this.scope.account), now);
    this.reserve(account, tokens, cost);
    for (let i = 0; i < TRIES; i++) {
      const version = books.ledger.version;
      account.putShare(this.share, books.vms, now);
      isWithin = true;
      for (let measure = 0; measure < PERIODS; measure++) {
        const limit = this.scope.limit(measure);
        if (limit < 0) continue;
        const may = account.effective(measure, limit, books.envoys, now);
        if (account.taken(measure, books.vms, now) > may) isWithin = false;
      }
      if (books.ledger.put(this.scope.account, account.bytes, version)) break;
      account.open(books.ledger.get(this.scope.account), now);
    }
    books.touch(this.scope.hash);
    return isWithin;
  }
}
