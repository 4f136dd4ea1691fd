import { Random } from "../../fuzz/random.ts";
import { KINDS, type Outage } from "./outage.ts";

export const DAY = 86_400;
export const TARGETS = 3;

/** What status pages of hosted providers tell of a month: between 99.3 and 99.8 %, in incidents of minutes. */
const AVAILABILITY = 0.995;
const MEAN_OUTAGE = 180;
const SHORTEST = 30;

/** One incident meets the first two targets at the same time, as a region's or a network's does. */
const SHARED = 900;

/** A day's outages, in order; no target has two at a time. The same seed gives the same day. */
export function drawDay(seed: number): Outage[] {
  const random = new Random(seed);
  const sharedFrom = random.fraction() * (DAY - SHARED);
  const shared = { from: sharedFrom, to: sharedFrom + SHARED };
  const own = Array.from({ length: TARGETS }, (_, target) => drawTarget(random.fork(), target)).flat();
  const apart = own.filter(({ target, from, to }) => target >= 2 || to <= shared.from || from >= shared.to);
  const both = [0, 1].map((target) => ({ target, kind: "503" as const, ...shared }));
  return [...apart, ...both].sort((a, b) => a.from - b.from);
}

/** Times between failures and times to repair are exponential: failures have no memory. */
function drawTarget(random: Random, target: number): Outage[] {
  const between = (MEAN_OUTAGE * AVAILABILITY) / (1 - AVAILABILITY);
  const outages: Outage[] = [];
  for (let from = exponential(random, between); from < DAY; from += exponential(random, between)) {
    const to = Math.min(DAY, from + SHORTEST + exponential(random, MEAN_OUTAGE - SHORTEST));
    outages.push({ target, kind: random.pick(KINDS), from, to });
    from = to;
  }
  return outages;
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.fraction());
}
