import { type Comparison, compare, type Measurement, type Pair } from "./compare.ts";

const METRICS: readonly { metric: keyof Measurement; title: string }[] = [
  { metric: "cpu", title: "CPU µs per request" },
  { metric: "p50", title: "p50 latency, µs" },
  { metric: "p99", title: "p99 latency, µs" },
  { metric: "rate", title: "requests per second" },
];

const SCENARIO_WIDTH = 30;
const COLUMNS = [8, 9, 21];
const GROUP_WIDTH = COLUMNS.reduce((sum, width) => sum + width, 0);

/** One table a metric: a line for each scenario, side by side the numbers of connections. */
export function tables(pairs: readonly Pair[]): string {
  return METRICS.map(({ metric, title }) => table(pairs, metric, title)).join("\n\n");
}

function table(pairs: readonly Pair[], metric: keyof Measurement, title: string): string {
  const connections = [...new Set(pairs.map((pair) => pair.connections))];
  const scenarios = [...new Set(pairs.map((pair) => pair.scenario))];
  const groups = connections.map((count) => `concurrency ${count}`.padStart(GROUP_WIDTH));
  const names = connections.map(() => row(["plain", "gateway", "ratio (min – max)"]));
  const lines = scenarios.map(
    (scenario) =>
      scenario.title.padEnd(SCENARIO_WIDTH) +
      connections
        .map((count) => pairs.filter((pair) => pair.scenario === scenario && pair.connections === count))
        .map((rounds) => row(cells(compare(rounds, metric))))
        .join(""),
  );
  return [
    title.padEnd(SCENARIO_WIDTH) + groups.join(""),
    " ".repeat(SCENARIO_WIDTH) + names.join(""),
    "─".repeat(SCENARIO_WIDTH + connections.length * GROUP_WIDTH),
    ...lines,
  ].join("\n");
}

function cells({ plain, gateway, ratio }: Comparison): string[] {
  const { median, min, max } = ratio;
  return [number(plain), number(gateway), `${median.toFixed(2)} (${min.toFixed(2)} – ${max.toFixed(2)})`];
}

/** Three digits tell enough. */
function number(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function row(texts: readonly string[]): string {
  return texts.map((text, index) => text.padStart(COLUMNS[index] ?? 0)).join("");
}
