/** A set of numbers below its capacity, in the order of their arrival; `clear` costs nothing (Briggs and Torczon). */
export class StateSet {
  private dense: StaticArray<u32> = new StaticArray<u32>(0);
  private sparse: StaticArray<u32> = new StaticArray<u32>(0);
  size: i32 = 0;

  /** Makes room for numbers below `capacity`, and empties the set. */
  reserve(capacity: i32): void {
    this.size = 0;
    if (capacity <= this.dense.length) return;
    this.dense = new StaticArray<u32>(capacity);
    this.sparse = new StaticArray<u32>(capacity);
  }

  /** Where its members are, one u32 each. */
  get members(): usize {
    return changetype<usize>(this.dense);
  }

  has(member: u32): bool {
    const at = unchecked(this.sparse[member]);
    return at < <u32>this.size && unchecked(this.dense[at]) == member;
  }

  add(member: u32): void {
    if (this.has(member)) return;
    this.sparse[member] = this.size;
    this.dense[this.size] = member;
    this.size += 1;
  }

  clear(): void {
    this.size = 0;
  }

  member(index: i32): u32 {
    return unchecked(this.dense[index]);
  }
}
