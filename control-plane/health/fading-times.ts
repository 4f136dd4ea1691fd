/** A histogram of times in milliseconds, whose counts fade. */
export class FadingTimes {
  readonly #counts = new Map<number, number>();

  add(milliseconds: number, count: number): void {
    this.#counts.set(milliseconds, (this.#counts.get(milliseconds) ?? 0) + count);
  }

  /** What is left of less than a hundredth is dropped. */
  fade(factor: number): void {
    for (const [time, count] of this.#counts) {
      if (count * factor < 0.01) this.#counts.delete(time);
      else this.#counts.set(time, count * factor);
    }
  }

  get count(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }

  get mean(): number | undefined {
    let sum = 0;
    for (const [time, count] of this.#counts) sum += time * count;
    return this.#counts.size === 0 ? undefined : sum / this.count;
  }

  /** @param share 0.95 for the 95th percentile */
  quantile(share: number): number | undefined {
    let left = this.count * share;
    const times = [...this.#counts].sort(([a], [b]) => a - b);
    for (const [time, count] of times) {
      left -= count;
      if (left <= 0) return time;
    }
    return times.at(-1)?.[0];
  }
}
