import type { HeaderMap } from "./header-map.ts";
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
  /** `retriable_headers`: an answer with this one is retried. */
  readonly retriableHeader?: string;
}

export class Fleet {
  readonly upstream: Upstream;
  readonly retries: number;
  readonly ejected = new Set<string>();
  readonly #pools: Readonly<Record<string, readonly string[]>>;
  readonly #addresses: Readonly<Record<string, string>>;
  readonly #retriableHeader: string;

  constructor(options: FleetOptions) {
    this.upstream = options.upstream ?? (() => ({}));
    this.retries = options.retries ?? 1;
    this.#pools = options.pools ?? {};
    this.#addresses = options.addresses ?? {};
    this.#retriableHeader = options.retriableHeader ?? "x-headgate-retry";
  }

  hasPool(name: string): boolean {
    return Object.hasOwn(this.#pools, name);
  }

  /** The first target of the pool that is not ejected; the first of all where none is left. */
  pick(pool: string): UpstreamHost | undefined {
    const targets = this.#pools[pool] ?? [];
    const target = targets.find((name) => !this.ejected.has(name)) ?? targets[0];
    if (target === undefined) return undefined;
    const address = this.#addresses[target] ?? "192.0.2.1:443";
    return { target, address, filterMetadata: { headgate: { target } } };
  }

  isRetriable(head: HeaderMap): boolean {
    return head.get(this.#retriableHeader) !== undefined;
  }
}
