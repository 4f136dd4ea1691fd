import { Failure } from "../../exchange/failure";
import { Fit } from "../../exchange/fit";
import { Usage } from "../../exchange/response";
import { is, Span } from "../../wire/span";
import { Blame, FAILURES, FailureKind, Retry } from "../failure/table";
import { Claim } from "../limits/claim";
import { Charge } from "../limits/price";
import { Model } from "../model/model";
import { Target } from "../model/target";
import { NEVER_FREE } from "../provider/freedom";
import { ProviderKey } from "../provider/provider";
import { ToldLimits } from "../provider/told-limits";
import { AttemptPlan, NOWHERE } from "./attempt-plan";
import { envoyFailure } from "./envoy-failure";
import { HostEvidence } from "./host-evidence";
import { KeyRing } from "./key-ring";
import { toldFailure } from "./provider-failure";
import { Served } from "./served";
import { Tries } from "./tries";
import { allEjected, atRest, connectionLost, outOfTime } from "./unanswered";
import { Verdict } from "./verdict";

/** Of an exchange that has not set out. */
const NO_TARGETS: Array<Target> = [];
const NO_CANDIDATES: Array<i32> = [];

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
  /** The end of its exchange: nobody waits for it. */
  Ended,
}

/**
 * The attempts of one exchange, one after the other, or two at a time where a slow one is hedged: where each goes, with
 * which key, who wins, what the caller gets, and who is charged and blamed. It knows no host: Envoy makes the attempts, and
 * the filter tells Envoy what the outcomes say.
 */
export class Race {
  /** What the exchange takes of limits. */
  claim: Claim;
  plan: AttemptPlan = new AttemptPlan(NO_TARGETS, NO_CANDIDATES);
  served: Served = new Served();
  /** How many attempts were begun. */
  attempts: i32 = 0;
  /** Where the next attempt is to be sent; NOWHERE: wherever Envoy sends it. */
  next: i32 = NOWHERE;
  /** After how many milliseconds without an answer Envoy ends an attempt; 0: it does not. */
  attemptTime: i64 = 0;
  /** The client has left, or has all it will get. */
  closed: bool = false;
  /** The client has left before it had a head. */
  private left: bool = false;
  private model: Model | null = null;
  private tries: Tries;
  private verdict: Verdict = new Verdict();
  /** How many attempts wait for their answer. */
  private waiting: i32 = 0;
  /**
   * A failure is kept from the client for the sake of an attempt that may still answer; the last to fail then tells, and
   * nothing is retried: Envoy 1.40.0 dies of an answer that it would retry and cannot while another attempt waits.
   */
  private heldBack: bool = false;
  /** An attempt's answer is on its way to the client: others of the exchange are cancelled. */
  private won: bool = false;
  /** When the first attempt failed, in milliseconds since 1970; 0: none has. */
  private failedAt: i64 = 0;
  /** All that the request may go to, now or later. */
  private able: Array<i32> = NO_CANDIDATES;
  /** Whose hosts seem to be at fault. */
  private accused: Array<Target> = [];

  constructor(
    private keys: KeyRing,
    private evidence: HostEvidence,
  ) {
    const claim = new Claim();
    this.claim = claim;
    this.tries = new Tries(claim.estimate);
  }

  /**
   * `asked`: the model that the caller asked for; `candidates`: indices of its targets, at least one, in the order in which
   * to try them; `resting`: those that are cooling down, and when the first of them comes back; `conversation`: which the
   * request belongs to, 0 for none.
   */
  setOut(
    model: Model,
    asked: Span,
    candidates: Array<i32>,
    resting: Array<i32>,
    returnsAt: i64,
    conversation: u64,
  ): void {
    this.model = model;
    this.tries.asked = asked;
    this.tries.conversation = conversation;
    this.plan = new AttemptPlan(model.targets, candidates, returnsAt);
    this.able = candidates.concat(resting);
    this.headFor(candidates[0]);
  }

  private headFor(index: i32): void {
    this.next = index;
    if (index != NOWHERE) this.plan.headFor(index);
  }

