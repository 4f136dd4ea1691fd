import { Constant } from "../../wire/constant";
import { Output } from "../../wire/output";
import { ABSENT, hash64, length, Span, start } from "../../wire/span";
import { FAILURES, FailureKind } from "../failure/table";
import { Ledger, TRIES } from "../limits/ledger";
import { KeyNews, newsId } from "./key-news";
import { OWN_REASONS, OwnReason } from "./own-reason";

/** The layout's number stands in the key: see limits/scopes.ts. */
const RECORD = new Constant("headgate.cooldowns.1");
/** A hash, milliseconds since 1970, and why: the kind, and `ASKED`. */
const ENTRY: i32 = 24;
/** Those that are over are dropped; beyond so many the last of the record is. */
const MOST: i32 = 512;
/** The provider has said until when. */
const ASKED: u64 = 0x100;
const KIND: u64 = 0xff;
/** News that nobody fetches are dropped: there is no control plane. */
const MOST_NEWS: i32 = 512;

const name = new Output();
const out = new Output();

/**
 * Of a provider key for an upstream model; `key` ABSENT: of the model at the provider, whichever the key; `model`
 * ABSENT: of the key, for all models.
 */
export function coolDownId(provider: Span, key: Span, model: Span): u64 {
  name.clear();
  name.raw(provider);
  name.byte(0);
  if (key != ABSENT) name.raw(key);
  name.byte(0);
  if (model != ABSENT) name.raw(model);
  return hash64(name.bytes);
}

/** What cools down, for all workers of an Envoy. One record, so that a request asks the host once. */
export class CoolDowns {
  /** Of what `until` found last. */
  kind: FailureKind = FailureKind.RateLimit;
  isAsked: bool = false;
  private told: Array<KeyNews> = [];
  /** Until when a key was told of last as exhausted or expired, by its id. */
  private outs: Map<u64, i64> = new Map();

  constructor(private ledger: Ledger) {}

  /** All that there are, valid during this callback: `until` looks into it. ABSENT: none. */
  read(): Span {
    return this.ledger.get(RECORD.bytes);
  }

  /** Milliseconds since 1970 until which it cools down; 0: it does not. */
  until(record: Span, id: u64, now: i64): i64 {
    for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
      if (load<u64>(at) != id) continue;
      const moment = load<i64>(at, 8);
      const why = load<u64>(at, 16);
      this.kind = <FailureKind>(<i32>min(why & KIND, <u64>(FAILURES.length - 1)));
      this.isAsked = (why & ASKED) != 0;
      return moment > now ? moment : 0;
    }
    return 0;
  }

  /** Whether all of them are over: then nobody needs to be looked up. */
  isQuiet(record: Span, now: i64): bool {
    for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
      if (load<i64>(at, 8) > now) return false;
    }
    return true;
  }

  /** `key`, `model`: as in `coolDownId`. `keyId`: what the policy calls the key, for the news; `isAsked`: the provider has said until when. */
  cool(
    provider: Span,
    key: Span,
    keyId: Span,
    model: Span,
    kind: FailureKind,
    isAsked: bool,
    until: i64,
    now: i64,
  ): void {
    const id = coolDownId(provider, key, model);
    const begins = this.until(this.read(), id, now) == 0;
    const isNew = this.extend(id, until, kind, isAsked, now);
    if (begins && isNew) this.tell(new KeyNews(id, provider, keyId, model, until, FAILURES[kind].name, isAsked));
  }

  /** What another Envoy has told, by the `id` of its news; false if that is none. */
  take(id: Span, until: i64, kind: FailureKind, isAsked: bool, now: i64): bool {
    const hash = newsId(id);
    if (hash == 0) return false;
    this.extend(hash, until, kind, isAsked, now);
    return true;
  }

  /** A key that its own limits shut out or its time; told once for each `until`. */
  noteOut(provider: Span, key: Span, keyId: Span, reason: OwnReason, until: i64): void {
    const id = coolDownId(provider, key, ABSENT);
    if (this.outs.has(id) && this.outs.get(id) == until) return;
    if (this.outs.size >= MOST_NEWS) this.outs.clear();
    this.outs.set(id, until);
    this.tell(new KeyNews(id, provider, keyId, ABSENT, until, OWN_REASONS[reason]));
  }

  private tell(news: KeyNews): void {
    if (this.told.length < MOST_NEWS) this.told.push(news);
  }

  /** What began in this VM since this was asked last, each once. */
  news(): Array<KeyNews> {
    const news = this.told;
    this.told = [];
    return news;
  }

  /** Only ever longer: what said less before has lost nothing. False: it is as long already. */
  private extend(id: u64, until: i64, kind: FailureKind, isAsked: bool, now: i64): bool {
    for (let tries = 0; tries < TRIES; tries++) {
      const record = this.read();
      const version = this.ledger.version;
      if (this.until(record, id, now) >= until) return false;
      this.write(record, id, until, <u64>kind | (isAsked ? ASKED : 0), now);
      if (this.ledger.put(RECORD.bytes, out.bytes, version)) return true;
    }
    return false;
  }

  private write(record: Span, id: u64, until: i64, why: u64, now: i64): void {
    out.clear();
    out.u64(id);
    out.u64(<u64>until);
    out.u64(why);
    let count = 1;
    for (let at = start(record), end = start(record) + length(record); at + ENTRY <= end; at += ENTRY) {
      if (load<u64>(at) == id || load<i64>(at, 8) <= now || count == MOST) continue;
      out.u64(load<u64>(at));
      out.u64(load<u64>(at, 8));
      out.u64(load<u64>(at, 16));
      count += 1;
    }
  }
}
