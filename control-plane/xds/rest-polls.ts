import type { DiscoveryResponse } from "./discovery.ts";
import { endpointsOf, type Standings, withEndpointsApart } from "./endpoints.ts";
import type { Given, Place } from "./make-before-break.ts";

/** How long a poll is held; shorter than what any proxy between would cut, and than the bootstrap's `request_timeout`. */
const HOLD_MS = 25_000;

/** An Envoy that has not asked for so long is none any more, and not waited for. */
const GONE_MS = HOLD_MS + 5_000;

/** How long Envoys may take to ask again after they were given something. */
const PATIENCE_MS = 5_000;

type Kind = keyof Given;
const KINDS = ["clusters", "routes"] as const satisfies readonly Kind[];

/** What one Envoy has told of one kind. */
interface Told {
  /** The version that it has. */
  has: string;
  /** What it was given, until it asks again. */
  given?: string | undefined;
  /** What it was given, and did not take. */
  refused?: string | undefined;
}

interface Node {
  askedAt: number;
  told: Partial<Record<Kind, Told>>;
}

interface PolledOptions {
  holdMs?: number;
  /** By the targets' ids, those of which anything is known. */
  standings?: () => Standings;
}

/**
 * What Envoys poll for over REST. The next poll says what became of an answer: Envoy names the version that it has, and
 * one that names an older one than it was given has refused that.
 */
export class Polled implements Place {
  readonly #nodes = new Map<string, Node>();
  readonly #waiters = new Set<() => void>();
  readonly #holdMs: number;
  readonly #standings: () => Standings;
  #there: Given | undefined;
  #closed = false;

  constructor({ holdMs = HOLD_MS, standings = () => new Map() }: PolledOptions = {}) {
    this.#holdMs = holdMs;
    this.#standings = standings;
  }

  get there(): Given | undefined {
    return this.#there;
  }

  put(given: Given): void {
    this.#there = given;
    this.#wake();
  }

  async offer(given: Given): Promise<boolean> {
    this.put(given);
    const deadline = Date.now() + PATIENCE_MS;
    while (!this.#closed) {
      const verdict = this.#verdict(given);
      if (verdict !== undefined) return verdict;
      const left = deadline - Date.now();
      if (left <= 0) return false;
      await this.#change(left);
    }
    return true;
  }

  /**
   * What an Envoy that has `version` has to be given, as soon as there is anything; undefined if there is nothing for as
   * long as a poll is held.
   *
   * @param id the Envoy's `node.id`
   */
  async next(id: string, kind: Kind, version: string, signal: AbortSignal): Promise<Given[Kind] | undefined> {
    const told = this.#hear(id, kind, version);
    const now = await this.#found(version, signal, () => {
      const given = this.#there?.[kind];
      return given?.version_info === told.refused ? undefined : given;
    });
    told.given = now?.version_info ?? told.given;
    return now && kind === "clusters" ? withEndpointsApart(now) : now;
  }

  /** The hosts of the named clusters, as `next` has it. Nobody waits for these: a target that is gone has none. */
  async nextEndpoints(
    names: readonly string[],
    version: string,
    signal: AbortSignal,
  ): Promise<DiscoveryResponse | undefined> {
    return this.#found(version, signal, () => {
      const now = this.#there && endpointsOf(this.#there.clusters, names, this.#standings());
      return now?.resources.length === 0 ? undefined : now;
    });
  }

  /** What never changes, for an Envoy that has another version of it. */
  unless(version: string, constant: DiscoveryResponse, signal: AbortSignal): Promise<DiscoveryResponse | undefined> {
    return this.#found(version, signal, () => constant);
  }

  /** What is found, as soon as it is another than that version; undefined after as long as a poll is held. */
  async #found(
    version: string,
    signal: AbortSignal,
    find: () => DiscoveryResponse | undefined,
  ): Promise<DiscoveryResponse | undefined> {
    const deadline = Date.now() + this.#holdMs;
    while (!signal.aborted && !this.#closed) {
      const now = find();
      if (now !== undefined && now.version_info !== version) return now;
      const left = deadline - Date.now();
      if (left <= 0) break;
      await this.#change(left, signal);
    }
    return undefined;
  }

  /** To be called when `standings()` has changed. */
  standingsChanged(): void {
    this.#wake();
  }

  /** An answer that did not arrive was not refused. */
  lost(id: string, kind: Kind): void {
    const told = this.#nodes.get(id)?.told[kind];
    if (told !== undefined) told.given = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  #hear(id: string, kind: Kind, version: string): Told {
    const node = this.#nodes.get(id) ?? { askedAt: 0, told: {} };
    this.#nodes.set(id, node);
    node.askedAt = Date.now();
    const { given, refused } = node.told[kind] ?? {};
    const told: Told = { has: version, refused: given !== undefined && given !== version ? given : refused };
    // One that starts anew has nothing, and refused nothing.
    if (version === "") told.refused = undefined;
    node.told[kind] = told;
    this.#wake();
    return told;
  }

  /** Whether all Envoys have it; undefined while that is not known. */
  #verdict(wanted: Given): boolean | undefined {
    const since = Date.now() - GONE_MS;
    const nodes = [...this.#nodes.values()].filter(({ askedAt }) => askedAt > since);
    const told = nodes.flatMap((node) =>
      KINDS.map((kind) => ({ ...node.told[kind], version: wanted[kind].version_info })),
    );
    if (told.some(({ refused, version }) => refused === version)) return false;
    return told.every(({ has, version }) => has === version) ? true : undefined;
  }

  #change(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        this.#waiters.delete(finish);
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal?.addEventListener("abort", finish);
      this.#waiters.add(finish);
    });
  }

  #wake(): void {
    for (const finish of [...this.#waiters]) finish();
  }
}
