import { StoreUnavailable } from "./errors.ts";
import type { LeaseRequest } from "./lease/lease.ts";
import type { Change, Contents, Kind, Page, Resource, Store } from "./store.ts";

/** How often it is tried whether the store can be opened by now. */
const TRY_EVERY_MS = 2_000;

interface StandInOptions {
  /** What the store held last, as far as is known. */
  resources: readonly Resource[];
  /** Why the store cannot be opened. */
  reason: string;
  /** Opens it. @throws while it cannot be */
  open(): Promise<Store>;
  tryEveryMs?: number;
}

/**
 * In the place of a store that cannot be opened. What it held last can be read and nothing can be changed, until the
 * store is there: from then on it is the store.
 */
export class StandInStore implements Store {
  readonly #options: StandInOptions;
  readonly #watchers = new Map<() => void, (() => void) | undefined>();
  readonly #back = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #store: Store | undefined;
  #closed = false;

  constructor(options: StandInOptions) {
    this.#options = options;
    this.#tryLater();
  }

  /** Why there is no store; undefined once there is. */
  get reason(): string | undefined {
    return this.#store === undefined ? this.#options.reason : undefined;
  }

  /** Calls back once, when the store is there. */
  onBack(listener: () => void): void {
    this.#back.add(listener);
  }

  async get(kind: Kind, id: string) {
    if (this.#store !== undefined) return this.#store.get(kind, id);
    return this.#options.resources.find((resource) => resource.kind === kind && resource.id === id);
  }

  async all(kind: Kind) {
    if (this.#store !== undefined) return this.#store.all(kind);
    return this.#options.resources.filter((resource) => resource.kind === kind);
  }

  /** A commit that no store has seen: whatever the store holds when it is there is another state. */
  async contents(): Promise<Contents> {
    return this.#store?.contents() ?? { commit: -1, version: 0, resources: [...this.#options.resources] };
  }

  list = async (kind: Kind, page: Page) => this.#there().list(kind, page);
  commit = async (change: Change) => this.#there().commit(change);
  versions: Store["versions"] = async (page) => this.#there().versions(page);
  version = async (number: number) => this.#there().version(number);
  audit: Store["audit"] = async (query) => this.#there().audit(query);
  lease = async (request: LeaseRequest) => this.#there().lease(request);
  usage = async (scopes?: readonly string[]) => this.#there().usage(scopes);
  coolDown: Store["coolDown"] = async (list) => this.#there().coolDown(list);
  coolDowns = async () => this.#there().coolDowns();

  watch(onChange: () => void): () => void {
    // One object for each call: the same function may watch twice.
    const watcher = () => onChange();
    this.#watchers.set(watcher, this.#store?.watch(watcher));
    return () => {
      this.#watchers.get(watcher)?.();
      this.#watchers.delete(watcher);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#store?.close();
  }

  #there(): Store {
    if (this.#store === undefined) throw new StoreUnavailable(this.#options.reason);
    return this.#store;
  }

  #tryLater(): void {
    this.#timer = setTimeout(() => void this.#try(), this.#options.tryEveryMs ?? TRY_EVERY_MS);
    this.#timer.unref();
  }

  async #try(): Promise<void> {
    const store = await this.#options.open().catch(() => undefined);
    if (this.#closed) return store?.close();
    if (store === undefined) return this.#tryLater();
    this.#store = store;
    for (const watcher of this.#watchers.keys()) {
      this.#watchers.set(watcher, store.watch(watcher));
      watcher();
    }
    for (const listener of this.#back) listener();
  }
}
