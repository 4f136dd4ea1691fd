import { Span } from "../../wire/span";

/** How often a change is tried that others overtake. Each time one of them has got through: no worker is left behind for long. */
export const TRIES: i32 = 1000;

/** Where accounts are kept that all workers of one Envoy share, and that outlive a worker's VM. Only the shell implements it. */
export abstract class Ledger {
  /** Of the record that was got last; `put` takes it. */
  version: u32 = 0;

  /** Valid during this callback, and the caller's to change; ABSENT if there is none. */
  abstract get(key: Span): Span;
  /** False: another has written since `version`. */
  abstract put(key: Span, record: Span, version: u32): bool;
}
