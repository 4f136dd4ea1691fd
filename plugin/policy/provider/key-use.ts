import { Period, windowStart } from "../limits/window";

/** What this VM knows of a key's use: what it has sent with it in the minute, and what the provider said was left. */
export class KeyUse {
  private minute: i64 = 0;
  private sent: i64 = 0;
  private taken: i64 = 0;
  private share: f64 = 1;
  private shareUntil: i64 = 0;

  private enter(now: i64): void {
    const minute = windowStart(Period.Minute, now);
    if (minute == this.minute) return;
    this.minute = minute;
    this.sent = 0;
    this.taken = 0;
  }

  send(now: i64): void {
    this.enter(now);
    this.sent += 1;
  }

  take(tokens: i64, now: i64): void {
    this.enter(now);
    this.taken += tokens;
  }

  requests(now: i64): i64 {
    this.enter(now);
    return this.sent;
  }

  tokens(now: i64): i64 {
    this.enter(now);
    return this.taken;
  }

  /** The provider's own word for what is left, in [0, 1], good until a moment. */
  told(share: f64, until: i64): void {
    this.share = share;
    this.shareUntil = until;
  }

  /** 1: all, or nothing is known. */
  shareLeft(now: i64): f64 {
    return now < this.shareUntil ? this.share : 1;
  }
}
