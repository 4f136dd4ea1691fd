import type { UpstreamHost } from "./stream-info.ts";
import type { Upstream } from "./upstream.ts";

/** What stands behind the gateway, and the route's retry policy. */
export interface FleetOptions {
  /** Each pool's targets in failover order; the request names its pool in the filter state `headgate_pool`. */
  readonly pools?: Readonly<Record<string, readonly string[]>>;
  /** A target's address, when a test cares. */
  readonly addresses?: Readonly<Record<string, string>>;
  readonly upstream?: Upstream;
  /** `num_retries`, 1 when absent; a filter overrides it with the request header `x-envoy-max-retries`. */
  readonly retries?: number;
  /** Statuses below 500 that are retried. */
  readonly retriableStatuses?: readonly number[];
}

export class Fleet {
  readonly upstream: Upstream;
  readonly retries: number;
  readonly ejected = new Set<string>();
  readonly #pools: Readonly<Record<string, readonly string[]>>;
  readonly #addresses: Readonly<Record<string, string>>;
  readonly #retriable: ReadonlySet<number>;

  constructor(options: FleetOptions) {
    this.upstream = options.upstream ?? (() => ({}));
    this.retries = options.retries ?? 1;
    this.#pools = options.pools ?? {};
    this.#addresses = options.addresses ?? {};
    this.#retriable = new Set(options.retriableStatuses ?? [401, 402, 403, 404, 408, 429, 529]);
  }

  hasPool(name: string): boolean {
    return Object.hasOwn(this.#pools, name);
  }

  /** The first target of the pool that is not ejected. */
  pick(pool: string): UpstreamHost | undefined {
    const target = this.#pools[pool]?.find((name) => !this.ejected.has(name));
    if (target === undefined) return undefined;
    const address = this.#addresses[target] ?? "192.0.2.1:443";
    return { target, address, filterMetadata: { headgate: { target } } };
  }

  isRetriable(status: number): boolean {
    return status >= 500 || this.#retriable.has(status);
  }
}
