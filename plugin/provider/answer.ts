import { setNumberHeader } from "../abi/host";
import { DataStatus, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../exchange/live/exchange";
import { Usage } from "../exchange/response";
import { Target } from "../policy/policy";
import { text } from "../wire/span";
import { translateHead } from "./answer-head";
import { Conversation } from "./conversation";

/** What came back for one attempt. Its head is held by Envoy until it is known to be an answer. */
export abstract class Answer {
  usage: Usage = new Usage();
  /** When the first content came, in milliseconds since 1970; 0: none yet. */
  firstContentAt: i64 = 0;
  /** What the attempt met instead of an answer, or after its beginning; -1: nothing. */
  failed: i32 = -1;
  /** Whether Envoy's router has seen `status`; not so for an attempt that broke off before. */
  protected settled: bool = false;

  constructor(
    protected exchange: Exchange,
    protected target: Target,
    protected conversation: Conversation,
    protected status: i32,
  ) {}

  /** The status that Envoy's router saw; 0: none. */
  get outcome(): i32 {
    return this.settled ? this.status : 0;
  }

  /** Whether all of it came, so that a provider's count of it is the last. */
  get isWhole(): bool {
    return true;
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

  /**
   * What a provider's refusal is to a caller: its own words, but never those of one that refuses the
   * gateway's key, since they quote it.
   */
  protected refusal(said: Failure): Failure {
    const status = said.status;
    if (status != 401 && status != 402 && status != 403) return said;
    return this.unusable("refused the gateway's credentials (" + status.toString() + ")");
  }

  protected unusable(what: string, status: i32 = 502): Failure {
    return new Failure(status, "the provider '" + text(this.target.provider.name) + "' " + what);
  }

  /** No answer: the status tells Envoy's router, and if no attempt is left the gateway filter tells the caller. */
  protected fail(failure: Failure): void {
    this.exchange.failure = failure;
    this.status = failure.status;
    this.settled = true;
    if (this.conversation.isNative) setNumberHeader(MapType.ResponseHeaders, ":status", failure.status);
    else this.translateFailure(failure.status);
  }

  /** An error's head in the client's dialect; Envoy's router sees the provider's own status. */
  protected translateFailure(status: i32): void {
    translateHead(this.conversation, this.exchange.dialect, status, "application/json", -1);
  }

  /** Before the head goes out: the client's own, where it speaks another dialect, and what was lost in translation. `size` of the body; -1: not known. */
  protected release(type: string, size: i32): void {
    this.settled = true;
    if (!this.conversation.isNative) translateHead(this.conversation, this.exchange.dialect, this.status, type, size);
    if (this.conversation.isTranslated) this.exchange.losses = this.conversation.fit();
  }
}
