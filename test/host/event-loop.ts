/** The worker's event loop: what Envoy does later, in its order. Every drive call of a test ends by draining it. */
export class EventLoop {
  #queue: (() => void)[] = [];
  #draining = false;

  post(event: () => void): void {
    this.#queue.push(event);
  }

  /** Before everything else: what Envoy does as soon as the filter's callback has returned. */
  next(event: () => void): void {
    this.#queue.unshift(event);
  }

  /** Does `action` and all that follows from it. A failure ends the run: the rest is dropped. */
  run<T>(action: () => T): T {
    if (this.#draining) return action();
    this.#draining = true;
    try {
      const result = action();
      for (let event = this.#queue.shift(); event; event = this.#queue.shift()) event();
      return result;
    } finally {
      this.#draining = false;
      this.#queue = [];
    }
  }
}
