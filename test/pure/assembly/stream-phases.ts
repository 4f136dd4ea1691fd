/** The phases of a provider's stream, step by step and chunk by chunk: see stream-phases.test.ts. AssemblyScript. */
import { dialectNamed, openai } from "../../../plugin/dialect/registry";
import { Failure } from "../../../plugin/exchange/failure";
import { SilentWriter, Step, StreamReader } from "../../../plugin/exchange/stream";
import { Tally } from "../../../plugin/exchange/tally";
import { Traits } from "../../../plugin/exchange/traits";
import { Books } from "../../../plugin/policy/limits/books";
import { Estimate } from "../../../plugin/policy/limits/estimate";
import { Ledger } from "../../../plugin/policy/limits/ledger";
import { reserve } from "../../../plugin/policy/limits/limit-check";
import { Measure } from "../../../plugin/policy/limits/measure";
import { RollCall } from "../../../plugin/policy/limits/roll-call";
import { Scope } from "../../../plugin/policy/limits/scope";
import { Patience } from "../../../plugin/policy/model/patience";
import { HardEnd } from "../../../plugin/policy/stream/hard-end";
import { Outlet } from "../../../plugin/policy/stream/outlet";
import { Phase } from "../../../plugin/policy/stream/phase";
import { Progress } from "../../../plugin/policy/stream/progress";
import { StreamLife } from "../../../plugin/policy/stream/stream-life";
import { StreamReading } from "../../../plugin/policy/stream/stream-reading";
import { Constant } from "../../../plugin/wire/constant";
import { Output } from "../../../plugin/wire/output";
import { ABSENT, hash64, PADDING, Span, span } from "../../../plugin/wire/span";

const NOON: i64 = 1_795_262_400_000;

/** Where the test writes a chunk. */
const room: usize = heap.alloc(64 * 1024 + PADDING);
export function roomAt(): usize {
  return room;
}

let life: StreamLife = new StreamLife(new Patience(), false, null);

/** A stream in that phase. `over`: 0 where nobody minds how slow it is. */
export function begin(phase: i32, showsErrors: bool, over: i32, tokensPerSecond: f64): void {
  const patience = new Patience();
  patience.over = over;
  patience.tokensPerSecond = tokensPerSecond;
  life = new StreamLife(patience, showsErrors, null);
  life.phase = <Phase>phase;
}

let progress: Progress = new Progress();

/** `status`: of what the provider itself reported; 0: nothing. */
export function chunk(step: i32, hasContent: bool, endedHard: bool, status: i32, isLast: bool): void {
  progress = new Progress();
  progress.step = <Step>step;
  progress.hasContent = hasContent;
  progress.endedHard = endedHard;
  progress.saidFailure = status > 0;
  progress.isLast = isLast;
  if (step == Step.Failed) progress.failure = new Failure(status > 0 ? status : 502, "x");
}

export function soFar(held: i32, tokens: i64, elapsed: i64, isEmpty: bool, mayMoveOn: bool): void {
  progress.held = held;
  progress.tokens = tokens;
  progress.elapsed = elapsed;
  progress.isEmpty = isEmpty;
  progress.mayMoveOn = mayMoveOn;
}

export function advance(): i32 {
  return life.advance(progress);
}

export function letGo(): bool {
  return life.letGo();
}

export function breakOff(): bool {
  return life.breakOff();
}

/** A `FailureKind`; -1: nothing. */
export function failed(): i32 {
  return life.failed;
}

class NoOutlet extends Outlet {
  get showsErrors(): bool {
    return false;
  }
  pass(size: i32, held: i32, failure: Failure | null): void {}
  passRest(size: i32): void {}
  letGo(size: i32, ping: Span): void {}
  breakOff(failure: Failure): void {}
}

/** One record, of one writer. */
class OwnLedger extends Ledger {
  private kept: Output = new Output();
  get(key: Span): Span {
    return this.kept.size == 0 ? ABSENT : this.kept.bytes;
  }
  put(key: Span, record: Span, version: u32): bool {
    this.kept.clear();
    this.kept.raw(record);
    return true;
  }
}

const account = new Constant("account");
let reading: StreamReading | null = null;
let tally: Tally = new Tally(new SilentWriter(new Output()));

function hardEnd(limit: i64, reader: StreamReader): HardEnd {
  const scope = new Scope("key", account.bytes, account.bytes, hash64(account.bytes));
  scope.setLimit(Measure.Tokens, limit);
  scope.endStreams = true;
  const ledger = new OwnLedger();
  const books = new Books(ledger, new RollCall(account.bytes, ledger));
  return new HardEnd(reserve(books, [scope], new Estimate(), NOON), null, reader, tally, () => NOON);
}

/** Reads a stream of that dialect, in the phase of `begin`. `limit`: of tokens, which ends it hard; 0: none. */
export function open(dialect: i32, limit: i64): void {
  const named = dialectNamed(span(room, dialect));
  const reader = (named === null ? openai : named).streamReader(new Traits());
  tally = new Tally(new SilentWriter(new Output()));
  reading = new StreamReading(reader, tally, new NoOutlet(), limit > 0 ? hardEnd(limit, reader) : null);
}

/** Another target could take over; the first piece of the answer came just now. */
export function feed(size: i32, isLast: bool): i32 {
  const source = reading;
  if (source === null) return -1;
  const bytes = size == 0 ? ABSENT : span(room, size);
  if (life.phase == Phase.EndedHard) {
    source.readOn(bytes, isLast);
    return life.phase;
  }
  if (!life.isHeld && life.phase != Phase.Flowing) return life.phase;
  progress = source.read(bytes, isLast);
  soFar(size, tally.tokens, 0, true, true);
  return life.advance(progress);
}

/** About how many tokens were read. */
export function tokens(): i64 {
  return tally.tokens;
}
