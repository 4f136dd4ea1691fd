import { Failure } from "../../exchange/failure";
import { Step } from "../../exchange/stream";

/** What a stream has come to with the chunk that was read last. */
export class Progress {
  /** `Finished` or `Failed`; `Nothing`: more is to come. */
  step: Step = Step.Nothing;
  /** A piece of the answer was in it. */
  hasContent: bool = false;
  /** A limit was crossed in it, and the client's answer brought to an end. */
  endedHard: bool = false;
  /** Why `step` is `Failed`. */
  failure: Failure | null = null;
  /** The provider itself has reported that, in an event of its dialect. */
  saidFailure: bool = false;
  /** No other chunk follows. */
  isLast: bool = false;

  // Of interest only while the head is held:

  /** How many bytes Envoy holds. */
  held: i32 = 0;
  /** About how many tokens have come so far. */
  tokens: i64 = 0;
  /** Milliseconds since the first piece of the answer. */
  elapsed: i64 = 0;
  /** If it ends here without content, nothing explains that. */
  isEmpty: bool = false;
  /** Another target could take over. */
  mayMoveOn: bool = false;
}
