import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { type MasterKey, MasterKeys, parseMasterKey } from "./master-key.ts";

/**
 * The master key of `HEADGATE_MASTER_KEY`; else of the file that `HEADGATE_MASTER_KEY_FILE` names; else of
 * `master.key` beside an SQLite store, which is made on the first start. Keys of before the last rotation may be given
 * in `HEADGATE_MASTER_KEY_PREVIOUS`, separated by commas: what they sealed still opens.
 *
 * @param store the URL that `openStore` takes
 * @throws OperatorError
 */
export function loadMasterKeys(environment: Environment, store: string): MasterKeys {
  const previous = (environment.HEADGATE_MASTER_KEY_PREVIOUS ?? "")
    .split(",")
    .filter((text) => text.trim() !== "")
    .map((text) => parseMasterKey(text, "HEADGATE_MASTER_KEY_PREVIOUS"));
  return new MasterKeys(currentKey(environment, store), previous);
}

function currentKey(environment: Environment, store: string): MasterKey {
  const { HEADGATE_MASTER_KEY: text, HEADGATE_MASTER_KEY_FILE: file } = environment;
  if (text) return parseMasterKey(text, "HEADGATE_MASTER_KEY");
  if (file) return readKeyFile(file);
  const beside = /^sqlite:(.+)$/s.exec(store)?.[1];
  if (beside === undefined) {
    throw new OperatorError(
      'a store that is shared needs a master key that is: set HEADGATE_MASTER_KEY or HEADGATE_MASTER_KEY_FILE to the same key in all control planes; make one with "openssl rand -base64 32"',
    );
  }
  return readOrMakeKeyFile(join(dirname(beside), "master.key"));
}

function readOrMakeKeyFile(path: string): MasterKey {
  if (!existsSync(path)) makeKeyFile(path);
  return readKeyFile(path);
}

/** Under its name only when it is whole: of two first starts at once, one makes the key and the other reads that. */
function makeKeyFile(path: string): void {
  const half = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(half, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
      linkSync(half, path);
    } finally {
      rmSync(half, { force: true });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    throw new OperatorError(`${path}: the master key cannot be made: ${(error as Error).message}`);
  }
}

function readKeyFile(path: string): MasterKey {
  let text: string;
  try {
    const file = openSync(path, "r");
    try {
      refuseOthers(path, fstatSync(file).mode);
      text = readFileSync(file, "utf8");
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${path}: the master key cannot be read: ${(error as Error).message}`);
  }
  return parseMasterKey(text, path);
}

/** The group may read it: that is how Kubernetes hands out secrets. On Windows the folder's permissions decide. */
function refuseOthers(path: string, mode: number): void {
  if (process.platform === "win32" || (mode & 0o027) === 0) return;
  throw new OperatorError(
    `${path}: others may read or write the master key (mode ${(mode & 0o777).toString(8)}): chmod 600, and take a new key if they have`,
  );
}
