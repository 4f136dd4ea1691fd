import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { findPython, type Needed, type Python, pythons } from "./python.ts";
import { installWheels, type Wheels } from "./wheels.ts";
import { writableFolder } from "./writable-folder.ts";

/** Packages of PyPI, which only tests need. */
export interface PythonPackages {
  /** The program that they were installed for: their compiled parts fit no other version. */
  python: string;
  /** Where they lie, for `PYTHONPATH`. */
  folder: string;
}

/**
 * Pinned packages, installed into the cache folder once for each version of Python.
 *
 * @param root folder of the checkout
 * @param wheelsFor what is installed for a Python
 * @throws OperatorError that says what is missing
 */
export async function installedPythonPackages(
  root: string,
  needed: Needed,
  wheelsFor: (python: Python) => Wheels,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<PythonPackages> {
  const cache = join(root, ".cache");
  for await (const python of pythons(env)) {
    const folder = join(cache, wheelsFor(python).folder);
    if (existsSync(folder)) return { python: python.program, folder };
  }
  writableFolder(cache);
  const python = await findPython(env, needed);
  const wheels = wheelsFor(python);
  await installWheels(wheels, { cache, python: python.program, env, log });
  return { python: python.program, folder: join(cache, wheels.folder) };
}
