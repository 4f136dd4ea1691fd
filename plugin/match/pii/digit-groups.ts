import { isDigit } from "./border";

/** What stands between two groups of digits: a set of these. */
export enum Gap {
  Space = 1,
  Dash = 2,
  Dot = 4,
  Slash = 8,
  Open = 16,
  Close = 32,
  /** The same sign twice, as in ` - `. */
  Twice = 64,
}

const MAX_GROUPS = 8;
const MAX_SIGNS_IN_GAP = 3;

/**
 * Groups of digits with spaces, hyphens, dots, slashes or parentheses between them, as people write long
 * numbers. A number may be made of the first few of them. They are read when they are asked for: most
 * candidates fail at the first.
 */
export class DigitGroups {
  private read: i32 = 0;
  /** Where reading goes on, and what was read before it; `stop` where no other group follows. */
  private at: usize = 0;
  private gapBehind: i32 = 0;
  private stop: usize = 0;
  /** Addresses of each group's first digit, and of what follows its last. */
  private starts: StaticArray<usize> = new StaticArray<usize>(MAX_GROUPS);
  private ends: StaticArray<usize> = new StaticArray<usize>(MAX_GROUPS);
  /** Before each group; 0 for the first. */
  private gaps: StaticArray<i32> = new StaticArray<i32>(MAX_GROUPS);

  /** `at`: a digit. */
  begin(at: usize, stop: usize): void {
    this.read = 0;
    this.at = at;
    this.gapBehind = 0;
    this.stop = stop;
  }

  /** Whether there is an `i`th group. */
  has(i: i32): bool {
    while (this.read <= i) {
      if (this.at >= this.stop || this.read == MAX_GROUPS) return false;
      this.readGroup();
    }
    return true;
  }

  /** How many there are; no more than a telephone number has. */
  get count(): i32 {
    this.has(MAX_GROUPS - 1);
    return this.read;
  }

  private readGroup(): void {
    const stop = this.stop;
    let at = this.at + 1;
    while (at < stop && isDigit(load<u8>(at))) at += 1;
    const i = this.read;
    this.starts[i] = this.at;
    this.ends[i] = at;
    this.gaps[i] = this.gapBehind;
    this.read = i + 1;
    let gap = 0;
    for (let signs = 0; signs < MAX_SIGNS_IN_GAP && at < stop; signs++) {
      const sign = gapAt(at, stop);
      if (sign == 0) break;
      const kind = sign & 0xff;
      gap |= (gap & kind) != 0 ? Gap.Twice : kind;
      at += sign >> 8;
    }
    this.gapBehind = gap;
    this.at = gap != 0 && at < stop && isDigit(load<u8>(at)) ? at : stop;
  }

  /** 0: there is none. */
  size(i: i32): i32 {
    return this.has(i) ? <i32>(unchecked(this.ends[i]) - unchecked(this.starts[i])) : 0;
  }

  /** Whether the groups from the `from`th on have these sizes. */
  are3(from: i32, a: i32, b: i32, c: i32): bool {
    return this.size(from) == a && this.size(from + 1) == b && this.size(from + 2) == c;
  }

  start(i: i32): usize {
    return this.has(i) ? unchecked(this.starts[i]) : 0;
  }

  end(i: i32): usize {
    return this.has(i) ? unchecked(this.ends[i]) : 0;
  }

  /** What stands before the `i`th; 0 if it is not there. */
  gap(i: i32): i32 {
    return this.has(i) ? unchecked(this.gaps[i]) : 0;
  }
}

/** The kind of the sign at `at` in the low byte, its bytes above; 0: none that may stand in a number. */
function gapAt(at: usize, stop: usize): i32 {
  const byte = load<u8>(at);
  switch (byte) {
    case 0x20:
      return 0x100 | Gap.Space;
    case 0x2d:
      return 0x100 | Gap.Dash;
    case 0x2e:
      return 0x100 | Gap.Dot;
    case 0x2f:
      return 0x100 | Gap.Slash;
    case 0x28:
      return 0x100 | Gap.Open;
    case 0x29:
      return 0x100 | Gap.Close;
    case 0xc2: // U+00A0 no-break space
      return at + 2 <= stop && load<u8>(at, 1) == 0xa0 ? 0x200 | Gap.Space : 0;
    case 0xe2: {
      if (at + 3 > stop || load<u8>(at, 1) != 0x80) return 0;
      const last = load<u8>(at, 2);
      if (last == 0xaf || last == 0x87 || last == 0x89) return 0x300 | Gap.Space; // U+202F, U+2007, U+2009
      return last >= 0x90 && last <= 0x93 ? 0x300 | Gap.Dash : 0; // U+2010 to U+2013
    }
    default:
      return 0;
  }
}
