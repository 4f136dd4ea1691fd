import type { Scenario } from "./scenarios.ts";

/** One slice of one side. */
export interface Measurement {
  /** Microseconds of CPU per request, of the whole Envoy process. */
  cpu: number;
  /** Latency in microseconds. */
  p50: number;
  p99: number;
  /** Requests per second. */
  rate: number;
}

/** Two slices, one right after the other. */
export interface Pair {
  scenario: Scenario;
  connections: number;
  plain: Measurement;
  gateway: Measurement;
}

export interface Comparison {
  /** Medians over all rounds. */
  plain: number;
  gateway: number;
  /** Gateway over plain in each pair: that leaves out how fast the machine was at the time. */
  ratio: { median: number; min: number; max: number };
}

/** One metric over the pairs of all rounds. */
export function compare(pairs: readonly Pick<Pair, "plain" | "gateway">[], metric: keyof Measurement): Comparison {
  const ratios = pairs.map(({ plain, gateway }) => gateway[metric] / plain[metric]);
  return {
    plain: median(pairs.map(({ plain }) => plain[metric])),
    gateway: median(pairs.map(({ gateway }) => gateway[metric])),
    ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) },
  };
}

/** The mean of the two in the middle, where there are two; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
