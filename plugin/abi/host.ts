/** The host's functions as the filter wants them: spans in and out, no status to forget. */
import { Output } from "../wire/output";
import { ABSENT, length, Span, span, start, text } from "../wire/span";
import * as env from "./env";
import { ownNextAllocation } from "./memory";
import { BufferType, MapType, MetricType, Status } from "./types";
import * as wasi from "./wasi_snapshot_preview1";

const resultAt: usize = heap.alloc(8);
const resultSize: usize = heap.alloc(8);
const casAt: usize = heap.alloc(8);
const scratch = new Output();

function result(status: i32): Span {
  if (status != Status.Ok || load<i32>(resultSize) == 0) return ABSENT;
  return span(load<usize>(resultAt), load<i32>(resultSize));
}

/** `text` as bytes, valid until the next call of this file. */
function ascii(text: string): Span {
  scratch.clear();
  scratch.ascii(text);
  return scratch.bytes;
}

/** The value of a header; ABSENT if there is none or it is empty. */
export function header(map: MapType, name: string): Span {
  const key = ascii(name);
  return result(env.proxy_get_header_map_value(map, start(key), length(key), resultAt, resultSize));
}

function setHeader(map: MapType, name: string, value: Span): void {
  const key = ascii(name);
  env.proxy_replace_header_map_value(map, start(key), length(key), start(value), length(value));
}

export function setTextHeader(map: MapType, name: string, value: string): void {
  const bytes = String.UTF8.encode(value);
  setHeader(map, name, span(changetype<usize>(bytes), bytes.byteLength));
}

const digits = new Output();

export function setNumberHeader(map: MapType, name: string, value: i32): void {
  digits.clear();
  digits.decimal(value);
  setHeader(map, name, digits.bytes);
}

/** All headers, serialised as wire/header-list.ts reads them, in memory of the caller's own: `heap.free(start(…))`. */
export function ownHeaderPairs(map: MapType): Span {
  ownNextAllocation(true);
  const pairs = result(env.proxy_get_header_map_pairs(map, resultAt, resultSize));
  ownNextAllocation(false);
  return pairs;
}

/** As `ownHeaderPairs`, valid during this callback. */
export function headerPairs(map: MapType): Span {
  return result(env.proxy_get_header_map_pairs(map, resultAt, resultSize));
}

export function setHeaderPairs(map: MapType, pairs: Span): void {
  env.proxy_set_header_map_pairs(map, start(pairs), length(pairs));
}

export function body(type: BufferType, offset: i32, size: i32): Span {
  return result(env.proxy_get_buffer_bytes(type, offset, size, resultAt, resultSize));
}

/** As `body`, in memory of the caller's own. */
export function ownBody(type: BufferType, size: i32): Span {
  ownNextAllocation(true);
  const bytes = body(type, 0, size);
  ownNextAllocation(false);
  return bytes;
}

/** Puts `bytes` in place of the body's first `size` bytes. */
export function replaceBody(type: BufferType, size: i32, bytes: Span): void {
  env.proxy_set_buffer_bytes(type, 0, size, start(bytes), length(bytes));
}

/** Puts `bytes` behind the body's `size` bytes. */
export function appendBody(type: BufferType, size: i32, bytes: Span): void {
  env.proxy_set_buffer_bytes(type, size, 0, start(bytes), length(bytes));
}

/** A property by its path, whose parts `path` separates by NUL. */
export function property(path: string): Span {
  const key = ascii(path);
  return result(env.proxy_get_property(start(key), length(key), resultAt, resultSize));
}

/** Whether there is such a property, though it may be empty, or have no form as bytes (a null). */
export function hasProperty(path: string): bool {
  const key = ascii(path);
  return env.proxy_get_property(start(key), length(key), resultAt, resultSize) != Status.NotFound;
}

/** Filter state `wasm.<name>` of the request, seen by all its filters, by access log and matchers. */
export function setProperty(name: string, value: Span): void {
  const key = ascii(name);
  env.proxy_set_property(start(key), length(key), start(value), length(value));
}

export function setTextProperty(name: string, value: string): void {
  const bytes = String.UTF8.encode(value);
  setProperty(name, span(changetype<usize>(bytes), bytes.byteLength));
}

/** What any VM of this `vm_id` has kept under the key: on every worker, and over a reload. */
export function sharedData(key: string): Span {
  const name = ascii(key);
  return result(env.proxy_get_shared_data(start(name), length(name), resultAt, resultSize, casAt));
}

export function setSharedData(key: string, value: Span): void {
  const name = ascii(key);
  env.proxy_set_shared_data(start(name), length(name), start(value), length(value), 0);
}

export function rootId(): string {
  return text(property("plugin_root_id"));
}

export function nanoseconds(): u64 {
  env.proxy_get_current_time_nanoseconds(resultAt);
  return load<u64>(resultAt);
}

export function setTickPeriod(milliseconds: i32): void {
  env.proxy_set_tick_period_milliseconds(milliseconds);
}

/** Answers the client at once. `headers`: serialised pairs. */
export function sendLocalResponse(status: i32, headers: Span, body: Span): void {
  env.proxy_send_local_response(status, 0, 0, start(body), length(body), start(headers), length(headers), -1);
}

/** Starts an HTTP call; 0 if the host refused it, else the token of its reply. `body`: ABSENT for none. */
export function httpCall(cluster: string, headers: Span, body: Span, timeoutMilliseconds: i32): u32 {
  const name = ascii(cluster);
  const status = env.proxy_http_call(
    start(name),
    length(name),
    start(headers),
    length(headers),
    start(body),
    length(body),
    0,
    0,
    timeoutMilliseconds,
    resultAt,
  );
  return status == Status.Ok ? load<u32>(resultAt) : 0;
}

/** From the system's source of randomness. */
export function randomBytes(into: usize, size: i32): void {
  wasi.random_get(into, size);
}

export function defineMetric(type: MetricType, name: Span): i32 {
  return env.proxy_define_metric(type, start(name), length(name), resultAt) == Status.Ok ? load<i32>(resultAt) : -1;
}

/** Sets a gauge. */
export function record(metric: i32, value: i64): void {
  if (metric >= 0) env.proxy_record_metric(metric, value);
}

export function increment(metric: i32, by: i64): void {
  if (metric >= 0 && by > 0) env.proxy_increment_metric(metric, by);
}
