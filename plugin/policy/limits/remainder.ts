import { AnswerHead, RateLimit } from "../../exchange/answer-head";
import { Output } from "../../wire/output";
import { Span } from "../../wire/span";
import { Account } from "./account";
import { Books } from "./books";
import { Measure } from "./measure";
import { NONE, Scope } from "./scope";
import { Period, windowEnd } from "./window";

/** Of one measure: the scope with the least left. */
class Tightest {
  limit: i64 = NONE;
  left: i64 = i64.MAX_VALUE;

  take(limit: i64, left: i64): void {
    if (left >= this.left) return;
    this.limit = limit;
    this.left = max(left, 0);
  }
}

const requestLimit = new Output();
const requestsLeft = new Output();
const tokenLimit = new Output();
const tokensLeft = new Output();

function decimal(value: i64, out: Output): Span {
  out.clear();
  out.decimal(value);
  return out.bytes;
}

/** What is left to a caller, as the dialects' rate-limit headers tell it. */
export class Remainder {
  private requests: Tightest = new Tightest();
  private tokens: Tightest = new Tightest();
  private reset: i64 = -1;

  note(scope: Scope, account: Account, books: Books, now: i64): void {
    this.noteMeasure(Measure.Requests, this.requests, scope, account, books, now);
    this.noteMeasure(Measure.Tokens, this.tokens, scope, account, books, now);
    this.reset = windowEnd(Period.Minute, account.window(Period.Minute));
  }

  private noteMeasure(measure: Measure, into: Tightest, scope: Scope, account: Account, books: Books, now: i64): void {
    const limit = scope.limit(measure);
    if (limit == NONE) return;
    const may = account.effective(measure, limit, books.envoys, now);
    into.take(limit, may - account.taken(measure, books.vms, now));
  }

  get isTold(): bool {
    return this.requests.limit != NONE || this.tokens.limit != NONE;
  }

  /** Spans are valid until the next call. */
  tell(head: AnswerHead): void {
    this.tellLimit(this.requests, head.requests, requestLimit, requestsLeft);
    this.tellLimit(this.tokens, head.tokens, tokenLimit, tokensLeft);
  }

  private tellLimit(tightest: Tightest, told: RateLimit, limit: Output, left: Output): void {
    if (tightest.limit == NONE) return;
    told.limit = decimal(tightest.limit, limit);
    told.remaining = decimal(tightest.left, left);
    told.reset = this.reset;
  }
}
