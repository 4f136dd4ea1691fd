import { Dialect } from "../../dialect/dialect";
import { AnswerHead, RateLimit } from "../../exchange/answer-head";
import { HeaderReader } from "../../wire/header-list";
import { parseHttpDate } from "../../wire/http-date";
import { wholeNumber } from "../../wire/json-number";
import { ABSENT, is, Span } from "../../wire/span";

/** Of a share whose limit does not say when it is whole again: a minute, as most limits are counted. */
const UNTOLD: i64 = 60_000;

/** What the head of a provider's answer says of the key that it was asked with. */
export class ToldLimits {
  /** Until when the provider wants the key to cool down, in milliseconds since 1970; 0: it does not say. */
  until: i64 = 0;
  /** What is left of the tightest limit, in [0, 1], and how long that is true; -1: not told. */
  share: f64 = -1;
  shareUntil: i64 = 0;

  /** `pairs`: the head as the provider sent it. `now`: milliseconds since 1970. */
  static of(pairs: Span, dialect: Dialect, now: i64): ToldLimits {
    const told = new ToldLimits();
    const head = new AnswerHead(now);
    const header = new HeaderReader(pairs);
    let asked: i64 = 0;
    let exact = false;
    while (header.next()) {
      if (is(header.name, "retry-after-ms")) {
        const wait = wholeNumber(header.value);
        if (wait > 0) asked = now + wait;
        exact = wait > 0;
      } else if (is(header.name, "retry-after")) {
        if (!exact) asked = momentOf(header.value, now);
      } else {
        dialect.readHead(header, head);
      }
    }
    told.read(head.requests, now);
    told.read(head.tokens, now);
    // What it asks for in so many words goes before what follows from its limits.
    if (asked > 0) told.until = asked;
    return told;
  }

  private read(limit: RateLimit, now: i64): void {
    if (limit.remaining == ABSENT) return;
    const left = wholeNumber(limit.remaining);
    if (left <= 0 && limit.reset > now) this.until = max(this.until, limit.reset);
    const whole: i64 = limit.limit == ABSENT ? 0 : wholeNumber(limit.limit);
    if (whole <= 0) return;
    const share = min(<f64>max(left, 0) / <f64>whole, 1);
    if (this.share >= 0 && share >= this.share) return;
    this.share = share;
    this.shareUntil = limit.reset > now ? limit.reset : now + UNTOLD;
  }
}

/** Seconds, or a date (RFC 9110, section 10.2.3), as a moment; 0 if it is neither, or over. */
export function momentOf(value: Span, now: i64): i64 {
  const moment = parseHttpDate(value);
  if (moment >= 0) return moment > now ? moment : 0;
  const seconds = wholeNumber(value);
  return seconds > 0 ? now + seconds * 1000 : 0;
}
