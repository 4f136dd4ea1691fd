import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Usage } from "../../exchange/response";
import { is, Span } from "../../wire/span";
import { FAILURES, Kind } from "../failure/table";
import { Model } from "../model/model";
import { Target } from "../model/target";
import { AttemptPlan, NOWHERE } from "./attempt-plan";
import { envoyFailure } from "./envoy-failure";
import { Served } from "./served";
import { Tries } from "./tries";
import { allEjected, connectionLost, outOfTime } from "./unanswered";
import { Verdict } from "./verdict";

/** What becomes of an attempt that has come to its target. */
export enum Start {
  /** It asks. */
  Asks,
  /** It has nothing to ask, and says nothing: another attempt may still answer. */
  HeldBack,
  /** It has nothing to ask, and ends the exchange: the caller is told. */
  GivesUp,
}

/** What becomes of the head of an answer that is none. */
export enum Fall {
  /** It is never let go: another attempt may still answer. */
  HeldBack,
  /** Envoy makes another attempt. */
  Retried,
  /** It goes to the caller, with the verdict. */
  LetGo,
}

/** By what an attempt was cut off before its head was out. */
export enum Cut {
  /** Its head is out. */
  No,
  /** Its provider. */
  Lost,
  /** The time that it had. */
  OutOfTime,
  /** A faster attempt. */
  Overtaken,
  /** Its client, which has left. */
  Left,
}

/**
 * The attempts of one exchange, one after the other or two at a time where a slow one is hedged: which goes where, which
 * wins, and what the caller gets. It knows no host: Envoy makes the attempts, the filter does what the outcomes say.
 */
export class Race {
  plan: AttemptPlan = new AttemptPlan([], []);
  tries: Tries = new Tries();
  served: Served = new Served();
  /** How many attempts were begun. */
  attempts: i32 = 0;
  /** Where the next attempt is to be sent; NOWHERE: nobody knows better than Envoy. */
  next: i32 = NOWHERE;
  /** After how many milliseconds without an answer Envoy ends an attempt; 0: it does not. */
  attemptTime: i64 = 0;
  /** When the first of the targets that are cooling down comes back, in milliseconds since 1970; 0: none is, or none will. */
  returnsAt: i64 = 0;
  /** The client has left, or has all it will get. */
  closed: bool = false;
  /** The client has left before it had a head. */
  private left: bool = false;
  private model: Model | null = null;
  private verdict: Verdict = new Verdict();
  /** How many attempts wait for their answer: two at a time where a slow one is hedged. */
  private waiting: i32 = 0;
  /** A failure is kept from the client for the sake of an attempt that may still answer; the last to fail then tells. */
  private heldBack: bool = false;
  /** An attempt's answer is on its way to the client: others of the exchange are cancelled. */
  private won: bool = false;
  /** The attempt that ended last without an answer ran out of time. */
  private timedOut: bool = false;

  /** `candidates`: indices of the model's targets, at least one, in the order in which to try them. */
  setOut(model: Model, candidates: Array<i32>): void {
    this.model = model;
    this.plan = new AttemptPlan(model.targets, candidates);
    this.headFor(candidates[0]);
  }

  private headFor(index: i32): void {
    this.next = index;
    if (index != NOWHERE) this.plan.headFor(index);
  }

  /** An attempt has come to the target. `isAble`: that may be asked; Envoy may have skipped an ejected one, to one that may not. */
  begin(target: Target, isAble: bool, now: i64): Start {
    this.next = NOWHERE;
    const model = this.model;
    if (!this.plan.begin(target)) {
      const nothing = this.timedOut ? outOfTime(model) : connectionLost(model);
      return this.giveUp(this.verdict.or(nothing));
    }
    this.attempts += 1;
    // Said now: a refused connection gives no other chance.
    this.headFor(this.plan.onwards);
    if (!isAble) return this.giveUp(allEjected(model, this.backAt(now), now));
    this.waiting += 1;
    return Start.Asks;
  }

  /** Nothing is left to ask: the caller gets its answer, if no other attempt may still have a better one. */
  private giveUp(failure: Failure): Start {
    if (this.waiting > 0) {
      this.heldBack = true;
      return Start.HeldBack;
    }
    this.verdict.close(failure);
    return Start.GivesUp;
  }

  /** Told in any case; null: nothing is yet. */
  get final(): Failure | null {
    return this.verdict.final;
  }

  /** Whether another target could still take over from an attempt that waits. */
  get mayMoveOn(): bool {
    return this.plan.onwards != NOWHERE || this.waiting > 1;
  }

  /** Whether the failure of an attempt is kept back, since another may still answer. */
  get hasOther(): bool {
    return this.waiting > 1;
  }

  /**
   * An attempt was answered with a failure. `passes`: the answer itself tells it to the caller; `hasOtherKey`: its target
   * may be asked once more with another key.
   */
  fail(target: Target, kind: Kind, failure: Failure, passes: bool, hasOtherKey: bool, usage: Usage): Fall {
    this.next = NOWHERE;
    if (this.hasOther) {
      this.heldBack = true;
      this.verdict.note(kind, failure, false);
      return Fall.HeldBack;
    }
    this.headFor(this.plan.after(target, FAILURES[kind].retry, hasOtherKey));
    this.verdict.note(kind, failure, passes);
    this.served.by(target, usage, null);
    // Envoy 1.40.0 dies of an answer that it would retry and cannot while another attempt waits.
    return this.next != NOWHERE && !this.heldBack ? Fall.Retried : Fall.LetGo;
  }

  /** An attempt's answer goes out to the client. */
  win(target: Target, usage: Usage, losses: Fit | null): void {
    this.won = true;
    this.served.by(target, usage, losses);
  }

  /** The head of an attempt that waited is out, or never will be. */
  settle(): void {
    this.waiting -= 1;
  }

  /** An attempt that waited was cut off before its head was out. `started`, `now`: in milliseconds since 1970. */
  cutOff(target: Target, started: i64, now: i64): Cut {
    this.waiting -= 1;
    if (this.won) return this.closed ? Cut.Left : Cut.Overtaken;
    if (this.left) return Cut.Left;
    this.timedOut = this.isOutOfTime(started, now);
    if (this.timedOut) return Cut.OutOfTime;
    this.plan.lost(target);
    return Cut.Lost;
  }

  /**
   * Whether Envoy ended an attempt because its time was over, and not because its connection broke: nothing but the clock
   * tells that to the filter. A timer counts from the beginning of the event loop's turn, and is early by that.
   */
  private isOutOfTime(started: i64, now: i64): bool {
    return this.attemptTime > 0 && (now - started) * 10 >= this.attemptTime * 9;
  }

  /** The exchange is over. `hasHead`: the client had one. */
  end(hasHead: bool): void {
    this.closed = true;
    this.left = !hasHead;
  }

  /**
   * What the caller gets in place of an answer that is a failure; null: that goes through as it is. `details`: what Envoy
   * says of it, `response.code_details`; `model`: the one that was asked for, where that is known.
   */
  told(status: i32, details: Span, model: Model | null, now: i64): Failure | null {
    const final = this.verdict.final;
    if (final !== null) return final;
    if (is(details, "via_upstream")) return this.won ? null : this.verdict.inPlace;
    return envoyFailure(status, details, this.verdict, model, this.backAt(now), now);
  }

  /** For how long still a host is ejected Envoy tells nobody, so that the least there is has to do. */
  private backAt(now: i64): i64 {
    const soonest = this.plan.soonestReturn;
    if (soonest < 0) return this.returnsAt;
    const back = now + soonest;
    return this.returnsAt == 0 ? back : min(back, this.returnsAt);
  }
}
