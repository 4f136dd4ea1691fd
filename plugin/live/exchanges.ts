import { ABSENT, length, Span, span, start } from "../wire/span";
import { Exchange } from "./exchange";

/** An exchange's name between the two filters: which start of the VM, and which exchange of it. */
const NAME_SIZE: i32 = 16;

/**
 * The exchanges under way in this VM, by the gateway stream's id. Ids begin anew in a reloaded VM, so
 * each name carries the VM's own mark: a stale name finds nothing rather than another's exchange.
 */
const exchanges = new Map<u32, Exchange>();
const name: usize = heap.alloc(NAME_SIZE);
let mark: u64 = 0;

/** Once per VM: `value` is what no other start of it has had, the time in nanoseconds. */
export function markVm(value: u64): void {
  if (mark == 0) mark = value;
}

export function addExchange(id: u32, exchange: Exchange): void {
  exchanges.set(id, exchange);
}

export function removeExchange(id: u32): void {
  exchanges.delete(id);
}

/** Valid until the next call. */
export function exchangeName(id: u32): Span {
  store<u64>(name, mark);
  store<u64>(name, id, 8);
  return span(name, NAME_SIZE);
}

export function findExchange(name: Span): Exchange | null {
  if (name == ABSENT || length(name) != NAME_SIZE || load<u64>(start(name)) != mark) return null;
  const id = load<u32>(start(name), 8);
  return exchanges.has(id) ? exchanges.get(id) : null;
}
