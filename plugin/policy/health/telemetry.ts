import { realNumber, wholeNumber } from "../../wire/json-number";
import { unescape } from "../../wire/json-string";
import { NOTHING, Tape } from "../../wire/json-tape";
import { JsonWriter } from "../../wire/json-writer";
import { Output } from "../../wire/output";
import { ABSENT, hash64, Span } from "../../wire/span";
import { KeyNews } from "../provider/key-news";
import { Standing, Standings } from "./standings";
import { Vitals } from "./vitals";

/** More targets than these are not kept between two reports. */
const MOST: i32 = 1024;

/** What could not be told for so long is no news any more. */
const STALE_MILLISECONDS: i64 = 30_000;

/** What this VM saw of all targets, and how it is told. */
export class Telemetry {
  private all: Map<u64, Vitals> = new Map();
  /** When what is being told was to be told first; 0: nothing is. */
  private since: i64 = 0;

  /** Null: there are too many already. */
  of(target: Span): Vitals | null {
    const id = hash64(target);
    if (this.all.has(id)) return this.all.get(id);
    if (this.all.size >= MOST) return null;
    const vitals = new Vitals(target);
    this.all.set(id, vitals);
    return vitals;
  }

  get hasNews(): bool {
    const all = this.all.values();
    for (let i = 0; i < all.length; i++) if (all[i].hasNews) return true;
    return false;
  }

  /** `telemetryReportSchema` in contract/telemetry.ts, with what was lost of the report before. */
  write(coolDowns: Array<KeyNews>, now: i64, json: JsonWriter): void {
    if (this.since != 0 && now - this.since > STALE_MILLISECONDS) this.settle();
    if (this.since == 0) this.since = now;
    json.object();
    json.key("targets");
    json.array();
    const all = this.all.values();
    for (let i = 0; i < all.length; i++) if (all[i].begin()) all[i].write(json);
    json.endArray();
    json.key("cooldowns");
    json.array();
    for (let i = 0; i < coolDowns.length; i++) writeCoolDown(coolDowns[i], json);
    json.endArray();
    json.endObject();
  }

  /** The report has arrived. A target that did nothing since may be gone from the policy. */
  settle(): void {
    this.since = 0;
    const ids = this.all.keys();
    for (let i = 0; i < ids.length; i++) {
      const vitals = this.all.get(ids[i]);
      vitals.settle();
      if (vitals.hasNews || this.all.size < MOST) continue;
      vitals.free();
      this.all.delete(ids[i]);
    }
  }
}

function writeCoolDown(news: KeyNews, json: JsonWriter): void {
  json.object();
  json.asciiMember("id", news.id);
  json.key("provider");
  json.text(news.provider);
  if (news.key.length > 0) {
    json.key("key");
    json.text(news.key);
  }
  if (news.model.length > 0) {
    json.key("model");
    json.text(news.model);
  }
  json.countMember("until", news.until);
  json.asciiMember("reason", news.reason);
  if (news.isAsked) {
    json.key("asked");
    json.literal("true");
  }
  json.endObject();
}

const decoded = new Output();

/**
 * Takes the `targets` of `telemetryAnswerSchema`; of one that is not named nothing is known any more.
 *
 * @param tell called for each
 */
export function readStandings(tape: Tape, into: Standings, tell: (target: Span, standing: Standing) => void): void {
  const list = tape.find(tape.root, "targets");
  if (!tape.isArray(list)) return;
  into.clear();
  for (let item = tape.first(list); item != NOTHING; item = tape.next(list, item)) {
    const id = tape.text(tape.find(item, "id"));
    const score = tape.find(item, "score");
    if (id == ABSENT || !tape.isNumber(score)) continue;
    const latency = tape.find(item, "latency_ms");
    const standing = new Standing();
    standing.score = min<f64>(max<f64>(realNumber(tape.bytes(score)), 0.001), 1);
    if (tape.isNumber(latency)) standing.latency = <f64>wholeNumber(tape.bytes(latency));
    standing.degraded = tape.isTrue(tape.find(item, "degraded"));
    standing.isUntried = tape.isTrue(tape.find(item, "untried"));
    standing.isSilent = tape.isTrue(tape.find(item, "silent"));
    decoded.clear();
    unescape(id, decoded);
    into.put(decoded.bytes, standing);
    tell(decoded.bytes, standing);
  }
}
