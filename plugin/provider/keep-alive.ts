import { continueResponse, speakFor } from "../abi/other-stream";
import { Exchange } from "../live/exchange";
import { QuietStream } from "../live/quiet-streams";
import { Output } from "../wire/output";
import { writePing } from "./stream-writers";
import { StreamedAnswer } from "./streamed-answer";

const ping = new Output();

/**
 * Keeps a client from silence while its provider thinks. Before the first content the head is let go for it, and with it the
 * chance that another target takes over; behind the head a ping goes out between two events.
 *
 * Envoy 1.40.0 has no call by which a filter sends on its own. Continuing the *ending* filter's response makes it call the
 * gateway filter with an empty body, as for a stream's last word; it does so only if the first bytes came while the head was
 * held. So a head without a byte is left where it is, and another target can still take over.
 */
export class KeepAlive extends QuietStream {
  /** When the client, and when the gateway, last heard something: milliseconds since 1970. */
  private toldAt: i64;
  private heardAt: i64;
  /** The stream's last bytes wait in Envoy for the next tick. */
  private holdsEnd: bool = false;
  /** Envoy puts the next chunk behind what it held, and lets it go only when it is told. */
  private isStuck: bool = false;

  constructor(
    private id: u32,
    private exchange: Exchange,
    private answer: StreamedAnswer,
    now: i64,
    private period: i64,
  ) {
    super();
    this.toldAt = <i64>(exchange.stamp.started / 1_000_000);
    this.heardAt = now;
  }

  /** A chunk has come, and was handed on unless the head is held. */
  hear(now: i64): void {
    this.heardAt = now;
    if (this.answer.spoke) this.toldAt = now;
  }

  /** Whether the chunk that has come has to be let go by hand; false: it goes on as Envoy does it. */
  frees(endOfStream: bool): bool {
    if (!this.isStuck) return false;
    this.isStuck = false;
    this.holdsEnd = endOfStream;
    if (!endOfStream) continueResponse(this.id, this.id);
    return endOfStream;
  }

  listen(now: i64): void {
    if (this.holdsEnd) {
      this.holdsEnd = false;
      return continueResponse(this.id, this.id);
    }
    if (now - this.toldAt < this.period) return;
    // Each ping sets Envoy's clock of silence back: a provider that is gone for good must not be waited for without end.
    if (now - this.heardAt > this.exchange.policy.firstToken) return;
    this.toldAt = now;
    if (this.answer.isHeld) this.letGo();
    else if (this.answer.isBetweenEvents) this.tell();
  }

  private letGo(): void {
    if (!this.answer.holdsBytes || !speakFor(this.id)) return;
    this.answer.letGo();
    this.isStuck = true;
    continueResponse(this.id, this.id);
  }

  private tell(): void {
    const word = this.exchange.lastWord;
    if (word.stream == 0 || word.event.size > 0) return;
    ping.clear();
    writePing(this.exchange, ping);
    if (ping.size == 0) return;
    word.event.raw(ping.bytes);
    continueResponse(word.stream, this.id);
  }
}
