import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CLUSTERS_FILE, ROUTES_FILE } from "../../envoy/file-source.ts";
import type { Plan } from "../../envoy/plan.ts";
import { reachable } from "../../envoy/socket-address.ts";
import { writeStateFile } from "../process/state-file.ts";
import { type Applied, applied } from "./envoy-status.ts";
import { type Given, MakeBeforeBreak, type Place } from "./make-before-break.ts";

/** How long Envoy may take to say that it has what was written. */
const PATIENCE_MS = 5_000;

const LOOK_EVERY_MS = 10;

/** The clusters and routes of the Envoy that runs out of a folder of `npm start`'s. */
export function envoyFiles(runFolder: string, { variables }: { variables: readonly string[] }): MakeBeforeBreak {
  return new MakeBeforeBreak({ place: new EnvoyFiles(xdsFolder(runFolder)), variables });
}

export function xdsFolder(runFolder: string): string {
  return join(runFolder, "xds");
}

/** Files that Envoy watches: what was good last is on disk, so Envoy starts with the control plane away. */
export class EnvoyFiles implements Place {
  readonly #folder: string;
  #there: Given | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#there = this.#read();
  }

  get there(): Given | undefined {
    return this.#there;
  }

  put({ clusters, routes }: Given): void {
    for (const [file, response] of [
      [CLUSTERS_FILE, clusters],
      [ROUTES_FILE, routes],
    ] as const) {
      writeStateFile(join(this.#folder, file), JSON.stringify(response));
    }
    this.#there = { clusters, routes };
  }

  /** An Envoy that is not there to be asked reads the files when it starts. */
  async offer(given: Given, { config }: Plan): Promise<boolean> {
    const admin = `http://${reachable(config.admin).authority}`;
    const was = await applied(admin);
    this.put(given);
    return was === undefined || hasTaken(admin, was, given);
  }

  #read(): Given | undefined {
    const file = (name: string) => JSON.parse(readFileSync(join(this.#folder, name), "utf8"));
    try {
      return { clusters: file(CLUSTERS_FILE), routes: file(ROUTES_FILE) };
    } catch {
      // Not there yet, or not ours.
      return undefined;
    }
  }
}

/** @param was what Envoy said before it was given these */
async function hasTaken(admin: string, was: Applied, { clusters, routes }: Given): Promise<boolean> {
  const wanted = [clusters.version_info, routes.version_info];
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
