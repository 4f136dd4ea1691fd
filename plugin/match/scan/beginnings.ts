/** Whatever is looked for is told apart by so many of its first bytes, */
export const PLACES: i32 = 3;
/** and in so many groups, each of which is one bit of a byte. */
export const GROUPS: i32 = 8;

/** Of a place: which groups have a byte with that low half, and which one with that high half. */
const TABLE: i32 = 32;

/** Blocks overlap by one byte, so that none is read behind a span's PADDING. */
const STRIDE: usize = 15;
const BLOCK: i32 = (1 << (<i32>STRIDE)) - 1;

/** A place that is found costs as much as to read so many bytes without the filter. */
const COST: i64 = 8;
/** So many bytes may be lost to a text in which there are too many places, */
const CREDIT: i64 = 4096;
/** or more, behind others in which there were few. */
const MAX_CREDIT: i64 = 1 << 16;
/** Behind such a text so many bytes are read without the filter. */
const REST: i64 = 1 << 20;

/**
 * Where in a text one of many words or patterns may begin, 15 bytes at a time: all other places need no look. It
 * finds some where none begins, and misses none. The SIMD filter of Teddy, the matcher of Hyperscan
 * (https://www.usenix.org/conference/nsdi19/presentation/wang-xiang).
 */
export class Beginnings {
  private tables: StaticArray<u8> = new StaticArray<u8>(PLACES * TABLE);
  private credit: i64 = CREDIT;
  private rested: i64 = 0;

  /** What is of the group may have the byte at the place, from 0. */
  add(group: i32, place: i32, byte: i32): void {
    const bit: u8 = 1 << (<u8>group);
    const table = place * TABLE;
    this.tables[table + (byte & 15)] |= bit;
    this.tables[table + 16 + (byte >> 4)] |= bit;
  }

  /** What is of the group may end before the place. */
  end(group: i32, place: i32): void {
    for (; place < PLACES; place++) {
      for (let i = 0; i < TABLE; i++) this.tables[place * TABLE + i] |= (<u8>1) << (<u8>group);
    }
  }

  /** Whether texts of late had few such places. */
  get pays(): bool {
    return this.credit > 0;
  }

  /** So many bytes were read without the filter, since it does not pay. */
  rest(bytes: i32): void {
    this.rested += bytes;
    if (this.rested < REST) return;
    this.rested = 0;
    this.credit = CREDIT;
  }

  /** The first such place from `at` on; `stop` if there is none. Up to 16 bytes behind `stop` are read. */
  next(at: usize, stop: usize): usize {
    const from = at;
    const tables = changetype<usize>(this.tables);
    const low0 = v128.load(tables, 0);
    const high0 = v128.load(tables, 16);
    const low1 = v128.load(tables, 32);
    const high1 = v128.load(tables, 48);
    const low2 = v128.load(tables, 64);
    const high2 = v128.load(tables, 80);
    for (; at < stop; at += STRIDE) {
      const second = v128.load(at, 1);
      const third = i8x16.shuffle(second, second, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
      const groups = v128.and(
        v128.and(groupsOf(v128.load(at), low0, high0), groupsOf(second, low1, high1)),
        groupsOf(third, low2, high2),
      );
      const none = i8x16.bitmask(i8x16.eq(groups, i8x16.splat(0)));
      const places = ~none & BLOCK;
      if (places == 0) continue;
      at += ctz(places);
      break;
    }
    at = min(at, stop);
    this.credit = min(this.credit + <i64>(at - from) - COST, MAX_CREDIT);
    return at;
  }
}

/** Of 16 bytes: the groups that may have each. */
function groupsOf(bytes: v128, low: v128, high: v128): v128 {
  const lowHalf = v128.and(bytes, i8x16.splat(15));
  return v128.and(i8x16.swizzle(low, lowHalf), i8x16.swizzle(high, i8x16.shr_u(bytes, 4)));
}
