/**
 * Envoy's shared data, by compare-and-swap: one map for all workers of a process, which outlives their VMs. A value
 * can be made empty, never taken out, so keys must be of a bounded number.
 */
import { length, Span, span, start } from "../wire/span";
import * as env from "./env";
import { Status } from "./types";

const valueAt: usize = heap.alloc(8);
const sizeAt: usize = heap.alloc(8);
const casAt: usize = heap.alloc(8);

/** Of the value read last: what `replaceShared` must be given so that nobody else's write is lost; 0: there was none. */
export let readVersion: u32 = 0;

/** Valid during this callback; ABSENT if there is none or it is empty. */
export function readShared(key: Span): Span {
  store<u32>(casAt, 0);
  store<u64>(sizeAt, 0);
  const status = env.proxy_get_shared_data(start(key), length(key), valueAt, sizeAt, casAt);
  readVersion = status == Status.Ok ? load<u32>(casAt) : 0;
  if (status != Status.Ok || load<i32>(sizeAt) == 0) return 0;
  return span(load<usize>(valueAt), load<i32>(sizeAt));
}

/** False if another has written since the value of that version was read; version 0 writes in any case. */
export function replaceShared(key: Span, value: Span, version: u32): bool {
  return env.proxy_set_shared_data(start(key), length(key), start(value), length(value), version) == Status.Ok;
}
