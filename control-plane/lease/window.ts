import type { MeasureName } from "../../contract/lease.ts";

/** A window of UTC, as the store names it. */
interface Window {
  name: string;
  /** Milliseconds since 1970. */
  ends: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The window of that measure that began then; undefined if none did. */
export function windowAt(measure: MeasureName, start: number): Window | undefined {
  const at = new Date(start);
  if (Number.isNaN(at.getTime())) return undefined;
  const iso = at.toISOString();
  switch (measure) {
    case "requests_per_minute":
    case "tokens_per_minute":
      return start % MINUTE === 0 ? { name: `${iso.slice(0, 16)}Z`, ends: start + MINUTE } : undefined;
    case "usd_per_day":
      return start % DAY === 0 ? { name: iso.slice(0, 10), ends: start + DAY } : undefined;
    case "usd_per_month": {
      const begins = Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
      return start === begins
        ? { name: iso.slice(0, 7), ends: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) }
        : undefined;
    }
  }
}
