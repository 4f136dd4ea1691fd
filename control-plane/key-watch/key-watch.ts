import type { LivePolicy } from "../managed/live-policy.ts";
import type { Log } from "../process/log.ts";
import type { Store } from "../store/store.ts";
import { type DueEvent, dueEvents, type KeyEvent } from "./key-times.ts";

const LOOK_EVERY_MS = 30_000;
/** Entries of one key that are looked through for one that says the same: another control plane's, or that of a start before. */
const LOOKED_THROUGH = 100;
const ACTOR = "control-plane";
const SCOPE = /^provider_key:([^/]+)\/(.+)\|usd_per_(day|month)$/;

interface KeyWatchOptions {
  live: LivePolicy;
  store: Store;
  log: Log;
  /** Tells those who listen. */
  tell(event: KeyEvent): void;
}

/** What a gateway has met, as the filter's news tell it (plugin/policy/provider/key-news.ts). */
interface KeyReport {
  provider: string;
  key: string;
  reason: string;
  /** Milliseconds since 1970; 0: for good. */
  until: number;
}

/** Sees to it that what happens to provider keys is told once: to who listens, and in the audit log. */
export class KeyWatch {
  readonly #options: KeyWatchOptions;
  readonly #told = new Set<string>();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: KeyWatchOptions) {
    this.#options = options;
  }

  /** Returns how to end it. */
  start(): () => void {
    const look = () => void this.look();
    const timer = setInterval(look, LOOK_EVERY_MS).unref();
    look();
    return () => clearInterval(timer);
  }

  /** Tells what is due. A store that cannot be asked now is asked the next time. */
  look(now = Date.now()): Promise<void> {
    return this.#inTurn(async () => {
      for (const event of dueEvents(this.#options.live.config, now)) await this.#tell(event);
      for (const event of await this.#exhausted(now)) await this.#tell(event);
    });
  }

  /** What gateways have met: keys that are refused, or whose quota is used up. Limits of a minute are no event. */
  report(reports: readonly KeyReport[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const { provider, key, reason, until } of reports) {
        const state = reason === "quota" ? "exhausted" : reason === "key_refused" ? "refused" : undefined;
        if (state === undefined || key === "") continue;
        await this.#tell({ provider, key, state, at: new Date(until).toISOString() });
      }
    });
  }

  async #exhausted(now: number): Promise<KeyEvent[]> {
    const rows = await this.#options.store.usage();
    return rows.flatMap(({ scope, used, limit, windowEnds }) => {
      const [, provider, key] = SCOPE.exec(scope) ?? [];
      if (provider === undefined || key === undefined || used < limit || windowEnds <= now) return [];
      return [{ provider, key, state: "exhausted" as const, at: new Date(windowEnds).toISOString() }];
    });
  }

  async #tell({ warning, ...event }: DueEvent): Promise<void> {
    const { provider, key, state } = event;
    // A key that goes on being refused is told of once an hour: each time it is tried, it is so again.
    const about = state === "refused" ? event.at.slice(0, 13) : event.at;
    const name = [provider, key, state, warning, about].join(" ");
    if (this.#told.has(name)) return;
    this.#told.add(name);
    this.#options.tell(event);
    const object = `provider-key/${key}`;
    const action = `provider-key.${state}`;
    const change = { ...event, at: about, ...(warning !== undefined && { in: warning }) };
    const { items } = await this.#options.store.audit({ object, limit: LOOKED_THROUGH, newestFirst: true });
    const same = (entry: { action: string; change: unknown }) =>
      entry.action === action && JSON.stringify(entry.change) === JSON.stringify(change);
    if (items.some(same)) return;
    await this.#options.live.change(ACTOR, () => ({ action, object, change }));
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act).catch((error: unknown) => {
      this.#options.log.error(`the watch on provider keys: ${error instanceof Error ? error.message : String(error)}`);
    });
    return this.#turn;
  }
}