  /** An attempt has come to the target. `isAble`: that may be asked; Envoy may have skipped an ejected one, to one that may not. */
  begin(target: Target, isAble: bool): Start {
    this.next = NOWHERE;
    if (this.isExhausted || !this.plan.begin(target)) return this.giveUp(this.verdict.or(this.silence));
    this.attempts += 1;
    // Said now: a refused connection gives no other chance.
    this.headFor(this.plan.onwards);
    if (!isAble) return this.giveUp(this.allEjected);
    this.waiting += 1;
    const reservation = this.claim.reservation;
    if (reservation !== null) reservation.hold();
    return Start.Asks;
  }

  private get isExhausted(): bool {
    return this.failedAt > 0 && this.plan.isExhausted(this.attempts, this.keys.now - this.failedAt);
  }

  private noteFailure(): void {
    if (this.failedAt == 0) this.failedAt = this.keys.now;
  }

  private giveUp(failure: Failure): Start {
    if (this.waiting > 0) {
      this.heldBack = true;
      return Start.HeldBack;
    }
    this.verdict.close(failure);
    return Start.GivesUp;
  }

  /** Of attempts that were not answered at all. */
  private get silence(): Failure {
    return this.verdict.isOutOfTime ? outOfTime(this.model) : connectionLost(this.model);
  }

  private get allEjected(): Failure {
    const now = this.keys.now;
    return allEjected(this.model, this.plan.backAt(now), now);
  }

  /** The key that the attempt presents; null: its provider asks for none, or none of its keys may be used. */
  keyFor(target: Target): ProviderKey | null {
    return this.keys.keyFor(target, this.tries);
  }

  /** The head of a good answer has come. */
  answered(target: Target, key: ProviderKey | null): void {
    this.keys.answered(target, key, this.tries);
  }

  /** What the provider says of the key in the head of its answer. `now`: as `told` has it. */
  heed(told: ToldLimits, target: Target, key: ProviderKey, status: i32, now: i64): void {
    this.keys.heed(told, target, key, status, this.tries, now);
  }

  /** Whether another target could still take over from an attempt that waits. */
  get mayMoveOn(): bool {
    return this.plan.onwards != NOWHERE || this.waiting > 1;
  }

  /**
   * The answer of an attempt that waited is a failure. `said`: what the provider says, and the status that Envoy is to see;
   * `back`: when it wants to be asked again, in milliseconds since 1970, 0 if it does not say; `passes`: its document is in
   * the caller's dialect; `forgets`: what it could not read is left out from now on.
   */
  fail(
    target: Target,
    key: ProviderKey | null,
    kind: FailureKind,
    said: Failure,
    back: i64,
    passes: bool,
    forgets: bool,
    usage: Usage,
  ): Fall {
    const status = said.status;
    const failure = toldFailure(target, kind, said);
    const isSaid = passes && failure === said && failure.status == status;
    this.next = NOWHERE;
    this.waiting -= 1;
    this.noteFailure();
    this.plan.noteWait(target, back == 0 && FAILURES[kind].blame == Blame.Host ? NEVER_FREE : back);
    if (key !== null && back > 0) this.keys.heedWait(back, target, key, this.tries);
    this.keys.holdAgainst(target, key, kind, this.tries);
    if (FAILURES[kind].blame == Blame.Key) this.passOverKeyless(target);
    if (this.waiting > 0) {
      this.heldBack = true;
      this.verdict.note(kind, failure, false);
      return Fall.HeldBack;
    }
    const retry = FAILURES[kind].retry;
    const hasOtherKey = retry == Retry.OtherKey && this.keys.hasOther(target, this.tries);
    this.headFor(this.isExhausted ? NOWHERE : this.plan.after(target, retry, hasOtherKey || forgets));
    this.verdict.note(kind, failure, isSaid);
    this.served.by(target, usage, null);
    if (this.next != NOWHERE && !this.heldBack) return Fall.Retried;
    this.tellReturn();
    return Fall.LetGo;
  }

