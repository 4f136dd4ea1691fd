const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How long a window is kept after its end: a minute for late reports, a day and a month for the usage report. */
const KEPT_MS = { minute: 10 * MINUTE, day: 35 * DAY, month: 396 * DAY };

/** When a window is forgotten: `2026-11` is a month, `2026-11-21` a day, anything finer counts as a minute. */
export function forgetAt(window: string, windowEnds: number): number {
  if (/^\d{4}-\d\d$/.test(window)) return windowEnds + KEPT_MS.month;
  if (/^\d{4}-\d\d-\d\d$/.test(window)) return windowEnds + KEPT_MS.day;
  return windowEnds + KEPT_MS.minute;
}
