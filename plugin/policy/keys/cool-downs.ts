import { Constant } from "../../wire/constant";
import { Output } from "../../wire/output";
import { ABSENT, hash64, length, Span, start } from "../../wire/span";
import { Ledger, TRIES } from "../limits/ledger";

/** The layout's number stands in the key: see limits/scopes.ts. */
const RECORD = new Constant("headgate.cooldowns.1");
/** A hash, and milliseconds since 1970. */
const ENTRY: i32 = 16;
/** Those that are over are dropped; beyond so many the one that ends first is. */
const MOST: i32 = 512;

const name = new Output();
const out = new Output();

/** Of a provider key for an upstream model; `key` ABSENT: of the model at the provider, whichever the key. */
export function coolDownId(provider: Span, key: Span, model: Span): u64 {
  name.clear();
  name.raw(provider);
  name.byte(0);
  if (key != ABSENT) name.raw(key);
  name.byte(0);
  name.raw(model);
  return hash64(name.bytes);
}

/** What is left alone for a while, by all workers of an Envoy. One record, so that a request asks the host once. */
export class CoolDowns {
  constructor(private ledger: Ledger) {}

  /** All that there are, valid during this callback: `until` looks into it. ABSENT: none. */
  read(): Span {
    return this.ledger.get(RECORD.bytes);
  }

  /** Milliseconds since 1970 until which it is left alone; 0: it is not. */
  until(record: Span, id: u64, now: i64): i64 {
    for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
      if (load<u64>(at) != id) continue;
      const moment = load<i64>(at, 8);
      return moment > now ? moment : 0;
    }
    return 0;
  }

  /** Only ever longer: what said less before has lost nothing. */
  extend(id: u64, until: i64, now: i64): void {
    for (let tries = 0; tries < TRIES; tries++) {
      const record = this.read();
      const version = this.ledger.version;
      if (this.until(record, id, now) >= until) return;
      this.write(record, id, until, now);
      if (this.ledger.put(RECORD.bytes, out.bytes, version)) return;
    }
  }

  private write(record: Span, id: u64, until: i64, now: i64): void {
    out.clear();
    out.u64(id);
    out.u64(<u64>until);
    let count = 1;
    for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
      if (load<u64>(at) == id || load<i64>(at, 8) <= now || count == MOST) continue;
      out.u64(load<u64>(at));
      out.u64(load<u64>(at, 8));
      count += 1;
    }
  }
}
