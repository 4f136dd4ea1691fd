type Close = () => void | Promise<void>;

/** What a start has opened. It is closed the other way round: each part before those that it stands on. */
export class OpenParts {
  readonly #closes: Close[] = [];

  add(close: Close): void {
    this.#closes.push(close);
  }

  /** Closes all, also behind one that fails. */
  async close(): Promise<void> {
    const last = this.#closes.pop();
    if (last === undefined) return;
    try {
      await last();
    } finally {
      await this.close();
    }
  }
}
