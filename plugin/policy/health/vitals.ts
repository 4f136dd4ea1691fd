import { JsonWriter } from "../../wire/json-writer";
import { ABSENT, length, PADDING, Span, span, start } from "../../wire/span";
import { FAILURES } from "../failure/table";
import { FLAWS } from "./flaw";

/** Four to each power of two, from 1 ms to 17 minutes: a time is rounded by at most 9 %. */
const STEPS: f64 = 4;
const BUCKETS: i32 = 81;

/** Places of the counts. */
const ATTEMPTS: i32 = 0;
const TOKENS: i32 = 1;
const TOKENS_MS: i32 = 2;
const ANSWERS: i32 = 3;
const READ: i32 = 4;
const FAILED: i32 = 5;
const FLAWED: i32 = FAILED + FAILURES.length;
const TIMES: i32 = FLAWED + FLAWS.length;
const COUNTS: i32 = TIMES + BUCKETS;

function bucketOf(milliseconds: i64): i32 {
  if (milliseconds <= 1) return 0;
  return min(<i32>Math.round(Math.log2(<f64>milliseconds) * STEPS), BUCKETS - 1);
}

function timeOf(bucket: i32): i64 {
  return <i64>Math.round(2 ** (<f64>bucket / STEPS));
}

/** What was seen of one target since it was told last. */
export class Vitals {
  id: Span;
  private untold: StaticArray<i64> = new StaticArray<i64>(COUNTS);
  /** On its way, or lost on it: told again with the next report. */
  private telling: StaticArray<i64> = new StaticArray<i64>(COUNTS);

  /** Of the id a copy is kept: policies come and go. */
  constructor(id: Span) {
    const at = heap.alloc(<usize>length(id) + PADDING);
    memory.copy(at, start(id), length(id));
    this.id = span(at, length(id));
  }

  /** `kind`: -1 for an attempt that met no failure; `firstContent`: in milliseconds, -1: none came. */
  attempt(kind: i32, firstContent: i64): void {
    this.untold[ATTEMPTS] += 1;
    if (kind >= 0 && kind < FAILURES.length) this.untold[FAILED + kind] += 1;
    if (firstContent >= 0) this.untold[TIMES + bucketOf(firstContent)] += 1;
  }

  /** What came of a stream behind its first content, and in which time. */
  pace(tokens: i64, milliseconds: i64): void {
    this.untold[TOKENS] += tokens;
    this.untold[TOKENS_MS] += milliseconds;
  }

  /** A chat that was answered to the end. `flaws`: bits by `Flaw`; `isRead`: its text was. */
  answer(flaws: i32, isRead: bool): void {
    this.untold[ANSWERS] += 1;
    if (isRead) this.untold[READ] += 1;
    for (let flaw = 0; flaw < FLAWS.length; flaw++) {
      if ((flaws & (1 << flaw)) != 0) this.untold[FLAWED + flaw] += 1;
    }
  }

  get hasNews(): bool {
    return this.untold[ATTEMPTS] > 0;
  }

  /** Whether there is anything to tell. */
  begin(): bool {
    for (let i = 0; i < COUNTS; i++) this.telling[i] += this.untold[i];
    this.untold.fill(0);
    return this.telling[ATTEMPTS] > 0;
  }

  /** It has been told. */
  settle(): void {
    this.telling.fill(0);
  }

  /** What `begin` took; `targetTelemetrySchema` in contract/telemetry.ts. */
  write(json: JsonWriter): void {
    const counts = this.telling;
    json.object();
    json.key("id");
    json.utf8(this.id);
    json.countMember("attempts", counts[ATTEMPTS]);
    json.key("failures");
    json.object();
    for (let i = 0; i < FAILURES.length; i++) writeCount(FAILURES[i].name, counts[FAILED + i], json);
    json.endObject();
    json.key("first_token");
    json.array();
    for (let i = 0; i < BUCKETS; i++) writeTimes(timeOf(i), counts[TIMES + i], json);
    json.endArray();
    json.countMember("tokens", counts[TOKENS]);
    json.countMember("tokens_ms", counts[TOKENS_MS]);
    json.countMember("answers", counts[ANSWERS]);
    json.countMember("read", counts[READ]);
    json.key("flaws");
    json.object();
    for (let i = 0; i < FLAWS.length; i++) writeCount(FLAWS[i].name, counts[FLAWED + i], json);
    json.endObject();
    json.endObject();
  }

  free(): void {
    if (this.id != ABSENT) heap.free(start(this.id));
    this.id = ABSENT;
  }
}

function writeCount(name: string, count: i64, json: JsonWriter): void {
  if (count > 0) json.countMember(name, count);
}

function writeTimes(time: i64, count: i64, json: JsonWriter): void {
  if (count == 0) return;
  json.array();
  json.integer(time);
  json.integer(count);
  json.endArray();
}
