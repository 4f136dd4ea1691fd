import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import type { Python } from "./python.ts";
import { installedPythonPackages, type PythonPackages } from "./python-packages.ts";
import type { Wheels } from "./wheels.ts";

const REQUIREMENTS = "test/clients/python/requirements.txt";
const NEEDED = { name: "PyPI's clients", instead: "do without: their tests are skipped" };

/**
 * PyPI's official clients.
 *
 * @param root folder of the checkout
 * @throws OperatorError that says what is missing
 */
export function installedPythonClients(root: string, env: NodeJS.ProcessEnv, log: Log): Promise<PythonPackages> {
  return installedPythonPackages(root, NEEDED, (python) => wheels(root, python), env, log);
}

function wheels(root: string, { version }: Python): Wheels {
  const path = join(root, REQUIREMENTS);
  const pinned = readFileSync(path, "utf8").trim().split("\n");
  return {
    ...NEEDED,
    distribution: pinned.join(", "),
    folder: `python-clients-${pinned.map((line) => line.replace("==", "-")).join("-")}-python-${version}`,
    requirements: ["--requirement", path],
    size: { download: 20, disk: 90 },
  };
}
