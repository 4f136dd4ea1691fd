/** Which of `size` things are so. A number outside of it is ignored, and never in it. */
export class BitSet {
  private words: StaticArray<u64>;
  private members: i32 = 0;

  constructor(private size: i32) {
    this.words = new StaticArray<u64>((size + 63) >> 6);
  }

  get count(): i32 {
    return this.members;
  }

  get any(): bool {
    return this.members != 0;
  }

  set(i: i32): void {
    if (<u32>i >= <u32>this.size || this.has(i)) return;
    this.words[i >> 6] |= (<u64>1) << (i & 63);
    this.members += 1;
  }

  has(i: i32): bool {
    if (<u32>i >= <u32>this.size) return false;
    return ((this.words[i >> 6] >> (i & 63)) & 1) != 0;
  }

  clear(): void {
    if (this.members == 0) return;
    memory.fill(changetype<usize>(this.words), 0, this.words.length << 3);
    this.members = 0;
  }
}
