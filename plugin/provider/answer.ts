import { setNumberHeader, setTextHeader } from "../abi/host";
import { DataStatus, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../exchange/live/exchange";
import { Usage } from "../exchange/response";
import { Target } from "../policy/policy";
import { text } from "../wire/span";

/** What came back for one attempt. Its head is held by Envoy until it is known to be an answer. */
export abstract class Answer {
  usage: Usage = new Usage();
  /** Whether Envoy's router has seen `status`; not so for an attempt that broke off before. */
  protected settled: bool = false;

  constructor(
    protected exchange: Exchange,
    protected target: Target,
    protected status: i32,
  ) {}

  /** The status that Envoy's router saw; 0: none. */
  get outcome(): i32 {
    return this.settled ? this.status : 0;
  }

  abstract onBody(size: i32, endOfStream: bool): DataStatus;
  abstract onTrailers(): void;

  /** The attempt is over. Whether its client waits for the rest of a stream, whose last word is then in the exchange. */
  breakOff(): bool {
    return false;
  }

  free(): void {}

  protected get sameDialect(): bool {
    return this.target.dialect === this.exchange.dialect;
  }

  /**
   * What a provider's refusal is to a caller: its own words, but never those of one that refuses the
   * gateway's key, since they quote it.
   */
  protected refusal(status: i32, said: string): Failure {
    if (status != 401 && status != 402 && status != 403) return new Failure(status, said);
    return this.unusable("refused the gateway's credentials (" + status.toString() + ")");
  }

  protected unusable(what: string, status: i32 = 502): Failure {
    return new Failure(status, "the provider '" + text(this.target.provider) + "' " + what);
  }

  /** No answer: the status tells Envoy's router, and if no attempt is left the gateway filter tells the caller. */
  protected fail(failure: Failure): void {
    this.exchange.failure = failure;
    this.status = failure.status;
    this.settled = true;
    setNumberHeader(MapType.ResponseHeaders, ":status", failure.status);
  }

  /** Before the head goes out: what no client should get, and what was lost in translation. */
  protected release(): void {
    this.settled = true;
    if (this.sameDialect) return;
    const request = this.exchange.request;
    if (request !== null && request.dropped.length > 0) {
      let names = text(request.dropped[0]);
      for (let i = 1; i < request.dropped.length; i++) names += "," + text(request.dropped[i]);
      setTextHeader(MapType.ResponseHeaders, "x-headgate-dropped", names);
    }
  }
}
