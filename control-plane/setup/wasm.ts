import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { runProgram } from "./run-program.ts";
import { writableFolder } from "./writable-folder.ts";

/**
 * Builds `build/headgate.wasm` if it is not what the sources make: a digest of them all stands
 * beside it. The lockfile is one of them, for the compiler and its libraries.
 *
 * @param root folder of the checkout
 * @throws OperatorError if the folder cannot be written to, or the filter does not compile
 */
export async function ensureWasm(root: string, log: Log): Promise<void> {
  const wasm = join(root, "build/headgate.wasm");
  // An installed package brings the filter, and nothing to build it by.
  if (!existsSync(join(root, "asconfig.json")) && existsSync(wasm)) return;
  const stamp = `${wasm}.sources`;
  const digest = digestOf(root);
  if (existsSync(wasm) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;

  writableFolder(join(root, "build"));
  log.info("building the filter (build/headgate.wasm)");
  // Built aside: who reads it meanwhile finds the whole old one, and a failed build leaves no trace.
  const made = `build/headgate.${process.pid}.wasm`;
  const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");
  const args = [compiler, "--config", "asconfig.json", "--target", "release", "--outFile", made];
  const asc = await runProgram(process.execPath, args, { cwd: root });
  if (asc.code !== 0) {
    rmSync(join(root, made), { force: true });
    throw new OperatorError(`the filter does not compile:\n${(asc.stderr || asc.stdout).trim()}`);
  }
  renameSync(join(root, made), wasm);
  writeFileSync(stamp, digest);
}

function digestOf(root: string): string {
  const hash = createHash("sha256");
  for (const path of ["asconfig.json", "package-lock.json", ...filesIn(root, "plugin")]) {
    const file = join(root, path);
    if (existsSync(file)) hash.update(`${path}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Sorted, so that the digest does not hang on the order of the file system. */
function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "/").length))
    .sort();
}
