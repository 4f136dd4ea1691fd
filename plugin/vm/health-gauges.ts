import { defineMetric, record } from "../abi/host";
import { MetricType } from "../abi/types";
import { Standing } from "../policy/health/standings";
import { Output } from "../wire/output";
import { hash64, Span } from "../wire/span";

const name = new Output();

function define(metric: string, target: Span): i32 {
  name.clear();
  name.ascii(metric);
  name.raw(target);
  return defineMetric(MetricType.Gauge, name.bytes);
}

/** Of one target. */
class Gauges {
  private score: i32;
  private degraded: i32;
  isTold: bool = false;

  constructor(target: Span) {
    this.score = define("headgate_target_score;target=", target);
    this.degraded = define("headgate_target_degraded;target=", target);
  }

  /** Envoy's gauges are whole numbers. */
  show(score: f64, degraded: bool): void {
    record(this.score, <i64>Math.round(score * 1000));
    record(this.degraded, degraded ? 1 : 0);
  }
}

const all = new Map<u64, Gauges>();

/** Shows how a target does in Envoy's statistics. */
export function tellStanding(target: Span, standing: Standing): void {
  const id = hash64(target);
  if (!all.has(id)) all.set(id, new Gauges(target));
  const gauges = all.get(id);
  gauges.isTold = true;
  gauges.show(standing.score, standing.degraded);
}

/** Shows every target as one that is well, of which nothing was told since this was called last. */
export function forgetUntold(): void {
  const gauges = all.values();
  for (let i = 0; i < gauges.length; i++) {
    if (!gauges[i].isTold) gauges[i].show(1, false);
    gauges[i].isTold = false;
  }
}
