import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CLUSTERS_FILE, ROUTES_FILE } from "../../envoy/file-source.ts";
import type { Plan } from "../../envoy/needs-restart.ts";
import { isPool } from "../../envoy/pool-cluster.ts";
import { type Cluster, envoyResources, routeConfiguration } from "../../envoy/resources.ts";
import { reachable } from "../../envoy/socket-address.ts";
import { WASM_PATH, wasmVm } from "../../envoy/wasm-filter.ts";
import { Refused } from "../managed/refused.ts";
import { type Applied, applied } from "./applied.ts";
import { type DiscoveryResponse, discoveryResponse } from "./discovery.ts";
import { Leaving } from "./leaving.ts";

/** Of clusters and routes that no policy names any more. */
const GRACE_MS = 60_000;

/** How long Envoy may take to say that it has what was written. */
const PATIENCE_MS = 5_000;

const LOOK_EVERY_MS = 10;

/** Those of the Envoy that runs out of a folder of `npm start`'s. */
export function envoyFiles(runFolder: string, { variables }: { variables: readonly string[] }): EnvoyFiles {
  return new EnvoyFiles({ folder: xdsFolder(runFolder), variables });
}

export function xdsFolder(runFolder: string): string {
  return join(runFolder, "xds");
}

export interface EnvoyFilesOptions {
  folder: string;
  /** What the filter sees of Envoy's environment, as in the running Envoy's own file. */
  variables: readonly string[];
  graceMs?: number;
}

/** The clusters and the routes of a plan. */
interface Files {
  clusters: DiscoveryResponse;
  routes: DiscoveryResponse;
}

/**
 * Envoy's clusters and routes, in files that Envoy watches: what was good last is on disk, so Envoy starts with
 * the control plane away. Make before break: what a plan no longer has stays until no exchange can name it.
 */
export class EnvoyFiles {
  readonly #folder: string;
  readonly #variables: readonly string[];
  readonly #leaving: Leaving;
  #turn: Promise<unknown> = Promise.resolve();
  #sweep: NodeJS.Timeout | undefined;
  /** What is in the folder. */
  #files: Files | undefined;

  constructor({ folder, variables, graceMs = GRACE_MS }: EnvoyFilesOptions) {
    this.#folder = folder;
    this.#variables = variables;
    this.#leaving = new Leaving(graceMs);
    mkdirSync(folder, { recursive: true });
    this.#files = this.#read();
  }

  /**
   * Returns when Envoy has all that the plan's policy can name, or is not there to be asked: it reads the files
   * when it starts.
   *
   * @throws Refused if Envoy does not take it; what it had before stays in force
   */
  apply(plan: Plan): Promise<void> {
    const done = this.#turn.then(() => this.#apply(plan));
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Writes the files of a plan with nothing else in them: for an Envoy that is still to be started. */
  begin(plan: Plan): void {
    this.#write(this.#filesOf(plan, this.#clustersOf(plan)));
  }

  close(): void {
    clearTimeout(this.#sweep);
  }

  async #apply(plan: Plan): Promise<void> {
    const clusters = this.#clustersOf(plan);
    const before = this.#files;
    const there = (before?.clusters.resources ?? []) as Cluster[];
    const next = this.#filesOf(plan, union(clusters, there));
    if (before === undefined || !isSame(before, next)) {
      const admin = `http://${reachable(plan.config.admin).authority}`;
      const was = await applied(admin);
      this.#write(next);
      if (was !== undefined && !(await hasTaken(admin, was, next))) {
        if (before) this.#write(before);
        const reason = "Envoy did not take the clusters and routes that this comes to; its log says why";
        throw new Refused("envoy", [{ path: "providers", reason }]);
      }
    }
    this.#sweepFor(plan, clusters);
  }

  /** Takes out what no exchange can need any more, when its time has come. */
  #sweepFor(plan: Plan, clusters: readonly Cluster[]): void {
    clearTimeout(this.#sweep);
    const there = (this.#files?.clusters.resources ?? []) as Cluster[];
    const files = this.#filesOf(plan, this.#leaving.with(clusters, there, Date.now()));
    if (this.#files === undefined || !isSame(this.#files, files)) this.#write(files);
    const { first } = this.#leaving;
    if (first !== undefined) {
      this.#sweep = setTimeout(() => this.#sweepFor(plan, clusters), first - Date.now()).unref();
    }
  }

  #clustersOf({ config, policy }: Plan): Cluster[] {
    return envoyResources(config, policy, wasmVm(WASM_PATH, this.#variables)).clusters;
  }

  #filesOf({ config }: Plan, clusters: readonly Cluster[]): Files {
    const pools = clusters.map(({ name }) => name).filter(isPool);
    return {
      clusters: discoveryResponse("clusters", clusters),
      routes: discoveryResponse("routes", [routeConfiguration(config, pools)]),
    };
  }

  #read(): Files | undefined {
    const file = (name: string) => JSON.parse(readFileSync(join(this.#folder, name), "utf8"));
    try {
      return { clusters: file(CLUSTERS_FILE), routes: file(ROUTES_FILE) };
    } catch {
      // Not there yet, or not ours.
      return undefined;
    }
  }

  #write({ clusters, routes }: Files): void {
    for (const [file, response] of [
      [CLUSTERS_FILE, clusters],
      [ROUTES_FILE, routes],
    ] as const) {
      const path = join(this.#folder, file);
      writeFileSync(`${path}.new`, JSON.stringify(response));
      renameSync(`${path}.new`, path);
    }
    this.#files = { clusters, routes };
  }
}

/** All of `there` stays until Envoy has what is next: make before break. */
function union(next: readonly Cluster[], there: readonly Cluster[]): Cluster[] {
  const names = new Set(next.map(({ name }) => name));
  return [...next, ...there.filter(({ name }) => !names.has(name))];
}

function isSame(a: Files, b: Files): boolean {
  return versionsOf(a).every((version) => versionsOf(b).includes(version));
}

function versionsOf({ clusters, routes }: Files): string[] {
  return [clusters.version_info, routes.version_info];
}

/** @param was what Envoy said before it was given `next` */
async function hasTaken(admin: string, was: Applied, next: Files): Promise<boolean> {
  const wanted = versionsOf(next);
  for (const deadline = Date.now() + PATIENCE_MS; ; await wait(LOOK_EVERY_MS)) {
    const now = await applied(admin);
    // It ended meanwhile, and will read the files.
    if (now === undefined) return true;
    if (now.refused > was.refused) return false;
    const isInForce = wanted.every((version) => now.versions.includes(version));
    if (isInForce && now.warming === 0) return true;
    // A name that is not found in time is no reason to refuse the rest.
    if (Date.now() > deadline) return isInForce;
  }
}
