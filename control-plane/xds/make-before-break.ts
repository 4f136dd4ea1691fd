import type { Cluster } from "../../envoy/cluster.ts";
import type { Plan } from "../../envoy/plan.ts";
import { isPool } from "../../envoy/pool-cluster.ts";
import { envoyResources, routeConfiguration } from "../../envoy/resources.ts";
import { WASM_PATH, wasmVm } from "../../envoy/wasm-filter.ts";
import type { EnvoyClusters } from "../managed/plan.ts";
import { Refused } from "../managed/refused.ts";
import { type DiscoveryResponse, discoveryResponse } from "./discovery.ts";
import { Leaving } from "./leaving-clusters.ts";

/** Of clusters and routes that no policy names any more: how long an exchange may go on that began before. */
const GRACE_MS = 60_000;

/** What Envoys are given together. */
export interface Given {
  clusters: DiscoveryResponse;
  routes: DiscoveryResponse;
}

/** Where Envoys look for their clusters and routes. */
export interface Place {
  /** What is there now; undefined: nothing yet. */
  readonly there: Given | undefined;
  put(given: Given): void;
  /** Puts it there, and waits until every Envoy has it. False if one refuses it: then it is for the caller to take it back. */
  offer(given: Given, plan: Plan): Promise<boolean>;
}

interface MakeBeforeBreakOptions {
  place: Place;
  /** What the filter sees of Envoy's environment, as in the running Envoy's own file. */
  variables: readonly string[];
  graceMs?: number;
}

/** Clusters and routes as plans come and go: what a plan no longer has stays until no exchange can name it. */
export class MakeBeforeBreak implements EnvoyClusters {
  readonly #options: MakeBeforeBreakOptions;
  readonly #leaving: Leaving;
  #turn: Promise<unknown> = Promise.resolve();
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: MakeBeforeBreakOptions) {
    this.#options = options;
    this.#leaving = new Leaving(options.graceMs ?? GRACE_MS);
  }

  /**
   * Returns when every Envoy has all that the plan's policy can name.
   *
   * @throws Refused if one does not take it; what was there before stays in force
   */
  apply(plan: Plan): Promise<void> {
    const done = this.#turn.then(() => this.#apply(plan));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Puts there what a plan has and nothing else: for an Envoy that is still to be started. */
  begin(plan: Plan): void {
    this.#options.place.put(givenOf(plan, this.#clustersOf(plan)));
  }

  close(): void {
    clearTimeout(this.#sweep);
  }

  async #apply(plan: Plan): Promise<void> {
    const { place } = this.#options;
    const clusters = this.#clustersOf(plan);
    const before = place.there;
    const next = givenOf(plan, union(clusters, clustersIn(before)));
    if (before === undefined || !isSame(before, next)) {
      if (!(await place.offer(next, plan))) {
        if (before) place.put(before);
        const reason = "Envoy did not take the clusters and routes that this comes to; its log says why";
        throw new Refused("envoy", [{ path: "providers", reason }]);
      }
    }
    this.#sweepFor(plan, clusters);
  }

  /** Takes out what no exchange can need any more, when its time has come. */
  #sweepFor(plan: Plan, clusters: readonly Cluster[]): void {
    const { place } = this.#options;
    clearTimeout(this.#sweep);
    const given = givenOf(plan, this.#leaving.with(clusters, clustersIn(place.there), Date.now()));
    if (place.there === undefined || !isSame(place.there, given)) place.put(given);
    const { first } = this.#leaving;
    if (first !== undefined) {
      this.#sweep = setTimeout(() => this.#sweepFor(plan, clusters), first - Date.now()).unref();
    }
  }

  #clustersOf({ config, policy }: Plan): Cluster[] {
    return envoyResources(config, policy, wasmVm(WASM_PATH, this.#options.variables)).clusters;
  }
}

function givenOf({ config }: Plan, clusters: readonly Cluster[]): Given {
  const pools = clusters.map(({ name }) => name).filter(isPool);
  return {
    clusters: discoveryResponse("clusters", clusters),
    routes: discoveryResponse("routes", [routeConfiguration(config, pools)]),
  };
}

function clustersIn(given: Given | undefined): Cluster[] {
  return (given?.clusters.resources ?? []) as Cluster[];
}

/** All of `there` stays until Envoy has what is next. */
function union(next: readonly Cluster[], there: readonly Cluster[]): Cluster[] {
  const names = new Set(next.map(({ name }) => name));
  return [...next, ...there.filter(({ name }) => !names.has(name))];
}

function isSame(a: Given, b: Given): boolean {
  return a.clusters.version_info === b.clusters.version_info && a.routes.version_info === b.routes.version_info;
}
