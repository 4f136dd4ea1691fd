import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
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

export interface PinnedPackages extends Needed, Pick<Wheels, "size"> {
  /** The file of pins, in the checkout. */
  requirements: string;
  /** How the names of their folders in the cache begin. */
  folder: string;
}

/**
 * Pinned packages, installed into the cache folder once for each version of Python and each change of the pins.
 *
 * @param root folder of the checkout
 * @throws OperatorError that says what is missing
 */
export async function installedPythonPackages(
  root: string,
  pinned: PinnedPackages,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<PythonPackages> {
  const cache = join(root, ".cache");
  const requirements = join(root, pinned.requirements);
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folderFor = ({ version }: Python) => `${pinned.folder}-${digest}-python-${version}`;
  for await (const python of pythons(env)) {
    const folder = join(cache, folderFor(python));
    if (existsSync(folder)) return { python: python.program, folder };
  }
  writableFolder(cache);
  const python = await findPython(env, pinned);
  const distribution = `wheel for each line of ${pinned.requirements}`;
  const wheels: Wheels = { ...pinned, distribution, folder: folderFor(python), requirements };
  await installWheels(wheels, { cache, python: python.program, env, log });
  return { python: python.program, folder: join(cache, wheels.folder) };
}
