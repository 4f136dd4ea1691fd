import type { Config } from "../../contract/config.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { type ConfigSource, loadConfig } from "../config/load.ts";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { RUN_FOLDER } from "../process/run-folder.ts";
import { type Accepted, readAccepted } from "../reload/accepted.ts";

/** What the control plane starts from. */
export interface Start {
  /** What the filter presents. */
  token: string;
  config: Config;
  source: ConfigSource;
  /** Under `npm start`: the folder of what runs, and the configuration that its Envoy was started with. */
  run?: { folder: string; accepted: Accepted };
}

/** @throws OperatorError if the configuration or the environment is wrong */
export async function readStart(path: string | undefined, environment: Environment): Promise<Start> {
  const token = environment[SNAPSHOT_TOKEN];
  if (!token) {
    throw new OperatorError(
      `the environment variable ${SNAPSHOT_TOKEN} is not set: give this process and Envoy the same random text in it`,
    );
  }
  const folder = environment[RUN_FOLDER];
  if (folder) {
    const accepted = readAccepted(folder);
    return { token, config: accepted.config, source: accepted.source, run: { folder, accepted } };
  }
  const { config, source } = await loadConfig(path, environment);
  return { token, config, source };
}