  /** When the next request like this one is of use: not before somebody is asked for it, nor before they want to be. */
  private tellReturn(): void {
    const model = this.model;
    if (model === null) return;
    const now = this.keys.now;
    const available = this.keys.availability(model, this.able, this.tries);
    const left = available.left;
    const isLimit = left.length == 0 && available.isLimit;
    if (isLimit && this.verdict.isOfKey) return this.verdict.replace(atRest(model, available, now));
    // Of hosts that failed nobody knows when they are well; of those that are at a limit it is known.
    const back = left.length > 0 ? this.plan.firstWait(left) : NEVER_FREE;
    this.verdict.returns(min(back, available.returnsAt), now);
  }

  /** What the target's key has met is true of its provider's other targets as well: those without another key are asked last. */
  private passOverKeyless(target: Target): void {
    for (let place = 0; place < this.plan.count; place++) {
      const other = this.plan.targetAt(place);
      if (other === target || other.provider !== target.provider) continue;
      if (this.keys.areOut(other, this.tries)) this.plan.passOver(place);
    }
  }

  /** Whether a failure that is a host's fault counts against this one. `request`: a hash of its caller and of what it asks. */
  counts(target: Target, request: u64): bool {
    this.accused.push(target);
    return this.evidence.counts(request, target, this.keys.now);
  }

  /** Whether hosts are accused of what an answer with content now shows to be theirs. */
  get isAccusing(): bool {
    return this.accused.length > 0;
  }

  /** A target could answer the request: what failed before it was no fault of the request's. */
  acquit(request: u64): void {
    this.evidence.acquit(request, this.accused, this.keys.now);
  }

  /** The answer of an attempt that waited goes out to the client. */
  win(target: Target, usage: Usage, losses: Fit | null): void {
    this.waiting -= 1;
    this.won = true;
    this.served.by(target, usage, losses);
  }

  /** An attempt that waited was cut off. `started`: in milliseconds since 1970. */
  cutOff(target: Target, started: i64): Cut {
    this.waiting -= 1;
    this.noteFailure();
    this.plan.noteWait(target, NEVER_FREE);
    if (this.won && !this.closed) return Cut.Overtaken;
    if (this.won || this.left) return Cut.Ended;
    this.verdict.isOutOfTime = this.isOutOfTime(started);
    if (this.verdict.isOutOfTime) return Cut.OutOfTime;
    this.plan.lost(target);
    return Cut.Lost;
  }

  /**
   * Whether Envoy ended an attempt because its time was over, and not because its connection broke: nothing but the clock
   * tells that to the filter. A timer counts from the beginning of the event loop's turn, and is early by that.
   */
  private isOutOfTime(started: i64): bool {
    return this.attemptTime > 0 && (this.keys.now - started) * 10 >= this.attemptTime * 9;
  }

  /** An attempt that was begun is over: charges what it took to its key and to the caller's limits. */
  settle(target: Target, charge: Charge): void {
    const tried = this.tries.takeUnsettled(target);
    if (tried !== null) tried.settle(charge, this.keys.now);
    const reservation = this.claim.reservation;
    if (reservation === null) return;
    reservation.charge(charge, target.price);
    reservation.release(this.keys.now);
  }

  /** The exchange is over. `hasHead`: the client had one. */
  end(hasHead: bool): void {
    this.closed = true;
    this.left = !hasHead;
  }

  /** What the answer that goes through says by itself; null: it is no failure, or what is told takes its place. */
  get said(): Failure | null {
    return this.won ? null : this.verdict.said;
  }

  /** What the caller is told where an attempt gave up; null: none did. */
  get final(): Failure | null {
    return this.verdict.isFinal ? this.verdict.inPlace : null;
  }

  /**
   * What the caller gets in place of an answer that is a failure; null: that goes through as it is. `details`: what Envoy
   * says of it, `response.code_details`; `model`: the one that was asked for, as far as that is known by then.
   */
  told(status: i32, details: Span, model: Model | null): Failure | null {
    if (this.verdict.isFinal) return this.verdict.inPlace;
    if (is(details, "via_upstream")) return this.won ? null : this.verdict.inPlace;
    const now = this.keys.now;
    this.tellReturn();
    return envoyFailure(status, details, this.verdict, model, this.plan.backAt(now), now);
  }
}
