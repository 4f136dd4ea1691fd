/**
 * Envoy's shared data, by compare-and-swap: one map for all workers of a process, which outlives their VMs. A value
 * can be made empty, never taken out, so keys must be of a bounded number.
 */
import { ABSENT, length, Span, span, start } from "../wire/span";
import * as env from "./env";
import { Status } from "./types";

const valueAt: usize = heap.alloc(8);
const sizeAt: usize = heap.alloc(8);
const casAt: usize = heap.alloc(8);

/** No entry has it: such a write goes through only where there is none yet. */
const NO_VERSION: u32 = u32.MAX_VALUE;

/** Of the value read last: what `replaceShared` must be given so that nobody else's write is lost. */
export let readVersion: u32 = NO_VERSION;

/** Valid during this callback, and the caller's to change; ABSENT if there is none or it is empty. */
export function readShared(key: Span): Span {
  store<u32>(casAt, NO_VERSION);
  store<u64>(sizeAt, 0);
  const status = env.proxy_get_shared_data(start(key), length(key), valueAt, sizeAt, casAt);
  readVersion = load<u32>(casAt);
  if (status != Status.Ok || load<i32>(sizeAt) == 0) return ABSENT;
  return span(load<usize>(valueAt), load<i32>(sizeAt));
}

/** False if another has written since the value of that version was read; version 0 writes in any case. */
export function replaceShared(key: Span, value: Span, version: u32): bool {
  return env.proxy_set_shared_data(start(key), length(key), start(value), length(value), version) == Status.Ok;
}
