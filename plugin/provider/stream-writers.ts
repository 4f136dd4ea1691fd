import { collectorOf } from "../cache/kept-answer";
import { CallInWords } from "../exchange/call-in-words";
import { CollectedAnswer } from "../exchange/collected-answer";
import { Failure } from "../exchange/failure";
import { StopCut } from "../exchange/stop-cut";
import { SilentWriter, StreamWriter } from "../exchange/stream";
import { Tally } from "../exchange/tally";
import { Exchange } from "../live/exchange";
import { Translation } from "../live/translation";
import { Target } from "../policy/model/target";
import { Output } from "../wire/output";
import { ABSENT } from "../wire/span";
import { FlawFinder } from "./flaw-finder";

/**
 * Who hears what a provider's stream says, each telling the next: call in words → flaw finder → tally → stop cut →
 * collected answer → the writer to the client. All but the flaw finder and the writer are left out where nobody asks for
 * them.
 */
export class StreamWriters {
  /** What is wrong with the answer. */
  flawFinder: FlawFinder;
  /** How much it says; null: nobody asks. */
  tally: Tally | null = null;
  /** All of it, for the response cache; null: it is not kept. */
  collected: CollectedAnswer | null = null;

  first: StreamWriter;

  /** `last`: who writes to the client. */
  constructor(last: StreamWriter, exchange: Exchange, target: Target, translation: Translation) {
    let next = last;
    const collected = collectorOf(exchange, next);
    if (collected !== null) next = collected;
    this.collected = collected;
    const stops = translation.stops;
    if (stops !== null) next = new StopCut(next, stops);
    if (isCounted(exchange)) {
      const tally = new Tally(next);
      next = tally;
      this.tally = tally;
    }
    const flawFinder = new FlawFinder(next, exchange, target, translation.isNative);
    this.flawFinder = flawFinder;
    const called = translation.callInWords;
    this.first = called == ABSENT ? flawFinder : new CallInWords(flawFinder, called);
  }

  get out(): Output {
    return this.flawFinder.out;
  }

  /** About how many tokens were said, if somebody asks. */
  get tokens(): i64 {
    const tally = this.tally;
    return tally === null ? 0 : tally.tokens;
  }

  free(): void {
    this.flawFinder.free();
  }
}

/** By a limit, or by a model that leaves slow targets. */
function isCounted(exchange: Exchange): bool {
  const model = exchange.model;
  return exchange.claim.reservation !== null || (model !== null && model.patience.over > 0);
}

/** Writes in the client's dialect. */
export function clientWriter(exchange: Exchange, translation: Translation): StreamWriter {
  const writer = writerTo(exchange, new Output());
  if (!translation.isNative) writer.maker = translation.spoken.name;
  return writer;
}

/** Where the provider's own bytes or events are the client's: writes the error at the end of a broken stream alone. */
export class ErrorWriter extends SilentWriter {
  constructor(private exchange: Exchange) {
    super(new Output());
  }

  fail(failure: Failure): void {
    const writer = writerTo(this.exchange, this.out);
    writer.fail(failure);
    writer.free();
  }
}

/** What a client of the exchange's dialect passes over. */
export function writePing(exchange: Exchange, out: Output): void {
  const writer = writerTo(exchange, out);
  writer.ping(exchange.facts.writtenModel);
  writer.free();
}

function writerTo(exchange: Exchange, out: Output): StreamWriter {
  return exchange.dialect.streamWriter(exchange.request.asRead, exchange.stamp, out);
}
