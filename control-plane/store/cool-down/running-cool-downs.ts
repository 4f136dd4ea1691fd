import type { CoolDown } from "../../../contract/cool-down.ts";

/** Cool-downs in memory. Those that are over are dropped when somebody asks. */
export class RunningCoolDowns {
  readonly #all = new Map<string, CoolDown>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Only ever longer. @returns whether it was not known to last so long */
  add(coolDown: CoolDown): boolean {
    const { id, until } = coolDown;
    if (until <= this.#now() || until <= (this.#all.get(id)?.until ?? 0)) return false;
    this.#all.set(id, coolDown);
    return true;
  }

  get all(): CoolDown[] {
    const now = this.#now();
    for (const [id, { until }] of this.#all) if (until <= now) this.#all.delete(id);
    return [...this.#all.values()];
  }
}
