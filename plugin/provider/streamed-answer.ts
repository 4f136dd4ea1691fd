import { body, removeHeader, replaceBody } from "../abi/host";
import { BufferType, DataStatus, MapType } from "../abi/types";
import { collectorOf, keepStream } from "../cache/kept-answer";
import { CollectedAnswer } from "../exchange/collected-answer";
import { Failure } from "../exchange/failure";
import { StopReason } from "../exchange/response";
import { SilentWriter, Step, StreamReader, StreamWriter } from "../exchange/stream";
import { Tally } from "../exchange/tally";
import { Conversation } from "../live/conversation";
import { Exchange } from "../live/exchange";
import { classify } from "../policy/failure/classify";
import { Kind } from "../policy/failure/table";
import { Patience } from "../policy/model/patience";
import { Target } from "../policy/model/target";
import { milliseconds } from "../vm/clock";
import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { writeEvent } from "../wire/sse";
import { Answer } from "./answer";
import { HardEnd } from "./hard-end";
import { Overheard } from "./overheard";

/** A stream that says nothing in its first MiB is let go: Envoy holds all of it until then. Responses repeats all tools, twice, before the first word. */
const MAX_HELD: i32 = 1024 * 1024;

/** What becomes of a held head. */
enum Fate {
  Held,
  /** The answer goes to the client. */
  LetGo,
  /** It is none. */
  Failed,
}

/**
 * An answer event by event. Until the first piece of content the head is held: an error, or an end,
 * before that commit point becomes a status that Envoy retries; after it, the client's stream ends
 * with its dialect's own error event.
 */
export class StreamedAnswer extends Answer {
  private committed: bool = false;
  /** The client has its last event, or will get none from this attempt. */
  private over: bool = false;
  /** What the provider says from now on is not for the client. */
  private silenced: bool = false;
  /** The provider's bytes are the client's; else `out` holds what the client gets. */
  private passesBytes: bool;
  /** Both sides speak the same, and what the provider says need not be written anew. */
  private isNative: bool;
  /** A limit was crossed: the client has been told a proper end. */
  private endedHard: bool = false;
  /** How many of the bytes that Envoy buffers have been read before the last chunk. */
  private held: i32 = 0;
  /** Something of the answer was read. */
  private hasContent: bool = false;
  private patience: Patience;

  constructor(
    exchange: Exchange,
    target: Target,
    conversation: Conversation,
    private reader: StreamReader,
    private writer: StreamWriter,
    /** The writer, where it also collects the answer for the response cache. */
    private collected: CollectedAnswer | null,
    /** Null: nothing limits the exchange. */
    private tally: Tally | null,
    private hardEnd: HardEnd | null,
  ) {
    super(exchange, target, conversation, 200);
    this.usage = reader.usage;
    const overheard = new Overheard(writer, exchange, target, conversation.isNative);
    this.overheard = overheard;
    this.writer = overheard;
    const model = exchange.model;
    this.patience = model === null ? new Patience() : model.patience;
    this.isNative = conversation.isNative && hardEnd === null;
    this.passesBytes = this.isNative && !conversation.addsUsage;
  }

  get isWhole(): bool {
    return this.reader.finished;
  }

  get said(): i64 {
    const tally = this.tally;
    return tally === null ? 0 : tally.tokens;
  }

  private get out(): Output {
    return this.writer.out;
  }

  onBody(size: i32, endOfStream: bool): DataStatus {
    if (this.over) {
      if (this.endedHard) this.readOn(size, endOfStream);
      if (this.silenced) replaceBody(BufferType.ResponseBody, size, ABSENT);
      return DataStatus.Continue;
    }
    const chunk = size > this.held ? body(BufferType.ResponseBody, this.held, size - this.held) : ABSENT;
    const step = this.read(chunk, endOfStream);
    if (this.committed) {
      if (step == Step.Finished) this.keep();
      this.pass(size, step);
      return DataStatus.Continue;
    }
    const fate = this.fateOf(step, size, endOfStream);
    if (fate == Fate.Held) {
      this.held = size;
      return DataStatus.StopIterationAndBuffer;
    }
    if (fate == Fate.Failed) {
      this.over = true;
      return DataStatus.Continue;
    }
    if (step == Step.Finished) this.keep();
    this.commit();
    this.pass(size, step);
    this.held = 0;
    return DataStatus.Continue;
  }

