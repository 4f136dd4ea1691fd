import { ABSENT, length, Span, span, start } from "../../wire/span";
import { Ledger, TRIES } from "./ledger";

/** A VM that has not been heard of for so long is dead, or its worker hangs: what it holds counts nothing. */
const SILENCE: i64 = 5_000;
/** And for so long: it will not come back to what it held. */
const FORGOTTEN: i64 = 60_000;

const WORD: i32 = 8;
/** The next number, then a number and a moment for each VM. */
const ENTRY: i32 = 16;

/** The VMs of one Envoy, each with a number of its own and the moment at which it was last heard of. */
export class RollCall {
  /** This VM's; 0: it has none yet. */
  number: i64 = 0;
  private table: usize = 0;
  private size: i32 = 0;

  constructor(
    private key: Span,
    private ledger: Ledger,
  ) {}

  /** Takes a number, the first time; says that this VM lives. `now`: milliseconds since 1970. */
  answer(now: i64): void {
    for (let i = 0; i < TRIES; i++) {
      this.load();
      const version = this.ledger.version;
      const number = this.number != 0 ? this.number : max(load<i64>(this.table), 1);
      this.enter(number, now);
      if (!this.ledger.put(this.key, span(this.table, this.size), version)) continue;
      this.number = number;
      return;
    }
  }

  private load(): void {
    const record = this.ledger.get(this.key);
    const size = record == ABSENT ? WORD : length(record);
    if (this.table != 0) heap.free(this.table);
    this.table = heap.alloc(size + ENTRY);
    this.size = size;
    if (record == ABSENT) store<i64>(this.table, 1);
    else memory.copy(this.table, start(record), size);
  }

  /** Forgets who is long gone, and notes this VM. */
  private enter(number: i64, now: i64): void {
    let kept = WORD;
    for (let offset = WORD; offset < this.size; offset += ENTRY) {
      const at = this.table + offset;
      const isOurs = load<i64>(at) == number;
      if (isOurs || now - load<i64>(at, WORD) > FORGOTTEN) continue;
      memory.copy(this.table + kept, at, ENTRY);
      kept += ENTRY;
    }
    store<i64>(this.table + kept, number);
    store<i64>(this.table + kept, now, WORD);
    this.size = kept + ENTRY;
    store<i64>(this.table, max(load<i64>(this.table), number + 1));
  }

  isAlive(number: i64, now: i64): bool {
    return number == this.number || now - this.heard(number) <= SILENCE;
  }

  isForgotten(number: i64, now: i64): bool {
    return number != this.number && now - this.heard(number) > FORGOTTEN;
  }

  /** As this VM last read it: at its tick, or now, if the other is new to it. */
  private heard(number: i64): i64 {
    const known = this.find(number);
    if (known >= 0) return known;
    this.load();
    return max(this.find(number), 0);
  }

  private find(number: i64): i64 {
    for (let offset = WORD; offset < this.size; offset += ENTRY) {
      if (load<i64>(this.table + offset) == number) return load<i64>(this.table + offset, WORD);
    }
    return -1;
  }
}
