import type { Policy } from "../../contract/policy.ts";

type Waiter = (policy: Policy | undefined) => void;

/** The snapshot in force, and those who wait for the next one. */
export class CurrentPolicy {
  #policy: Policy;
  #closed = false;
  readonly #waiters = new Set<Waiter>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  get policy(): Policy {
    return this.#policy;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** Puts a policy in force and ends every wait with it. */
  publish(policy: Policy): void {
    if (policy.version === this.#policy.version) return;
    this.#policy = policy;
    this.#answer(policy);
  }

  /**
   * The policy as soon as it is another than the version that the caller has; undefined after
   * `milliseconds`, when `signal` is aborted, or when this closes.
   */
  next(version: string, milliseconds: number, signal: AbortSignal): Promise<Policy | undefined> {
    if (version !== this.#policy.version) return Promise.resolve(this.#policy);
    if (this.#closed || signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const finish: Waiter = (policy) => {
        this.#waiters.delete(finish);
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        resolve(policy);
      };
      const giveUp = () => finish(undefined);
      const timer = setTimeout(giveUp, milliseconds);
      signal.addEventListener("abort", giveUp);
      this.#waiters.add(finish);
    });
  }

  /** Ends every wait, now and from now on. */
  close(): void {
    this.#closed = true;
    this.#answer(undefined);
  }

  #answer(policy: Policy | undefined): void {
    for (const waiter of [...this.#waiters]) waiter(policy);
  }
}
