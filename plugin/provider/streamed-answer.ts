import { appendBody, body, removeHeader, replaceBody, setTextHeader } from "../abi/host";
import { BufferType, DataStatus, MapType } from "../abi/types";
import { Failure } from "../exchange/failure";
import { Exchange } from "../exchange/live/exchange";
import { SilentWriter, Step, StreamReader, StreamWriter } from "../exchange/stream";
import { Target } from "../policy/policy";
import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { Answer } from "./answer";

/** A stream that says nothing in its first 64 KiB is let go: Envoy holds all of it until then. */
const MAX_HELD: i32 = 64 * 1024;

/**
 * An answer event by event. Until the first piece of content the head is held: an error, or an end,
 * before that commit point becomes a status that Envoy retries; after it, the client's stream ends
 * with its dialect's own error event.
 */
export class StreamedAnswer extends Answer {
  private committed: bool = false;
  /** The client has its last event, or will get none from this attempt. */
  private over: bool = false;
  /** How many of the bytes that Envoy buffers have been read. */
  private held: i32 = 0;

  constructor(
    exchange: Exchange,
    target: Target,
    private reader: StreamReader,
    private writer: StreamWriter,
  ) {
    super(exchange, target, 200);
    this.usage = reader.usage;
  }

  private get out(): Output {
    return this.writer.out;
  }

  onBody(size: i32, endOfStream: bool): DataStatus {
    if (this.over) {
      if (this.committed && !this.sameDialect) replaceBody(BufferType.ResponseBody, size, ABSENT);
      return DataStatus.Continue;
    }
    const chunk = size > this.held ? body(BufferType.ResponseBody, this.held, size - this.held) : ABSENT;
    const step = this.read(chunk, endOfStream);
    if (this.committed) {
      this.pass(size, step);
      return DataStatus.Continue;
    }
    if (step == Step.Failed) {
      this.over = true;
      const failure = this.reader.failure!;
      this.fail(this.refusal(failure.status, failure.message));
      return DataStatus.Continue;
    }
    if (step == Step.Nothing && size < MAX_HELD) {
      this.held = size;
      return DataStatus.StopIterationAndBuffer;
    }
    this.commit();
    this.pass(size, step);
    return DataStatus.Continue;
  }

  /** Without a body to add to, only a head that is still held can say that the stream broke off. */
  onTrailers(): void {
    if (!this.committed) this.onBody(this.held, true);
  }

  /** Reads all events that are whole; the step that matters most among theirs. */
  private read(chunk: Span, endOfStream: bool): Step {
    const framing = this.reader.framing;
    let step = Step.Nothing;
    framing.feed(chunk);
    while (framing.next(endOfStream)) {
      step = max(step, this.reader.read(this.writer));
      if (step == Step.Failed) return step;
    }
    if (framing.overlong) return this.break("the provider sent an event that is too long");
    if (!endOfStream) return step;
    if (this.reader.end(this.writer)) return Step.Finished;
    return this.break("the provider's stream ended in the middle");
  }

  private break(message: string): Step {
    this.reader.failure = new Failure(502, message);
    return Step.Failed;
  }

  private commit(): void {
    this.committed = true;
    this.held = 0;
    this.release();
    removeHeader(MapType.ResponseHeaders, "content-length");
    if (this.sameDialect) return;
    setTextHeader(MapType.ResponseHeaders, "content-type", this.exchange.dialect.streamContentType());
  }

  /** Hands on what the chunk means to the client; in the same dialect the provider's own bytes go through, its error event too. */
  private pass(size: i32, step: Step): void {
    if (step == Step.Failed && !(this.sameDialect && this.reader.saidFailure)) this.writeFailure(this.reader.failure!);
    this.over = step == Step.Failed || this.reader.finished;
    if (!this.sameDialect) replaceBody(BufferType.ResponseBody, size, this.out.bytes);
    else if (this.out.size > 0) appendBody(BufferType.ResponseBody, size, this.out.bytes);
    this.out.clear();
  }

  /** In the same dialect the provider's bytes may have stopped inside an event: an empty line ends it. */
  private writeFailure(failure: Failure): void {
    if (!this.sameDialect) return this.writer.fail(failure);
    if (this.reader.framing.inEvent) this.out.ascii("\n\n");
    clientWriter(this.exchange, this.out).fail(failure);
  }

  breakOff(): bool {
    if (!this.committed || this.over || this.exchange.closed) return false;
    const failure = new Failure(502, "the connection to the provider broke in the middle of its answer");
    this.writeFailure(failure);
    this.exchange.lastWord.raw(this.out.bytes);
    return true;
  }

  free(): void {
    this.out.free();
    this.writer.free();
    this.reader.framing.free();
  }
}

function clientWriter(exchange: Exchange, out: Output): StreamWriter {
  return exchange.dialect.streamWriter(exchange.clientRequest, exchange.stamp, out);
}

/** The reader of the target's dialect with the writer of the client's. */
export function streamedAnswer(exchange: Exchange, target: Target): StreamedAnswer {
  const out = new Output();
  const same = target.dialect === exchange.dialect;
  const writer = same ? new SilentWriter(out) : clientWriter(exchange, out);
  return new StreamedAnswer(exchange, target, target.dialect.streamReader(), writer);
}
