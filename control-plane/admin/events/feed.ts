import type { CoolDown } from "../../../contract/cool-down.ts";
import type { AuditEntry } from "../../audit/entry.ts";
import type { CoolDownBoard } from "../../cool-down/cool-down-board.ts";
import type { TargetHealth, Turn } from "../../health/target-health.ts";
import type { KeyEvent } from "../../key-watch/key-times.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { UsageRow } from "../../store/lease/lease.ts";
import type { Store } from "../../store/store.ts";
import { shownRow } from "../resource/usage.ts";

/** Something that happened, for tools and the dashboard. */
export type Event =
  /** Another policy is in force. `id` is that of the last audit entry. */
  | { type: "policy"; id: number; data: { digest: string; number?: number; actor?: string; summary?: string } }
  /** `id` is the entry's sequence. */
  | { type: "audit"; id: number; data: AuditEntry }
  /** What has changed within the last second. */
  | { type: "usage"; data: { rows: ReturnType<typeof shownRow>[] } }
  /** A target does worse than others of its model, or well again: docs/health.md. */
  | { type: "target.degraded" | "target.recovered"; data: { target: string; model: string; score: number } }
  /** A provider key, or without one a model at its provider, cools down until then; without `until` for good. */
  | { type: "provider.cooldown"; data: Omit<CoolDown, "id" | "until"> & { until?: string } }
  /** A provider key has come to its end, or is about to, or is of no use for now. */
  | { type: "key"; data: KeyEvent }
  /** What `/healthz` says, when it says something else. */
  | { type: "health"; data: object };

type Listener = (event: Event) => void;

const LOOK_EVERY_MS = 1000;
const PAGE = 200;

interface FeedOptions {
  live: LivePolicy;
  store: Store;
  targetHealth: TargetHealth;
  coolDowns: CoolDownBoard;
  health(): object;
}

/** What happens, to all who listen; looks at nothing while nobody does. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #listeners = new Set<Listener>();
  #sequence = 0;
  #digest = "";
  #health = "";
  #usage = new Map<string, number>();
  #end: () => void = () => {};
  #turn: Promise<void> = Promise.resolve();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Tells the listener of the health as it is now, then of whatever happens. Returns how to end it. */
  listen(listener: Listener): () => void {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.add(listener);
    listener({ type: "health", data: this.#options.health() });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#end();
    };
  }

  /** The audit entries after one, oldest first: what a listener missed. */
  async missed(after: number): Promise<Event[]> {
    const { items } = await this.#options.store.audit({ after, limit: PAGE });
    return items.map((entry): Event => ({ type: "audit", id: entry.sequence, data: entry }));
  }

  #start(): void {
    const { live, store, targetHealth, coolDowns, health } = this.#options;
    this.#sequence = live.sequence;
    this.#digest = live.current.policy.version;
    this.#health = JSON.stringify(health());
    this.#turn = this.#turn.then(async () => {
      this.#usage = new Map((await store.usage()).map((row) => [nameOf(row), row.used]));
    });
    const endChanges = live.onChange(() => this.#inTurn(() => this.#changes()));
    const timer = setInterval(() => this.#inTurn(() => this.#look()), LOOK_EVERY_MS);
    const endTurns = targetHealth.onTurn((turn) => this.#tell(shownTurn(turn)));
    const endNews = coolDowns.onNews((coolDown) => this.#tell(shownCoolDown(coolDown)));
    this.#end = () => {
      endChanges();
      endTurns();
      endNews();
      clearInterval(timer);
    };
  }

  /** One look at a time; a store that cannot be asked now is asked the next time. */
  #inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(act).catch(() => {});
  }

  async #changes(): Promise<void> {
    const { live, store } = this.#options;
    for (const event of await this.missed(this.#sequence)) {
      if (event.type === "audit") this.#sequence = event.id;
      this.#tell(event);
    }
    const digest = live.current.policy.version;
    if (digest === this.#digest) return;
    this.#digest = digest;
    const [last] = (await store.versions({ limit: 1 })).items;
    // A file's change is in force before the store has its version.
    const about = last?.digest === digest ? { number: last.number, actor: last.actor, summary: last.summary } : {};
    this.#tell({ type: "policy", id: this.#sequence, data: { digest, ...about } });
  }

  async #look(): Promise<void> {
    const { store, health } = this.#options;
    const state = health();
    const now = JSON.stringify(state);
    if (now !== this.#health) {
      this.#health = now;
      this.#tell({ type: "health", data: state });
    }
    const rows = await store.usage();
    const changed = rows.filter((row) => this.#usage.get(nameOf(row)) !== row.used);
    this.#usage = new Map(rows.map((row) => [nameOf(row), row.used]));
    if (changed.length > 0) this.#tell({ type: "usage", data: { rows: changed.map(shownRow) } });
  }

  tellOfKey(data: KeyEvent): void {
    this.#tell({ type: "key", data });
  }

  #tell(event: Event): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function shownTurn({ id, model, degraded, score }: Turn): Event {
  return { type: degraded ? "target.degraded" : "target.recovered", data: { target: id, model, score } };
}

function shownCoolDown({ id: _, until, ...about }: CoolDown): Event {
  return { type: "provider.cooldown", data: { ...about, ...(until > 0 && { until: new Date(until).toISOString() }) } };
}

function nameOf({ scope, window }: UsageRow): string {
  return `${scope} ${window}`;
}
