import { Retry } from "../failure/table";
import { Target } from "../model/target";
import { NEVER_FREE } from "../provider/freedom";

/** No target is left that could do better. */
export const NOWHERE: i32 = -1;

/** More than these no provider with many bad keys is asked. */
const MOST_RETRIES: i32 = 255;
/** One bit each; what stands behind them is not reached. */
const MOST_CANDIDATES: i32 = 64;
/** As many attempts have all the time that they need; */
const UNHURRIED: i32 = 17;
/** more of them have so long from the first failure on. */
const MOST_MILLISECONDS: i64 = 10_000;

/**
 * The way of one exchange through its candidates: what was tried, and where the next attempt goes. Envoy may pass over
 * an ejected target inside an attempt, so each attempt tells where it is. Targets go by their index in the model.
 */
export class AttemptPlan {
  /** Until when the targets asked not to be asked again, by their index, in milliseconds since 1970; NEVER_FREE: nobody can tell. */
  private waits: Map<i32, i64> = new Map();
  /** By place among the candidates, a bit each. */
  private tried: u64 = 0;
  /** Likewise: those that an attempt was sent to, and Envoy passed over. */
  private passed: u64 = 0;
  /** Where the next attempt is sent; NOWHERE: nobody has said. */
  private heading: i32 = NOWHERE;
  /** Some said that the prompt is too long; the longest of their known contexts, in tokens. */
  private tooLong: bool = false;
  private tooShort: i64 = 0;
  /** The target that may be asked again; NOWHERE: none. */
  private again: i32 = NOWHERE;
  /** One more try after a lost connection was given. */
  private renewed: bool = false;

  constructor(
    private targets: Array<Target>,
    /** In the order in which to try them. */
    private candidates: Array<i32>,
    /** When the first of the targets that are cooling down comes back, in milliseconds since 1970. */
    private returnsAt: i64 = NEVER_FREE,
  ) {}

  /**
   * How many retries Envoy may make: each target with each of its provider's keys. A lone target with a lone key has
   * one too, for a kept-alive connection that was just being closed. `more`: so many for another reason.
   */
  retries(more: i32): i32 {
    let attempts = more;
    for (let i = 0; i < this.candidates.length; i++) {
      attempts += max(this.targets[this.candidates[i]].provider.keys.length, 1);
    }
    return min(max(attempts - 1, 1), MOST_RETRIES);
  }

  /**
   * When somebody may be back where Envoy has taken all of the candidates out: for how long still, it tells nobody, so that
   * the least there is has to do. In milliseconds since 1970.
   */
  backAt(now: i64): i64 {
    let back = this.returnsAt;
    for (let i = 0; i < this.candidates.length; i++) {
      const at = now + this.targets[this.candidates[i]].provider.ejection;
      back = min(back, at);
    }
    return back;
  }

  /** Whether so many attempts have cost their caller enough. `passed`: milliseconds since the first of them failed. */
  isExhausted(attempts: i32, passed: i64): bool {
    return attempts >= UNHURRIED && passed >= MOST_MILLISECONDS;
  }

  get count(): i32 {
    return min(this.candidates.length, MOST_CANDIDATES);
  }

  targetAt(place: i32): Target {
    return this.targets[this.candidates[place]];
  }

  /** The next attempt is sent there. */
  headFor(index: i32): void {
    this.heading = index;
  }

  get hasChoice(): bool {
    return this.candidates.length > 1;
  }

  /** An attempt has come to the target; false: it has nothing to ask there that was not asked before. */
  begin(target: Target): bool {
    const place = this.placeOf(target);
    if (place < 0) return true;
    const sentTo = this.heading == NOWHERE ? place : this.candidates.indexOf(this.heading);
    if (sentTo >= 0 && sentTo != place) this.passed |= (<u64>1) << sentTo;
    const isNew = (this.tried & ((<u64>1) << place)) == 0;
    const isMeant = this.candidates[place] == this.again;
    this.again = NOWHERE;
    this.tried |= (<u64>1) << place;
    // Asked again on the way to another, since Envoy cannot be turned round here.
    return isNew || isMeant || this.untried(this.tried | this.passed) != NOWHERE;
  }

  /** The first candidate that was not tried and may take the prompt, those last that Envoy passed over; NOWHERE: none. */
  get onwards(): i32 {
    const first = this.untried(this.tried | this.passed);
    return first != NOWHERE ? first : this.untried(this.tried);
  }

  /** Asked last: none of its provider's keys is of use now. */
  passOver(place: i32): void {
    this.passed |= (<u64>1) << place;
  }

  private untried(but: u64): i32 {
    for (let place = 0; place < this.count; place++) {
      const index = this.candidates[place];
      if ((but & ((<u64>1) << place)) == 0 && this.mayHold(this.targets[index])) return index;
    }
    return NOWHERE;
  }

  /** Where the exchange goes after an answer that is none. `otherwise`: whether its target can be asked in the way that `retry` names. */
  after(target: Target, retry: Retry, otherwise: bool): i32 {
    switch (retry) {
      case Retry.OtherKey:
      case Retry.WithoutThoughts:
        return otherwise ? this.repeat(target) : this.onwards;
      case Retry.NextTarget:
        return this.onwards;
      case Retry.LongerContext:
        this.tooLong = true;
        this.tooShort = max(this.tooShort, target.capabilities.contextLength);
        return this.onwards;
      default:
        return NOWHERE;
    }
  }

  /** The target wants to be asked again then, in milliseconds since 1970; 0: soon; NEVER_FREE: it is not there to say. */
  noteWait(target: Target, until: i64): void {
    this.waits.set(this.targets.indexOf(target), until);
  }

  /** When the first of them is of use again, in milliseconds since 1970; 0: soon; NEVER_FREE: nobody can tell. */
  firstWait(indices: Array<i32>): i64 {
    let first = NEVER_FREE;
    for (let i = 0; i < indices.length; i++) {
      first = min(first, this.waits.has(indices[i]) ? this.waits.get(indices[i]) : 0);
    }
    return first;
  }

  /** The connection was lost before an answer: where nobody else is left, its target gets one more try. */
  lost(target: Target): void {
    if (this.renewed || this.onwards != NOWHERE) return;
    this.renewed = true;
    this.repeat(target);
  }

  private repeat(target: Target): i32 {
    const place = this.placeOf(target);
    this.again = place < 0 ? NOWHERE : this.candidates[place];
    return this.again;
  }

  /** What is not known may well be longer. */
  private mayHold(target: Target): bool {
    return !this.tooLong || target.capabilities.contextLength == 0 || target.capabilities.contextLength > this.tooShort;
  }

  private placeOf(target: Target): i32 {
    for (let place = 0; place < this.count; place++) if (this.targets[this.candidates[place]] === target) return place;
    return -1;
  }
}