  /** What becomes of the head, which is still held. */
  private fateOf(step: Step, size: i32, endOfStream: bool): Fate {
    const now: i64 = this.hasContent ? milliseconds() : 0;
    if (this.firstContentAt == 0) this.firstContentAt = now;
    if (step == Step.Failed) return this.failWith(this.reader.failure, endOfStream);
    if (step == Step.Finished) {
      if (this.hasContent || !this.isEmpty || !this.mayMoveOn) return Fate.LetGo;
      return this.giveUp(Kind.Empty, this.unusable("answered without content"));
    }
    if (size >= MAX_HELD) return Fate.LetGo;
    if (!this.hasContent) return Fate.Held;
    const patience = this.patience;
    if (patience.over == 0) return Fate.LetGo;
    const elapsed = now - this.firstContentAt;
    if (patience.isFastEnough(this.said, elapsed)) return Fate.LetGo;
    if (!patience.isTooSlow(this.said, elapsed)) return Fate.Held;
    return this.mayMoveOn ? this.giveUp(Kind.SlowStart, this.unusable("answered too slowly", 504)) : Fate.LetGo;
  }

  /** Of an answer without content: one that was cut off at once, or refused, is one; so is one whose thoughts were counted and not told. */
  private get isEmpty(): bool {
    const overheard = this.overheard;
    const isEnd = overheard === null || overheard.stopReason == StopReason.End;
    return isEnd && this.reader.usage.reasoning <= 0;
  }

  private failWith(known: Failure | null, endOfStream: bool): Fate {
    const failure: Failure = known !== null ? known : this.unusable("broke its answer off");
    if (this.reader.saidFailure) return this.giveUp(classify(failure.status, failure), failure);
    const ended: Kind = this.hasContent ? Kind.Reset : Kind.Empty;
    return this.giveUp(endOfStream ? ended : Kind.NotAnAnswer, failure);
  }

  private giveUp(kind: Kind, failure: Failure): Fate {
    this.fail(kind, failure);
    return Fate.Failed;
  }

  /** Without a body to add to, only a head that is still held can say that the stream broke off. */
  onTrailers(): void {
    if (!this.committed) this.onBody(this.held, true);
  }

  /** Reads the events that are whole, up to the answer's end or a failure; the step that matters most among theirs. */
  private read(chunk: Span, endOfStream: bool): Step {
    const framing = this.reader.framing;
    let step = Step.Nothing;
    framing.feed(chunk);
    while (framing.next(endOfStream)) {
      const one = this.reader.read(this.writer);
      step = max(step, one);
      if (one == Step.Content || this.reader.saidAtEnd) this.hasContent = true;
      if (this.isNative && this.conversation.addsUsage && this.isForClient(step)) writeEvent(framing.data, this.out);
      if (step == Step.Failed || this.reader.finished) return step;
      if (this.endsHard()) return this.discard(endOfStream);
    }
    if (framing.overlong) return this.break("the provider sent an event that is too long");
    if (!endOfStream) return step;
    if (this.reader.end(this.writer)) return Step.Finished;
    return this.break("the provider's stream ended in the middle");
  }

  /** Ends an answer that crosses a limit as if it had reached its length. */
  private endsHard(): bool {
    const hardEnd = this.hardEnd;
    if (hardEnd === null || !hardEnd.isReached) return false;
    this.writer.finish(StopReason.Length, ABSENT, hardEnd.usage);
    this.endedHard = true;
    this.hasContent = true;
    const tally = this.tally;
    if (tally !== null) tally.mute();
    return true;
  }

  /**
   * What the provider says to nobody is charged all the same. Its connection is left alone: Envoy ends a response
   * well only where its upstream does, and the clients' libraries report an error when it is cut, whatever end mark
   * they have read. Seen on Envoy 1.40.0.
   */
  private readOn(size: i32, endOfStream: bool): void {
    this.reader.framing.feed(size > 0 ? body(BufferType.ResponseBody, 0, size) : ABSENT);
    this.discard(endOfStream);
  }

