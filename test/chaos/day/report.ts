import type { Outage } from "./outage.ts";
import type { Day } from "./run-day.ts";

/** The share of servable requests that have to be served. */
export const PROMISE = 0.9999;

const NAMES = ["first", "second", "third"];

export function reportOf(
  day: Day,
  outages: readonly Outage[],
  { seed, seconds }: { seed: number; seconds: number },
): string {
  const line = (name: string, availability: number, rest: string) =>
    `${name.padEnd(16)}${`${(availability * 100).toFixed(3)} %`.padStart(10)}  ${rest}`;
  const outagesOf = (target: number) =>
    outages
      .filter((outage) => outage.target === target)
      .map(({ kind, from, to }) => `${kind} ${((to - from) / 60).toFixed(0)} min`)
      .join(", ");
  const hopeless =
    day.hopeless === 0
      ? ""
      : `; ${day.hopeless} more came when no target was well (${day.hopelessAnswered} answered all the same)`;
  return [
    `24 h in ${seconds} s, seed ${seed}: ${day.requests} requests, ${outages.length} outages`,
    "─".repeat(60),
    ...day.targets.map((availability, target) => line(`${NAMES[target]} target`, availability, outagesOf(target))),
    line(
      "the gateway",
      day.gateway,
      `${day.failed} of ${day.servable} requests failed that some target was well for${hopeless}`,
    ),
    `${day.retried} attempts were retried; ${day.cut} streams ended after content with an error event (past the commit point)`,
  ].join("\n");
}
