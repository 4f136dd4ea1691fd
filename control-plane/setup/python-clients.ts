import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { findPython, type Python, pythons } from "./python.ts";
import { installWheels, type Wheels } from "./wheels.ts";
import { writableFolder } from "./writable-folder.ts";

/** PyPI's official clients, which only tests need. */
export interface PythonClients {
  /** The program that they were installed for: their compiled parts fit no other version. */
  python: string;
  /** Where they lie, for `PYTHONPATH`. */
  folder: string;
}

const REQUIREMENTS = "test/clients/python/requirements.txt";

/**
 * The pinned clients, installed into the cache folder once for each version of Python.
 *
 * @param root folder of the checkout
 * @throws OperatorError that says what is missing
 */
export async function installedPythonClients(root: string, env: NodeJS.ProcessEnv, log: Log): Promise<PythonClients> {
  const cache = join(root, ".cache");
  for await (const python of pythons(env)) {
    const folder = join(cache, wheels(root, python).folder);
    if (existsSync(folder)) return { python: python.program, folder };
  }
  writableFolder(cache);
  const python = await findPython(env, { name: NAME, instead: INSTEAD });
  const wanted = wheels(root, python);
  await installWheels(wanted, { cache, python: python.program, env, log });
  return { python: python.program, folder: join(cache, wanted.folder) };
}

const NAME = "PyPI's clients";
const INSTEAD = "do without: their tests are skipped";

function wheels(root: string, { version }: Python): Wheels {
  const path = join(root, REQUIREMENTS);
  const pinned = readFileSync(path, "utf8").trim().split("\n");
  return {
    name: NAME,
    distribution: pinned.join(", "),
    folder: `python-clients-${pinned.map((line) => line.replace("==", "-")).join("-")}-python-${version}`,
    requirements: ["--requirement", path],
    size: { download: 20, disk: 90 },
    instead: INSTEAD,
  };
}
