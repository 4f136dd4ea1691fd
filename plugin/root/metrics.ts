import { defineMetric, increment } from "../abi/host";
import { MetricType } from "../abi/types";
import { Output } from "../wire/output";
import { ABSENT, hash, Span } from "../wire/span";

/**
 * Counters with labels. Envoy's stats have names only, so labels stand in the name, `;label=value`, and
 * `stats_config.stats_tags` takes them out again: see envoy/ and the README's table.
 */
const ids = new Map<u32, i32>();
const name = new Output();

function label(key: string, value: Span): void {
  if (value == ABSENT) return;
  name.ascii(";");
  name.ascii(key);
  name.ascii("=");
  name.raw(value);
}

/** Defining a metric costs the host a lock, so each is defined once per VM. */
function count(by: i64): void {
  const key = hash(name.bytes);
  if (!ids.has(key)) ids.set(key, defineMetric(MetricType.Counter, name.bytes));
  increment(ids.get(key), by);
}

function open(metric: string): void {
  name.clear();
  name.ascii(metric);
}

function status(value: i32): void {
  name.ascii(";status=");
  name.decimal(value);
}

export function countRequest(dialect: string, model: Span, tenant: Span, code: i32): void {
  open("headgate_requests");
  name.ascii(";dialect=");
  name.ascii(dialect);
  label("model", model);
  label("tenant", tenant);
  status(code);
  count(1);
}

export function countAttempt(target: Span, code: i32): void {
  open("headgate_attempts");
  label("target", target);
  status(code);
  count(1);
}

export function countTokens(target: Span, input: i64, output: i64): void {
  open("headgate_input_tokens");
  label("target", target);
  count(input);
  open("headgate_output_tokens");
  label("target", target);
  count(output);
}