  /** The rest of the chunk. */
  private discard(endOfStream: bool): Step {
    const framing = this.reader.framing;
    while (!this.reader.finished && framing.next(endOfStream)) this.reader.read(this.writer);
    return Step.Finished;
  }

  /** Of a native stream: not the usage that only the gateway asked for, and no event that makes no sense. */
  private isForClient(step: Step): bool {
    return !this.reader.onlyUsage && (step != Step.Failed || this.reader.saidFailure);
  }

  private keep(): void {
    const collected = this.collected;
    if (collected === null) return;
    keepStream(this.exchange, this.target, this.conversation.spoken.name, collected);
    this.collected = null;
  }

  private break(message: string): Step {
    this.reader.failure = new Failure(502, message);
    return Step.Failed;
  }

  private commit(): void {
    this.committed = true;
    this.release(this.exchange.dialect.streamContentType(), -1);
    if (this.conversation.isNative) removeHeader(MapType.ResponseHeaders, "content-length");
  }

  /** Hands on what the chunk means to the client; in the same dialect the provider's own bytes go through, its error event too. */
  private pass(size: i32, step: Step): void {
    const told = this.isNative && this.reader.saidFailure;
    const fails = step == Step.Failed && !told;
    this.over = step == Step.Failed || this.reader.finished || this.endedHard;
    if (step == Step.Failed) this.failed = Kind.Broken;
    if (this.passesBytes) {
      if (fails) this.passUpToFailure(size);
      this.silenced = fails;
    } else {
      if (fails) this.writeFailure(this.reader.failure!, false);
      replaceBody(BufferType.ResponseBody, size, this.out.bytes);
      this.silenced = this.over;
    }
    this.out.clear();
  }

  /** Of the provider's own chunk what stands before the event that failed, and an error event in its place. */
  private passUpToFailure(size: i32): void {
    const framing = this.reader.framing;
    const kept = this.held + framing.eventStart;
    if (kept > 0) this.out.raw(body(BufferType.ResponseBody, 0, kept));
    this.writeFailure(this.reader.failure!, framing.midEvent);
    replaceBody(BufferType.ResponseBody, size, this.out.bytes);
  }

  /** `inEvent`: in the same dialect the provider's bytes may have stopped inside an event. */
  private writeFailure(failure: Failure, inEvent: bool): void {
    if (!this.isNative) return this.writer.fail(failure);
    if (inEvent) this.out.ascii(this.reader.framing.closing);
    clientWriter(this.exchange, this.out).fail(failure);
  }

  breakOff(): bool {
    if (!this.committed || this.over || this.exchange.race.closed) return false;
    this.failed = Kind.Broken;
    const failure = new Failure(502, "the connection to the provider broke in the middle of its answer");
    this.writeFailure(failure, this.passesBytes && this.reader.framing.inEvent);
    this.exchange.lastWord.event.raw(this.out.bytes);
    return true;
  }

  free(): void {
    this.out.free();
    this.writer.free();
    this.reader.free();
  }
}

function clientWriter(exchange: Exchange, out: Output): StreamWriter {
  return exchange.dialect.streamWriter(exchange.request.asRead, exchange.stamp, out);
}

/** The reader of the provider's dialect with the writer of the client's; no writer where bytes pass that no limit could end. */
export function streamedAnswer(exchange: Exchange, target: Target, conversation: Conversation): StreamedAnswer {
  const out = new Output();
  const reader = conversation.spoken.streamReader();
  const reservation = exchange.claim.reservation;
  const passes = conversation.isNative && (reservation === null || !reservation.endsStreams);
  const writer: StreamWriter = passes ? new SilentWriter(out) : clientWriter(exchange, out);
  if (!conversation.isNative) writer.maker = conversation.spoken.name;
  const collector = collectorOf(exchange, writer);
  const last: StreamWriter = collector === null ? writer : collector;
  const model = exchange.model;
  const isTimed = model !== null && model.patience.over > 0;
  if (reservation === null && !isTimed)
    return new StreamedAnswer(exchange, target, conversation, reader, last, collector, null, null);
  const tally = new Tally(last);
  const hardEnd = HardEnd.of(exchange, target, reader, tally);
  return new StreamedAnswer(exchange, target, conversation, reader, tally, collector, tally, hardEnd);
}
