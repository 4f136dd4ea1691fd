/** Failures of one address in a minute before it has to wait. */
export const FAILURES_A_MINUTE = 10;
const WINDOW_MS = 60_000;

/** Who fails from more addresses than these in a minute has others forgotten: memory is bounded. */
const MOST_ADDRESSES = 10_000;

/** Counts failed sign-ins by address, in windows of a minute that begin with the first. */
export class FailedSignIns {
  readonly #now: () => number;
  readonly #windows = new Map<string, { failures: number; ends: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Seconds that the address has to wait; 0: it may try. */
  wait(address: string): number {
    const window = this.#windows.get(address);
    if (window === undefined || window.ends <= this.#now()) return 0;
    return window.failures < FAILURES_A_MINUTE ? 0 : Math.ceil((window.ends - this.#now()) / 1000);
  }

  count(address: string): void {
    const now = this.#now();
    const window = this.#windows.get(address);
    if (window !== undefined && window.ends > now) {
      window.failures++;
      return;
    }
    this.#windows.delete(address);
    for (const [oldest, { ends }] of this.#windows) {
      if (ends > now && this.#windows.size < MOST_ADDRESSES) break;
      this.#windows.delete(oldest);
    }
    this.#windows.set(address, { failures: 1, ends: now + WINDOW_MS });
  }
}
