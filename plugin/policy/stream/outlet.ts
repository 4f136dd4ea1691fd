import { Failure } from "../../exchange/failure";
import { Step } from "../../exchange/stream";
import { Span } from "../../wire/span";

/** How what a provider's stream says gets to the client. */
export abstract class Outlet {
  /** Whether the client gets an error event of the provider's as it is. */
  abstract get showsErrors(): bool;

  /** Whether the client got something with the last chunk. */
  spoke: bool = false;

  /** Whether what the client has ends with a whole event. */
  get isBetweenEvents(): bool {
    return true;
  }

  /** Hands on what was held, `size` bytes of Envoy's, with `ping` behind it. */
  abstract letGo(size: i32, ping: Span): void;

  /** An event was read. */
  heard(step: Step): void {}

  /**
   * Hands on what a chunk means to the client. `size`: of what Envoy holds; `held`: how much of that came before the
   * chunk; `failure`: what the client is told in place of the rest; null: all is well, or told.
   */
  abstract pass(size: i32, held: i32, failure: Failure | null): void;

  /** Hands on a chunk from behind the end. */
  abstract passRest(size: i32): void;

  /** Writes what the client is told where the stream broke off between two chunks. */
  abstract breakOff(failure: Failure): void;
}
