export const MAX_CODE_POINT: u32 = 0x10ffff;

/** A set of code points, as ranges. */
export class CodePoints {
  /** Low and high, alternating; after `normalise` in order and apart. */
  ranges: Array<u32> = [];

  add(low: u32, high: u32): void {
    this.ranges.push(low);
    this.ranges.push(high);
  }

  addAll(other: CodePoints): void {
    for (let i = 0; i < other.ranges.length; i++) this.ranges.push(other.ranges[i]);
  }

  normalise(): void {
    const from = this.ranges;
    sortRanges(from);
    const merged: Array<u32> = [];
    for (let i = 0; i < from.length; i += 2) {
      const last = merged.length - 1;
      if (last > 0 && from[i] <= merged[last] + 1) merged[last] = max(merged[last], from[i + 1]);
      else {
        merged.push(from[i]);
        merged.push(from[i + 1]);
      }
    }
    this.ranges = merged;
  }

  /** Everything else. */
  negate(): void {
    this.normalise();
    const others: Array<u32> = [];
    let next: u32 = 0;
    for (let i = 0; i < this.ranges.length; i += 2) {
      if (this.ranges[i] > next) {
        others.push(next);
        others.push(this.ranges[i] - 1);
      }
      next = this.ranges[i + 1] + 1;
    }
    if (next <= MAX_CODE_POINT) {
      others.push(next);
      others.push(MAX_CODE_POINT);
    }
    this.ranges = others;
  }

  /** Code points, of a normalised set. */
  get size(): u32 {
    let count: u32 = 0;
    for (let i = 0; i < this.ranges.length; i += 2) count += this.ranges[i + 1] - this.ranges[i] + 1;
    return count;
  }
}

/** By insertion: ranges are few, and mostly written in order. */
function sortRanges(ranges: Array<u32>): void {
  for (let i = 2; i < ranges.length; i += 2) {
    const low = ranges[i];
    const high = ranges[i + 1];
    let at = i;
    for (; at > 0 && ranges[at - 2] > low; at -= 2) {
      ranges[at] = ranges[at - 2];
      ranges[at + 1] = ranges[at - 1];
    }
    ranges[at] = low;
    ranges[at + 1] = high;
  }
}
