#!/usr/bin/env node
/**
 * The door: needs nothing but Node. It makes sure that the dependencies fit the lockfile, then hands
 * over to `cli.ts`. Everything that can be TypeScript is there.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

demandNode();
ensureDependencies(["--for-tests", "--for-agents"].some((flag) => process.argv.includes(flag)));
const { register } = await import("tsx/esm/api");
register();
const { main } = await import("./cli.ts");
await main(process.argv.slice(2));

/** `engines.node` of package.json is `>=x.y.z`. */
function demandNode() {
  const wanted = String(readJson("package.json").engines.node).replace(/^\D*/, "");
  const have = process.versions.node;
  if (compare(have, wanted) < 0) fail(`Node ${wanted} or newer is needed, this is ${have}: see https://nodejs.org`);
}

/**
 * Runs `npm ci` if the installed packages are not those of the lockfile.
 *
 * @param {boolean} withDev whether the packages that only tests and checks need are demanded too
 */
function ensureDependencies(withDev) {
  if (dependenciesFit(withDev)) return;
  try {
    accessSync(ROOT, constants.W_OK);
    if (existsSync(`${ROOT}node_modules`)) accessSync(`${ROOT}node_modules`, constants.W_OK);
  } catch {
    fail(
      `cannot install the dependencies: ${ROOT} is not writable by this user: give it to them, or run "npm ci" as its owner`,
    );
  }
  process.stderr.write("headgate: installing the dependencies (npm ci)\n");
  // npm says too much for a start that works, and nothing too much for one that does not.
  const npm = spawnSync("npm", ["ci", "--loglevel=error"], {
    cwd: ROOT,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (npm.error) fail(`npm cannot be run (${npm.error.message}): install it, it comes with Node`);
  if (npm.status !== 0) {
    const lines = `${npm.stdout}\n${npm.stderr}`.split("\n").filter((line) => /^npm (error|ERR!)/.test(line));
    fail(
      `npm ci failed: ${
        lines
          .slice(0, 3)
          .join(" ")
          .replaceAll(/npm (error|ERR!) ?/g, "") || `exit ${npm.status}`
      }`,
    );
  }
}

/**
 * Whether node_modules holds what the lockfile names: npm writes down beside the packages which it
 * installed. Packages for other systems are left out there, and development ones may be.
 *
 * @param {boolean} withDev
 */
function dependenciesFit(withDev) {
  // An installed package has no lockfile: its dependencies are the business of who installed it.
  if (!existsSync(`${ROOT}package-lock.json`)) return true;
  if (!existsSync(`${ROOT}node_modules/.package-lock.json`)) return false;
  const wanted = readJson("package-lock.json").packages;
  const installed = readJson("node_modules/.package-lock.json").packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const there = installed[path];
    if (there === undefined) return entry.optional || entry.devOptional || (entry.dev && !withDev);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/**
 * @param {string} path
 * @returns {any} what npm wrote
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(ROOT + path, "utf8"));
  } catch (error) {
    return fail(`${ROOT}${path} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a.localeCompare(b, "en", { numeric: true });
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`headgate: ${message}\n`);
  process.exit(1);
}
