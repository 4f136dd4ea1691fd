import { body, replaceBody } from "../abi/host";
import { BufferType, DataStatus } from "../abi/types";
import { keepStream } from "../cache/kept-answer";
import { Failure } from "../exchange/failure";
import { StopReason } from "../exchange/response";
import { Step, StreamReader, StreamWriter } from "../exchange/stream";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { FailureKind } from "../policy/failure/table";
import { Patience } from "../policy/model/patience";
import { Target } from "../policy/model/target";
import { HardEnd } from "../policy/stream/hard-end";
import { Outlet } from "../policy/stream/outlet";
import { Phase } from "../policy/stream/phase";
import { Progress } from "../policy/stream/progress";
import { StreamLife } from "../policy/stream/stream-life";
import { StreamReading } from "../policy/stream/stream-reading";
import { milliseconds } from "../vm/clock";
import { Output } from "../wire/output";
import { ABSENT, Span } from "../wire/span";
import { Answer } from "./answer";
import { BytesOutlet } from "./bytes-outlet";
import { CopiesOutlet } from "./copies-outlet";
import { EventsOutlet } from "./events-outlet";
import { HeldHead, NO_SIZE, putHead } from "./held-head";
import { clientWriter, ErrorWriter, StreamWriters, writePing } from "./stream-writers";

const letGoPing = new Output();

/** An answer event by event. Which phase it is in, policy/stream/stream-life.ts decides; here is what Envoy does then. */
export class StreamedAnswer extends Answer {
  private life: StreamLife;
  private reading: StreamReading;
  /** How many of the bytes that Envoy buffers have been read before the last chunk. */
  private held: i32 = 0;

  constructor(
    exchange: Exchange,
    target: Target,
    translation: Translation,
    head: HeldHead,
    private reader: StreamReader,
    private writers: StreamWriters,
    private outlet: Outlet,
    hardEnd: HardEnd | null,
  ) {
    super(exchange, target, translation, head);
    this.usage = reader.usage;
    this.flawFinder = writers.flawFinder;
    const model = exchange.model;
    this.life = new StreamLife(
      model === null ? new Patience() : model.patience,
      outlet.showsErrors,
      target.provider.words,
    );
    this.reading = new StreamReading(reader, writers.first, outlet, hardEnd);
  }

  get isWhole(): bool {
    return this.reader.finished;
  }

  get said(): i64 {
    return this.writers.tokens;
  }

  get isHeld(): bool {
    return this.life.isHeld && !this.heldBack;
  }

  /** Whether a ping may stand behind what the client has. */
  get isBetweenEvents(): bool {
    return this.life.phase == Phase.Flowing && this.outlet.isBetweenEvents;
  }

  /** Whether the client got something with the last chunk. */
  get spoke(): bool {
    return !this.life.isHeld && this.outlet.spoke;
  }

  /** Whether some of the body has come, and is held with the head. */
  get holdsBytes(): bool {
    return this.isHeld && this.held > 0;
  }

  /** Lets the held head go, with a ping behind what was held. */
  letGo(): void {
    if (!this.life.letGo()) return;
    this.commit();
    letGoPing.clear();
    writePing(this.exchange, letGoPing);
    this.outlet.letGo(this.held, letGoPing.bytes);
    this.held = 0;
  }

  onBody(size: i32, endOfStream: bool): DataStatus {
    switch (this.life.phase) {
      case Phase.Waiting:
      case Phase.Timed:
        return this.readHeld(size, endOfStream);
      case Phase.Flowing:
        this.readFlowing(size, endOfStream);
        break;
      case Phase.Ended:
        this.outlet.passRest(size);
        break;
      case Phase.EndedHard:
        this.reading.readOn(chunk(0, size), endOfStream);
        replaceBody(BufferType.ResponseBody, size, ABSENT);
        break;
      case Phase.Broken:
        replaceBody(BufferType.ResponseBody, size, ABSENT);
        break;
    }
    return DataStatus.Continue;
  }

  /** Without a body to add to, only a head that is still held can say that the stream broke off. */
  onTrailers(): void {
    if (this.life.isHeld) this.readHeld(this.held, true);
  }

