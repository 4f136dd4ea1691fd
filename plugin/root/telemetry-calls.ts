import { body, header } from "../abi/host";
import { BufferType, MapType } from "../abi/types";
import { kindNamed } from "../policy/failure/kind-named";
import { FailureKind } from "../policy/failure/table";
import { readStandings } from "../policy/health/telemetry";
import { KeyNews } from "../policy/provider/key-news";
import { milliseconds } from "../vm/clock";
import { coolDowns, standings, telemetry } from "../vm/health";
import { forgetUntold, tellStanding } from "../vm/health-gauges";
import { SharedLedger } from "../vm/shared-ledger";
import { Constant } from "../wire/constant";
import { wholeNumber } from "../wire/json-number";
import { NOTHING, Tape } from "../wire/json-tape";
import { JsonWriter } from "../wire/json-writer";
import { Output } from "../wire/output";
import { from, length, Span, start, text } from "../wire/span";
import { ControlPlane } from "./control-plane";

const TIMEOUT_MILLISECONDS: i32 = 1_500;
/** With nothing to tell, how old the last answer to any worker of this Envoy may be. */
const IDLE_MILLISECONDS: i64 = 1_000;
/** Older scores say nothing about now: weights and order hold as configured. */
const STALE_MILLISECONDS: i64 = 60_000;
/** More are not kept for a control plane that is away. */
const MOST_COOL_DOWNS: i32 = 512;

const PATH = new Constant("/telemetry");
/** The last answer to any worker, behind eight bytes of when it came. The layout's number stands in the key. */
const ANSWER = new Constant("headgate.health.1");
const STAMP: i32 = 8;

/** Tells the control plane how targets do, and takes what it makes of all Envoys' telling. */
export class TelemetryCalls {
  private token: u32 = 0;
  private ledger: SharedLedger = new SharedLedger();
  /** When the answer came whose standings are in force, whoever got it; 0: none are. */
  private takenAt: i64 = 0;
  private coolDowns: Array<KeyNews> = [];

  constructor(private controlPlane: ControlPlane) {}

  onTick(): void {
    const now = milliseconds();
    this.takeUp(now);
    const news = coolDowns.news();
    for (let i = 0; i < news.length && this.coolDowns.length < MOST_COOL_DOWNS; i++) this.coolDowns.push(news[i]);
    if (this.token != 0) return;
    if (telemetry.hasNews || this.coolDowns.length > 0 || now - this.takenAt >= IDLE_MILLISECONDS) this.call(now);
  }

  private call(now: i64): void {
    const document = new Output();
    telemetry.write(this.coolDowns, now, new JsonWriter(document));
    this.token = this.controlPlane.post(PATH.bytes, document.bytes, TIMEOUT_MILLISECONDS);
    document.free();
  }

  isMine(token: u32): bool {
    return this.token != 0 && token == this.token;
  }

  /** What was not answered is told again. */
  onResponse(headerCount: i32, bodySize: i32): void {
    this.token = 0;
    const status = headerCount == 0 ? 0 : <i32>wholeNumber(header(MapType.CallResponseHeaders, ":status"));
    if (status != 200) return;
    telemetry.settle();
    this.coolDowns = [];
    const now = milliseconds();
    const record = new Output();
    record.u64(<u64>now);
    record.raw(body(BufferType.CallResponseBody, 0, bodySize));
    // Whoever writes last has heard last.
    this.ledger.put(ANSWER.bytes, record.bytes, 0);
    record.free();
    this.takeUp(now);
  }

  /** Puts in force what any worker was answered since. */
  private takeUp(now: i64): void {
    const record = this.ledger.get(ANSWER.bytes);
    const at: i64 = length(record) > STAMP ? load<i64>(start(record)) : 0;
    if (at != 0 && at != this.takenAt && now - at < STALE_MILLISECONDS) {
      this.takenAt = at;
      this.read(from(record, STAMP), now);
    } else if (this.takenAt != 0 && now - this.takenAt >= STALE_MILLISECONDS) {
      this.takenAt = 0;
      standings.clear();
      forgetUntold();
    }
  }

  private read(answer: Span, now: i64): void {
    const tape = new Tape();
    if (tape.scan(answer)) {
      readStandings(tape, standings, tellStanding);
      forgetUntold();
      const list = tape.find(tape.root, "cooldowns");
      let item = tape.isArray(list) ? tape.first(list) : NOTHING;
      for (; item != NOTHING; item = tape.next(list, item)) {
        const until = tape.find(item, "until");
        const kind = kindNamed(text(tape.text(tape.find(item, "reason"))));
        if (kind < 0 || !tape.isNumber(until)) continue;
        const isAsked = tape.isTrue(tape.find(item, "asked"));
        coolDowns.take(
          tape.text(tape.find(item, "id")),
          wholeNumber(tape.bytes(until)),
          <FailureKind>kind,
          isAsked,
          now,
        );
      }
    }
    tape.free();
  }
}
