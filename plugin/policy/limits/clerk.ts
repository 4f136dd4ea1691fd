import { Constant } from "../../wire/constant";
import { ABSENT, length, span, start } from "../../wire/span";
import { Books } from "./books";
import { TRIES } from "./ledger";

/** Who has not been heard of for so long has left the office: four ticks, and longer than a report takes. */
const TERM: i64 = 2_000;
/** For so long after it was used last an account is reported on at each tick, so that what it does not need goes to others. */
const INTEREST: i64 = 10_000;
/** 512 KiB; what does not fit waits. */
const MOST_HANDED_OVER: i32 = 65_536;

const OFFICE = new Constant("headgate.limits.1.office");
const TOUCHED = new Constant("headgate.limits.1.touched");

/**
 * One of all workers reports to the control plane: the one that holds the office. The others hand over which
 * accounts they have used.
 */
export class Clerk {
  /** The accounts to report on, who has waited longest first, and when they were used last. */
  private concerns: Map<u64, i64> = new Map();
  private office: usize = heap.alloc(16);

  constructor(
    private books: Books,
    /** Of this clerk alone, of all of this Envoy. */
    private id: u64,
  ) {}

  /** At each tick: whether the office is this one's, who then has all that was handed over. */
  serves(now: i64): bool {
    if (!this.holdsOffice(now)) {
      this.handOver();
      return false;
    }
    this.takeOver(now);
    const own = this.books.touched.values();
    for (let i = 0; i < own.length; i++) this.note(own[i], now);
    this.books.touched.clear();
    return true;
  }

  private holdsOffice(now: i64): bool {
    const ledger = this.books.ledger;
    const record = ledger.get(OFFICE.bytes);
    if (length(record) == 16) {
      const holder = load<u64>(start(record));
      const until = load<i64>(start(record), 8);
      // A moment too far ahead is one of a clock that was set back since.
      if (holder != this.id && until > now && until <= now + TERM) return false;
    }
    store<u64>(this.office, this.id);
    store<i64>(this.office, now + TERM, 8);
    return ledger.put(OFFICE.bytes, span(this.office, 16), ledger.version);
  }

  private handOver(): void {
    const mine = this.books.touched.values();
    if (mine.length == 0) return;
    const ledger = this.books.ledger;
    for (let i = 0; i < TRIES; i++) {
      const there = ledger.get(TOUCHED.bytes);
      const version = ledger.version;
      const size = length(there);
      if (size / 8 + mine.length > MOST_HANDED_OVER) return;
      const all = heap.alloc(size + mine.length * 8);
      memory.copy(all, start(there), size);
      for (let j = 0; j < mine.length; j++) store<u64>(all + size + ((<usize>j) << 3), mine[j]);
      const isDone = ledger.put(TOUCHED.bytes, span(all, size + mine.length * 8), version);
      heap.free(all);
      if (!isDone) continue;
      this.books.touched.clear();
      return;
    }
  }

  private takeOver(now: i64): void {
    const ledger = this.books.ledger;
    for (let i = 0; i < TRIES; i++) {
      const there = ledger.get(TOUCHED.bytes);
      if (there == ABSENT) return;
      if (!ledger.put(TOUCHED.bytes, span(this.office, 0), ledger.version)) continue;
      for (let offset = 0; offset + 8 <= length(there); offset += 8) this.note(load<u64>(start(there) + offset), now);
      return;
    }
  }

  private note(hash: u64, now: i64): void {
    this.concerns.set(hash, now);
  }

  /** The accounts to report on now, `most` of them; the others' turn comes with the next tick. */
  due(most: i32, now: i64): Array<u64> {
    const due: Array<u64> = [];
    const hashes = this.concerns.keys();
    for (let i = 0; i < hashes.length && due.length < most; i++) {
      const usedAt = this.concerns.get(hashes[i]);
      this.concerns.delete(hashes[i]);
      if (now - usedAt > INTEREST) continue;
      this.concerns.set(hashes[i], usedAt);
      due.push(hashes[i]);
    }
    return due;
  }
}
