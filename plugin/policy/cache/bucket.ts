import { length, Span, span, start } from "../../wire/span";
import { KEY_SIZE } from "./key";

/** Entries of a bucket: as many as one u64 has bits for. */
export const WAYS: i32 = 64;

/** A place: the key of its entry, when that expires and was used last (milliseconds since the epoch), its size. 0 expires: free. */
const WAY_SIZE: usize = 56;
const BUCKET_SIZE: i32 = WAYS * <i32>WAY_SIZE;
const EXPIRES: usize = 32;
const USED: usize = 40;
const SIZE: usize = 48;

/** No such place. */
export const NO_WAY: i32 = -1;

/** A use is noted no more often, so that an answer that many ask for is not written each time. */
const USE_MILLISECONDS: u64 = 1000;

/** What a bucket's places hold: a copy of what stands in Envoy's shared data, to be written back by compare-and-swap. */
export class Bucket {
  private at: usize = heap.alloc(BUCKET_SIZE);
  /** The places whose entries `claim` gave up, as bits; the claimed one is not among them. */
  evicted: u64 = 0;

  get bytes(): Span {
    return span(this.at, BUCKET_SIZE);
  }

  /** Takes up what stands there; ABSENT: an empty bucket. */
  read(value: Span): void {
    if (length(value) == BUCKET_SIZE) memory.copy(this.at, start(value), BUCKET_SIZE);
    else memory.fill(this.at, 0, BUCKET_SIZE);
  }

  private way(index: i32): usize {
    return this.at + <usize>index * WAY_SIZE;
  }

  private place(key: StaticArray<u8>): i32 {
    for (let i = 0; i < WAYS; i++) {
      const way = this.way(i);
      if (load<u64>(way, EXPIRES) == 0) continue;
      if (memory.compare(way, changetype<usize>(key), KEY_SIZE) == 0) return i;
    }
    return NO_WAY;
  }

  /** Where the key's entry lies, unless it has expired. */
  find(key: StaticArray<u8>, now: u64): i32 {
    const index = this.place(key);
    return index != NO_WAY && load<u64>(this.way(index), EXPIRES) > now ? index : NO_WAY;
  }

  /** Notes a use; false if that need not be written. */
  use(index: i32, now: u64): bool {
    const way = this.way(index);
    if (now < load<u64>(way, USED) + USE_MILLISECONDS) return false;
    store<u64>(way, now, USED);
    return true;
  }

  /**
   * A place for an entry of `size` bytes, which the bucket then holds with others of `share` bytes together at
   * most. What has expired goes first, then what was used longest ago. NO_WAY: it is too large.
   */
  claim(key: StaticArray<u8>, size: i32, share: i64, expires: u64, now: u64): i32 {
    this.evicted = 0;
    if (<i64>size > share || expires <= now) return NO_WAY;
    const own = this.place(key);
    if (own != NO_WAY) this.free(own);
    let held: i64 = 0;
    for (let i = 0; i < WAYS; i++) {
      if (this.isFree(i)) continue;
      if (load<u64>(this.way(i), EXPIRES) <= now) this.free(i);
      else held += load<u32>(this.way(i), SIZE);
    }
    while (held + size > share) held -= this.freeOldest();
    let index = own;
    for (let i = 0; i < WAYS && index == NO_WAY; i++) if (this.isFree(i)) index = i;
    if (index == NO_WAY) {
      this.freeOldest();
      for (let i = 0; i < WAYS && index == NO_WAY; i++) if (this.isFree(i)) index = i;
    }
    if (index == NO_WAY) return NO_WAY;
    const way = this.way(index);
    memory.copy(way, changetype<usize>(key), KEY_SIZE);
    store<u64>(way, expires, EXPIRES);
    store<u64>(way, now, USED);
    store<u32>(way, size, SIZE);
    this.evicted &= ~((<u64>1) << (<u64>index));
    return index;
  }

  private isFree(index: i32): bool {
    return load<u64>(this.way(index), EXPIRES) == 0;
  }

  private free(index: i32): void {
    memory.fill(this.way(index), 0, WAY_SIZE);
    this.evicted |= (<u64>1) << (<u64>index);
  }

  /** The size of what was used longest ago and is no more; an endless one if there was nothing. */
  private freeOldest(): i64 {
    let oldest = NO_WAY;
    for (let i = 0; i < WAYS; i++) {
      if (this.isFree(i)) continue;
      if (oldest == NO_WAY || load<u64>(this.way(i), USED) < load<u64>(this.way(oldest), USED)) oldest = i;
    }
    if (oldest == NO_WAY) return i64.MAX_VALUE;
    const size: i64 = load<u32>(this.way(oldest), SIZE);
    this.free(oldest);
    return size;
  }
}
