import { watchFile } from "./watch-file.ts";

/** Watches whichever files it is told of last. */
export class WatchedFiles {
  readonly #onChange: () => void;
  readonly #watches = new Map<string, () => void>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  watch(paths: readonly string[]): void {
    for (const [path, end] of this.#watches) {
      if (paths.includes(path)) continue;
      end();
      this.#watches.delete(path);
    }
    for (const path of paths) {
      if (!this.#watches.has(path)) this.#watches.set(path, watchFile(path, this.#onChange));
    }
  }

  close(): void {
    this.watch([]);
  }
}
