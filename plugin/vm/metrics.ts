import { defineMetric, increment } from "../abi/host";
import { MetricType } from "../abi/types";
import { Output } from "../wire/output";
import { ABSENT, hash64, Span } from "../wire/span";

/**
 * Counters with labels. Envoy's stats have names only, so labels stand in the name, `;label=value`, and
 * `stats_config.stats_tags` takes them out again: see envoy/ and docs/observability.md. They are counted
 * here and handed to Envoy at each tick, since each of its calls costs about 0.5 µs.
 */
class Counter {
  pending: i64 = 0;
  /** How much of what is counted makes one. */
  unit: i64 = 1;
  constructor(public id: i32) {}

  /** What makes no whole one is kept. */
  flush(): void {
    increment(this.id, this.pending / this.unit);
    this.pending %= this.unit;
  }
}

const counters = new Map<u64, Counter>();
const name = new Output();

/** Hands all counts to Envoy. */
export function flushCounters(): void {
  const all = counters.values();
  for (let i = 0; i < all.length; i++) all[i].flush();
}

function open(metric: string): void {
  name.clear();
  name.ascii(metric);
}

function label(key: string, value: Span): void {
  if (value == ABSENT) return;
  name.ascii(key);
  name.raw(value);
}

function status(value: i32): void {
  name.ascii(";status=");
  name.decimal(value);
}

function count(by: i64, unit: i64 = 1): void {
  const key = hash64(name.bytes);
  if (!counters.has(key)) counters.set(key, new Counter(defineMetric(MetricType.Counter, name.bytes)));
  const counter = counters.get(key);
  counter.unit = unit;
  counter.pending += max(by, 0);
}

export function countRequest(dialect: string, model: Span, tenant: Span, code: i32): void {
  open("headgate_requests;dialect=");
  name.ascii(dialect);
  label(";model=", model);
  label(";tenant=", tenant);
  status(code);
  count(1);
}

export function countCache(model: Span, outcome: string): void {
  open("headgate_cache;model=");
  name.raw(model);
  name.ascii(";outcome=");
  name.ascii(outcome);
  count(1);
}

export function countAttempt(target: Span, code: i32): void {
  open("headgate_attempts;target=");
  name.raw(target);
  status(code);
  count(1);
}

/** An attempt that another of its exchange was faster than. */
export function countCancelled(target: Span): void {
  open("headgate_attempts_cancelled;target=");
  name.raw(target);
  count(1);
}

/** Counts that the provider did not give (-1) are none. */
export function countTokens(target: Span, input: i64, output: i64): void {
  open("headgate_input_tokens;target=");
  name.raw(target);
  count(input);
  open("headgate_output_tokens;target=");
  name.raw(target);
  count(output);
}

/** In nano-dollars. */
export function countCost(target: Span, cost: i64): void {
  if (cost <= 0) return;
  open("headgate_cost_micro_usd;target=");
  name.raw(target);
  count(cost, 1000);
}

/** A request that a limit refused. `limit`: as the policy calls it. */
export function countLimited(tenant: Span, limit: string): void {
  open("headgate_limited");
  label(";tenant=", tenant);
  name.ascii(";limit=");
  name.ascii(limit);
  count(1);
}
