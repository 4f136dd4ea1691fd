import { ABSENT, hash, Span, same } from "../wire/span";

/** Names to look up; whoever made the bytes keeps them. Open addressing, at most half full. */
export class NameSet {
  private slots: StaticArray<Span> = new StaticArray<Span>(0);
  private count: i32 = 0;

  add(name: Span): void {
    if (this.has(name)) return;
    if (this.count * 2 >= this.slots.length) this.grow();
    this.place(name);
    this.count += 1;
  }

  has(name: Span): bool {
    const mask = this.slots.length - 1;
    if (mask < 0) return false;
    let slot = hash(name) & mask;
    while (this.slots[slot] != ABSENT && !same(this.slots[slot], name)) slot = (slot + 1) & mask;
    return this.slots[slot] != ABSENT;
  }

  private place(name: Span): void {
    const mask = this.slots.length - 1;
    let slot = hash(name) & mask;
    while (this.slots[slot] != ABSENT) slot = (slot + 1) & mask;
    this.slots[slot] = name;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new StaticArray<Span>(max(old.length * 2, 4));
    for (let i = 0; i < old.length; i++) if (old[i] != ABSENT) this.place(old[i]);
  }
}
