import { setTimeout as pause } from "node:timers/promises";
import { type CoolDown, isShared } from "../../contract/cool-down.ts";
import type { Log } from "../process/log.ts";
import { RunningCoolDowns } from "../store/cool-down/running-cool-downs.ts";
import type { Store } from "../store/store.ts";

/** Longer than a store that is well takes, shorter than what the filter waits for an answer. */
const STORE_MS = 250;

interface CoolDownBoardOptions {
  store: Pick<Store, "coolDown" | "coolDowns">;
  log: Log;
  /** Milliseconds since 1970. */
  now?(): number;
}

/**
 * What cools down for all Envoys. Through the store to those of other control planes; while it is away, those
 * of this one still tell each other.
 */
export class CoolDownBoard {
  readonly #store: CoolDownBoardOptions["store"];
  readonly #log: Log;
  readonly #running: RunningCoolDowns;
  readonly #listeners = new Set<(coolDown: CoolDown) => void>();
  #away = false;

  constructor({ store, log, now = Date.now }: CoolDownBoardOptions) {
    this.#store = store;
    this.#log = log;
    this.#running = new RunningCoolDowns(now);
  }

  /** Calls back for each that is new, or lasts longer than was known. Returns how to end it. */
  onNews(listener: (coolDown: CoolDown) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes what an Envoy tells. @returns all that run, of those that are everybody's */
  async exchange(told: readonly CoolDown[]): Promise<CoolDown[]> {
    const shared = told.filter(isShared);
    for (const own of told) if (!isShared(own)) this.#tell(own);
    this.#take(shared);
    const asked = (async () => {
      if (shared.length > 0) await this.#store.coolDown(shared);
      this.#take(await this.#store.coolDowns());
      this.#away = false;
    })();
    asked.catch((error: Error) => {
      if (!this.#away) this.#log.warn(`cool-downs are not shared with other control planes: ${error.message}`);
      this.#away = true;
    });
    // A failure is no reason to wait, nor to fail.
    await Promise.race([asked.catch(() => {}), pause(STORE_MS, undefined, { ref: false })]);
    return this.#running.all;
  }

  #take(list: readonly CoolDown[]): void {
    for (const coolDown of list) if (this.#running.add(coolDown)) this.#tell(coolDown);
  }

  #tell(coolDown: CoolDown): void {
    for (const listener of this.#listeners) listener(coolDown);
  }
}
