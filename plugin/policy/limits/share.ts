import { PERIODS } from "./window";

/**
 * What one VM holds of a scope's limits: its requests under way, and what is reserved for them. It stands
 * in the account under the VM's number and is written whole each time, so that what a dead VM held is told
 * apart, and nothing of a living one's can be lost.
 */
export class Share {
  concurrent: i64 = 0;
  /** By `Period`: tokens, cost of the day, cost of the month; in the window that begins at `windows`. */
  reserved: StaticArray<i64> = new StaticArray<i64>(PERIODS);
  windows: StaticArray<i64> = new StaticArray<i64>(PERIODS);

  /** What was reserved in a window that is over counts no more. */
  enter(period: i32, window: i64): void {
    if (this.windows[period] == window) return;
    this.windows[period] = window;
    this.reserved[period] = 0;
  }
}

/** This VM's, by the hash of the account's key: they outlive a policy. */
const shares = new Map<u64, Share>();

export function shareOf(hash: u64): Share {
  if (!shares.has(hash)) shares.set(hash, new Share());
  return shares.get(hash);
}
