import { Output } from "../wire/output";

/** The end of the client's stream after the provider's broke off. */
export class LastWord {
  /** The ending filter's stream, see gateway/ending.ts; 0: none. */
  stream: u32 = 0;
  /** The error event of the client's dialect; empty: nothing broke off. */
  event: Output = new Output();
}
