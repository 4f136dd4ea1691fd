import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../contract/config.ts";
import type { ConfigSource } from "../config/load.ts";
import { checkResolvedConfig } from "../config/parse.ts";

/** The last configuration that was taken, as `npm start` keeps it beside the `envoy.yaml` it runs. */
export interface Accepted {
  config: Config;
  source: ConfigSource;
  /** The environment variables that the running Envoy's filter sees. */
  variables: string[];
}

/**
 * A control plane that is started again takes this one first: it fits the running Envoy, while the
 * file may by now be wrong, or be for another Envoy. Nothing in it is secret.
 */
export function readAccepted(folder: string): Accepted {
  const path = fileIn(folder);
  const { config, ...rest } = JSON.parse(readFileSync(path, "utf8")) as Accepted;
  return { config: checkResolvedConfig(config, path), ...rest };
}

/** In one step: a reader finds the old one or the new one. */
export function writeAccepted(folder: string, accepted: Accepted): void {
  const path = fileIn(folder);
  writeFileSync(`${path}.new`, `${JSON.stringify(accepted, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function fileIn(folder: string): string {
  return join(folder, "accepted.json");
}
