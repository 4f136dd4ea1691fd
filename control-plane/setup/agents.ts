import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { installedNpmPackage } from "./npm-package.ts";
import { installedPythonPackages, type PinnedPackages, type PythonPackages } from "./python-packages.ts";

/** Clients that people work with. They are large, and only tests start them. */
export const NPM_AGENTS = ["@anthropic-ai/claude-code", "@openai/codex", "opencode-ai"] as const;
/** Files of pinned packages: test/agents/python/NAME.txt. */
export const PYTHON_AGENTS = ["aider", "frameworks"] as const;
/** Those that every run of the tests starts. */
export const AGENTS_OF_ALL_TESTS = ["@anthropic-ai/claude-code", "@openai/codex"] as const;

export type NpmAgent = (typeof NPM_AGENTS)[number];
export type PythonAgents = (typeof PYTHON_AGENTS)[number];

const PINNED = "test/agents/npm.json";
const INSTEAD = "do without: their tests are skipped";

export function npmAgentVersion(root: string, name: NpmAgent): string {
  return JSON.parse(readFileSync(join(root, PINNED), "utf8"))[name];
}

/**
 * @returns the package's own folder
 * @throws OperatorError that says what is missing
 */
export function installedNpmAgent(root: string, name: NpmAgent, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  return installedNpmPackage(root, { name, version: npmAgentVersion(root, name), size: 110 }, env, log);
}

/** @throws OperatorError that says what is missing */
export function installedPythonAgents(
  root: string,
  name: PythonAgents,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<PythonPackages> {
  const pinned: PinnedPackages = {
    name: `the Python packages of ${name}`,
    instead: INSTEAD,
    requirements: pinnedPythonAgents(name),
    folder: `python-agents-${name}`,
    size: { download: 150, disk: 700 },
  };
  return installedPythonPackages(root, pinned, env, log);
}

/** Where the versions stand. */
export function pinnedPythonAgents(name: PythonAgents): string {
  return `test/agents/python/${name}.txt`;
}

/** Installs what can be had of them, and says what cannot. */
export async function installAgents(
  root: string,
  names: readonly (NpmAgent | PythonAgents)[],
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string[]> {
  const ready: string[] = [];
  for (const name of names) {
    try {
      if (isNpm(name)) ready.push(await installedNpmAgent(root, name, env, log));
      else ready.push((await installedPythonAgents(root, name, env, log)).folder);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      log.warn(`the tests of ${name} will be SKIPPED: ${error.message}`);
    }
  }
  return ready;
}

function isNpm(name: NpmAgent | PythonAgents): name is NpmAgent {
  return NPM_AGENTS.some((known) => known === name);
}
