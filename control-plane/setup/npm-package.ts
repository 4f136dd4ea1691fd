import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { installAside } from "./install-aside.ts";
import { runProgram } from "./run-program.ts";
import { writableFolder } from "./writable-folder.ts";

/** A package of npm that is no dependency of the project: a client, which only tests start. */
export interface NpmPackage {
  /** `@openai/codex`. */
  name: string;
  version: string;
  /** Download, in megabytes. */
  size: number;
}

/**
 * The package in a folder of its own in the cache, installed once. None of its scripts is run.
 *
 * @param root folder of the checkout
 * @returns the package's own folder
 * @throws OperatorError that says what is missing
 */
export async function installedNpmPackage(
  root: string,
  { name, version, size }: NpmPackage,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> {
  const cache = join(root, ".cache");
  const folder = `npm-${name.replace("@", "").replace("/", "-")}-${version}`;
  const installed = join(cache, folder, "node_modules", name);
  if (existsSync(installed)) return installed;
  writableFolder(cache);
  log.info(`installing ${name} into ${join(cache, folder)} (npm, about ${size} MB)`);
  await installAside(cache, folder, async (aside) => {
    const args = ["install", "--prefix", aside, "--no-save", ...QUIET, `${name}@${version}`];
    const npm = await runProgram("npm", args, { env });
    if (npm.code !== 0) throw new OperatorError(`npm cannot install ${name}@${version}: ${reason(npm.stderr)}`);
    demandPlatform(join(aside, "node_modules"), name);
  });
  return installed;
}

const QUIET = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

function reason(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => /^npm (error|ERR!)/.test(line));
  return (lines[0] ?? stderr.trim()).replace(/^npm (error|ERR!) ?/, "");
}

/** Such a client is a binary, in a package for each system: npm passes over one that it does not find. */
function demandPlatform(modules: string, name: string): void {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const names = Object.keys(optionalDependencies);
  if (names.length === 0 || names.some((optional) => existsSync(join(modules, optional)))) return;
  throw new OperatorError(`${name} has no package for this system (${process.platform} ${process.arch})`);
}
