import { Step } from "../../exchange/stream";
import { classify } from "../failure/classification";
import { ErrorWords } from "../failure/error-words";
import { FailureKind } from "../failure/table";
import { Patience } from "../model/patience";
import { Phase } from "./phase";
import { Progress } from "./progress";

/** A stream that says nothing in its first MiB is let go: Envoy holds all of it until then. Responses repeats all tools, twice, before the first word. */
const MAX_HELD: i32 = 1024 * 1024;

/**
 * The phases of one attempt's stream, and each step from one to the next. Until the first piece of content the head is
 * held: an error, or an end, before that commit point becomes a status that Envoy retries; after it, the client's stream
 * ends with its dialect's own error event. `letGo` moves the commit point forward, for a client that cannot wait.
 */
export class StreamLife {
  phase: Phase = Phase.Waiting;
  /** What it met instead of an answer, or in the middle of one: a `FailureKind`; -1: nothing. */
  failed: i32 = -1;

  constructor(
    private patience: Patience,
    /** The client gets an error event of the provider's as it is. */
    private showsErrors: bool,
    /** What errors of this provider say; null: what all say. */
    private words: ErrorWords | null,
  ) {}

  get isHeld(): bool {
    return this.phase == Phase.Waiting || this.phase == Phase.Timed;
  }

  /** A chunk was read: the phase that the stream is in now. Behind its end nothing changes that. */
  advance(progress: Progress): Phase {
    if (this.isHeld) this.phase = this.behindHeld(progress);
    else if (this.phase == Phase.Flowing) this.phase = this.behindFlowing(progress);
    return this.phase;
  }

  /** The client is not to wait for the first content any longer; false: it does not. */
  letGo(): bool {
    if (!this.isHeld) return false;
    this.phase = Phase.Flowing;
    return true;
  }

  /** The connection to the provider is gone; false: nobody waits for the rest. */
  breakOff(): bool {
    if (this.phase != Phase.Flowing) return false;
    this.phase = this.fail(FailureKind.Broken, Phase.Broken);
    return true;
  }

  private behindHeld(progress: Progress): Phase {
    const hasContent = progress.hasContent || this.phase == Phase.Timed;
    if (progress.step == Step.Failed) return this.fail(this.kindOf(progress, hasContent), Phase.Failed);
    if (progress.endedHard) return Phase.EndedHard;
    if (progress.step == Step.Finished) {
      const isNone = !hasContent && progress.isEmpty && progress.mayMoveOn;
      return isNone ? this.fail(FailureKind.Empty, Phase.Failed) : Phase.Ended;
    }
    if (progress.held >= MAX_HELD) return Phase.Flowing;
    return hasContent ? this.behindTimed(progress) : Phase.Waiting;
  }

  private behindTimed(progress: Progress): Phase {
    const patience = this.patience;
    if (patience.over == 0 || patience.isFastEnough(progress.tokens, progress.elapsed)) return Phase.Flowing;
    if (!patience.isTooSlow(progress.tokens, progress.elapsed)) return Phase.Timed;
    return progress.mayMoveOn ? this.fail(FailureKind.SlowStart, Phase.Failed) : Phase.Flowing;
  }

  private behindFlowing(progress: Progress): Phase {
    if (progress.step == Step.Failed) {
      return this.fail(FailureKind.Broken, progress.saidFailure && this.showsErrors ? Phase.Ended : Phase.Broken);
    }
    if (progress.endedHard) return Phase.EndedHard;
    return progress.step == Step.Finished ? Phase.Ended : Phase.Flowing;
  }

  private fail(kind: FailureKind, phase: Phase): Phase {
    this.failed = kind;
    return phase;
  }

  /** What a stream is that failed while its head was held. */
  private kindOf(progress: Progress, hasContent: bool): FailureKind {
    const failure = progress.failure;
    if (progress.saidFailure && failure !== null) return classify(failure.status, failure, this.words);
    if (!progress.isLast) return FailureKind.NotAnAnswer;
    return hasContent ? FailureKind.Reset : FailureKind.Empty;
  }
}
