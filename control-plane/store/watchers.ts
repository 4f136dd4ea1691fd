/** Tells who watches a store of its changes: at once of those it hears of, after the next look of all others. */
export class Watchers {
  readonly #watchers = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #told: number;
  #looking = false;

  /**
   * @param commits how many changes the store has seen
   * @param look asks the store how many it has seen now; may fail
   */
  constructor(commits: number, look: () => Promise<number>, everyMs: number) {
    this.#told = commits;
    this.#timer = setInterval(() => this.#look(look), everyMs);
    this.#timer.unref();
  }

  /** @returns ends the watch */
  add(onChange: () => void): () => void {
    // One object for each call: the same function may watch twice.
    const watcher = () => {
      if (this.#watchers.has(watcher)) onChange();
    };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Not greater, but another: a store that was restored from a backup has changed too. */
  changed(commits: number): void {
    if (commits === this.#told) return;
    this.#told = commits;
    for (const watcher of this.#watchers) setImmediate(watcher);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#watchers.clear();
  }

  async #look(look: () => Promise<number>): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      this.changed(await look());
    } catch {
      // Not to be had for the moment: the next look may.
    } finally {
      this.#looking = false;
    }
  }
}