  private readHeld(size: i32, endOfStream: bool): DataStatus {
    const progress = this.reading.read(chunk(this.held, size), endOfStream);
    this.weigh(progress, size);
    const phase = this.life.advance(progress);
    if (this.life.isHeld) {
      this.held = size;
      return DataStatus.StopIterationAndBuffer;
    }
    if (phase == Phase.Failed) {
      this.fail(<FailureKind>this.life.failed, this.failureOf(progress));
      return DataStatus.Continue;
    }
    this.commit();
    this.handOn(size, progress);
    return DataStatus.Continue;
  }

  private readFlowing(size: i32, endOfStream: bool): void {
    const progress = this.reading.read(chunk(0, size), endOfStream);
    this.life.advance(progress);
    this.handOn(size, progress);
  }

  /** Adds what the choice between letting an answer go and another target depends on. */
  private weigh(progress: Progress, size: i32): void {
    const now: i64 = progress.hasContent || this.firstContentAt > 0 ? milliseconds() : 0;
    if (this.firstContentAt == 0) this.firstContentAt = now;
    progress.held = size;
    progress.elapsed = now - this.firstContentAt;
    progress.tokens = this.said;
    progress.isEmpty = this.isEmpty;
    progress.mayMoveOn = this.mayMoveOn;
  }

  /** Of an answer without content: one that was cut off at once, or refused, is one; so is one whose thoughts were counted and not told. */
  private get isEmpty(): bool {
    return this.writers.flawFinder.stopReason == StopReason.End && this.reader.usage.reasoning <= 0;
  }

  private failureOf(progress: Progress): Failure {
    if (progress.step == Step.Failed) {
      const known = progress.failure;
      return known !== null ? known : this.unusable("broke its answer off");
    }
    if (this.life.failed == FailureKind.SlowStart) return this.unusable("answered too slowly", 504);
    return this.unusable("answered without content");
  }

  private commit(): void {
    this.release(this.exchange.dialect.streamContentType(), NO_SIZE);
  }

  /** The provider's own type stands; a size that it told, it may not keep to. */
  protected releaseOwn(type: string, size: i32): void {
    if (this.head.tellsSize) putHead(this.head.own(this.status, "", size));
  }

  private handOn(size: i32, progress: Progress): void {
    if (progress.step == Step.Finished) this.keep();
    this.failed = this.life.failed;
    this.outlet.pass(size, this.held, this.life.phase == Phase.Broken ? this.failureOf(progress) : null);
    this.held = 0;
  }

  private keep(): void {
    const collected = this.writers.collected;
    if (collected === null) return;
    keepStream(this.exchange, this.target, this.translation.spoken.name, collected);
  }

  breakOff(): bool {
    if (this.exchange.race.closed || !this.life.breakOff()) return false;
    this.failed = this.life.failed;
    this.outlet.breakOff(new Failure(502, "the connection to the provider broke in the middle of its answer"));
    this.exchange.lastWord.event.raw(this.writers.out.bytes);
    return true;
  }

  free(): void {
    this.writers.out.free();
    this.writers.free();
    this.reader.free();
  }
}

/** Of what Envoy holds. */
function chunk(from: i32, to: i32): Span {
  return to > from ? body(BufferType.ResponseBody, from, to - from) : ABSENT;
}

/** Reads the provider's dialect, and tells the client as the two and the exchange's limits have it. */
export function streamedAnswer(
  exchange: Exchange,
  target: Target,
  translation: Translation,
  head: HeldHead,
): StreamedAnswer {
  const reader = translation.spoken.streamReader(target.traits);
  const reservation = exchange.claim.reservation;
  const endsHard = reservation !== null && reservation.endsStreams;
  const passes = translation.isNative && !endsHard;
  const last: StreamWriter = passes ? new ErrorWriter(exchange) : clientWriter(exchange, translation);
  const writers = new StreamWriters(last, exchange, target, translation);
  const outlet: Outlet = !passes
    ? new EventsOutlet(writers.first)
    : translation.addsUsage
      ? new CopiesOutlet(reader, writers.first)
      : new BytesOutlet(reader.framing, writers.first);
  const tally = writers.tally;
  const hardEnd =
    endsHard && reservation !== null && tally !== null
      ? new HardEnd(reservation, target.price, reader, tally, milliseconds)
      : null;
  return new StreamedAnswer(exchange, target, translation, head, reader, writers, outlet, hardEnd);
}
