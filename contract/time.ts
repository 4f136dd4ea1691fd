import { z } from "zod";

export const moment = z.iso
  .datetime({ offset: true, error: 'expected a moment such as "2026-12-01T00:00:00Z"' })
  .meta({ title: "moment", description: "RFC 3339, with its time zone: `2026-12-01T00:00:00Z`." });

/** What Envoy takes as a protobuf Duration, and `ms` for people. */
export const duration = z
  .string()
  .regex(/^\d+(\.\d{1,3})?(s|ms)$/, 'expected a duration such as "30s" or "250ms"')
  .meta({ title: "duration", description: "Seconds or milliseconds: `300s`, `1.5s`, `250ms`." })
  .transform((text) => (text.endsWith("ms") ? `${Number(text.slice(0, -2)) / 1000}s` : text));

/** Seconds of a `duration`. */
export function secondsOf(duration: string): number {
  return Number.parseFloat(duration);
}

/** Milliseconds of a `duration`. */
export function millisecondsOf(duration: string): number {
  return Math.round(secondsOf(duration) * 1000);
}

/** Seconds since 1970 of a `moment`. */
export function secondsAt(moment: string): number {
  return Math.floor(Date.parse(moment) / 1000);
}
