import { Result } from "./abi.ts";

const Type = { Counter: 0, Gauge: 1, Histogram: 2 } as const;
type Metric = { type: number; value: number; samples: number[] };

/** The worker's stats: they outlive every VM. */
export class Metrics {
  readonly #byName = new Map<string, Metric>();

  named(name: string, type: number): Metric {
    const present = this.#byName.get(name);
    if (present) return present;
    const metric = { type, value: 0, samples: [] };
    this.#byName.set(name, metric);
    return metric;
  }

  /** Counters and gauges by name, a histogram as its count of samples. */
  values(): Record<string, number> {
    return Object.fromEntries(
      [...this.#byName].map(([name, m]) => [name, m.type === Type.Histogram ? m.samples.length : m.value]),
    );
  }

  samples(name: string): readonly number[] {
    return this.#byName.get(name)?.samples ?? [];
  }
}

/** The ids under which one VM knows its metrics: the type in the low two bits, as Envoy gives them. */
export class MetricIds {
  readonly #metrics: Metrics;
  readonly #byId = new Map<number, Metric>();
  readonly #next: [number, number, number] = [Type.Counter, Type.Gauge, Type.Histogram];

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** @returns the new id, or undefined for a type that does not exist. */
  define(type: number, name: string): number | undefined {
    if (type !== Type.Counter && type !== Type.Gauge && type !== Type.Histogram) return undefined;
    const id = this.#next[type];
    this.#next[type] += 4;
    this.#byId.set(id, this.#metrics.named(name, type));
    return id;
  }

  increment(id: number, offset: number): Result {
    if ((id & 3) > Type.Gauge) return Result.BadArgument;
    const metric = this.#byId.get(id);
    if (!metric) return Result.NotFound;
    if (metric.type === Type.Counter && offset <= 0) return Result.BadArgument;
    metric.value += offset;
    return Result.Ok;
  }

  record(id: number, value: number): Result {
    const metric = this.#byId.get(id);
    if (!metric) return Result.NotFound;
    if (metric.type === Type.Histogram) metric.samples.push(value);
    else if (metric.type === Type.Counter) metric.value += value;
    else metric.value = value;
    return Result.Ok;
  }

  /** @returns the value, or the status that Envoy answers. */
  get(id: number): { value: number } | { status: Result } {
    if ((id & 3) > Type.Gauge) return { status: Result.BadArgument };
    const metric = this.#byId.get(id);
    return metric ? { value: metric.value } : { status: Result.NotFound };
  }
}
