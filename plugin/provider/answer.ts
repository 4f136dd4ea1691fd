import { DataStatus } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Fit } from "../exchange/fit";
import { Usage } from "../exchange/response";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { blamesHost } from "../policy/failure/host-blame";
import { FailureKind } from "../policy/failure/table";
import { Target } from "../policy/model/target";
import { ProviderKey } from "../policy/provider/provider";
import { unusable } from "../policy/race/provider-failure";
import { Fall } from "../policy/race/race";
import { sendOn } from "../route/pool";
import { tellEnvoy } from "../route/retry";
import { milliseconds } from "../vm/clock";
import { FlawFinder } from "./flaw-finder";
import { HeldHead, NO_SIZE, putHead, SAME_SIZE } from "./held-head";

/** What came back for one attempt. Its head is held by Envoy until it is known to be an answer. */
export abstract class Answer {
  usage: Usage = new Usage();
  /** When the first content came, in milliseconds since 1970; 0: none yet. */
  firstContentAt: i64 = 0;
  /** What the attempt met instead of an answer, or after its beginning; -1: nothing. */
  failed: i32 = -1;
  /** The request fails everywhere, as far as is known: that is no fault of the target's. */
  isRequests: bool = false;
  /**
   * A failure whose head is not let go, since another attempt of the exchange may still answer: Envoy 1.40.0 dies of an
   * answer that it would retry and cannot while another attempt waits.
   */
  heldBack: bool = false;
  /** What the attempt presented; null: its provider asks for none. */
  key: ProviderKey | null = null;
  /** What was found wrong with a chat; null: it was not listened to. */
  flawFinder: FlawFinder | null = null;
  /** The provider's, until the attempt fails. */
  protected status: i32 = 0;
  /** Whether Envoy's router has seen `status`; not so for an attempt that broke off before. */
  protected settled: bool = false;

  constructor(
    protected exchange: Exchange,
    protected target: Target,
    protected translation: Translation,
    protected head: HeldHead,
  ) {
    this.status = head.status;
  }

  get isSettled(): bool {
    return this.settled;
  }

  /** The status that Envoy's router saw; 0: none. */
  get outcome(): i32 {
    return this.settled ? this.status : 0;
  }

  /** Whether all of it came, so that a provider's count of it is the last. */
  get isWhole(): bool {
    return true;
  }

  /** Whether it says anything, so that the request is one that can be answered. */
  protected get hasContent(): bool {
    return this.firstContentAt > 0;
  }

  /** About how many tokens it said, where its provider does not count them. */
  get said(): i64 {
    return 0;
  }

  abstract onBody(size: i32, endOfStream: bool): DataStatus;
  abstract onTrailers(): void;

  /** The attempt is over. Whether its client waits for the rest of a stream, whose last word is then in the exchange. */
  breakOff(): bool {
    return false;
  }

  free(): void {}

  protected unusable(what: string, status: i32 = 502): Failure {
    return unusable(this.target, what, status);
  }

  /** Whether another target could still take over: what is merely poor is let go where none can. */
  protected get mayMoveOn(): bool {
    return this.exchange.race.mayMoveOn;
  }

  /**
   * No answer. Envoy's router sees the status that `said` stands for, and where to go from here; if no attempt is left
   * the gateway filter tells the caller. `passes`: the provider's own document says it to the caller.
   */
  protected fail(kind: FailureKind, said: Failure, passes: bool = false): void {
    this.failed = kind;
    this.settled = true;
    const status = said.status;
    const now = milliseconds();
    let back = this.head.returnsAt(now);
    if (back == 0 && said.retryAfter.length > 0) back = now + I64.parseInt(said.retryAfter) * 1000;
    const forgets = kind == FailureKind.ForeignThought && this.exchange.forgetThoughts();
    const fall = this.exchange.race.fail(this.target, this.key, kind, said, back, passes, forgets, this.usage);
    this.heldBack = fall == Fall.HeldBack;
    if (!this.heldBack) this.letFall(kind, status, fall == Fall.Retried);
    this.status = status;
  }

  /** The head of an answer that is none goes to Envoy's router. */
  private letFall(kind: FailureKind, status: i32, isRetried: bool): void {
    const head = this.translation.isNative
      ? this.head.own(status, "", SAME_SIZE)
      : this.head.translated(this.translation.spoken, this.exchange.dialect, status, "application/json", NO_SIZE);
    const blames = blamesHost(kind, this.key !== null);
    this.isRequests = blames && !this.exchange.race.counts(this.target, this.exchange.fingerprint);
    tellEnvoy(kind, isRetried, blames && !this.isRequests, head);
    putHead(head);
    sendOn(this.exchange);
  }

  /** Before the head goes out: the client's own, where it speaks another dialect, and what was lost in translation. `size` of the body; -1: not known. */
  protected release(type: string, size: i32): void {
    this.settled = true;
    if (this.translation.isNative) this.releaseOwn(type, size);
    else putHead(this.head.translated(this.translation.spoken, this.exchange.dialect, this.status, type, size));
    const losses: Fit | null = this.translation.loses ? this.translation.fit() : null;
    this.exchange.race.win(this.target, this.usage, losses);
    if (this.exchange.race.isAccusing && this.hasContent) this.exchange.race.acquit(this.exchange.fingerprint);
  }

  /** A head that nothing changes in is left where it is. */
  protected releaseOwn(type: string, size: i32): void {
    if (size >= 0) putHead(this.head.own(this.status, type, size));
  }
}
