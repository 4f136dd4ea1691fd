import { needsRestart, type Plan } from "../../envoy/needs-restart.ts";
import { readConfigFile } from "../config/read-file.ts";
import { warningsOf } from "../config/warnings.ts";
import type { Config, Policy } from "../contract.ts";
import type { Log } from "../log.ts";
import { OperatorError } from "../operator-error.ts";
import { buildPolicy } from "../policy/build.ts";
import { type Environment, providerKeyProblems } from "../policy/secrets.ts";
import { snapshotOf } from "../policy/snapshot.ts";

/** A file that was not taken, and why; until it is put right, the one before holds. */
export interface Rejected {
  at: string;
  reason: string;
}

/** The snapshot of a plan. @throws OperatorError for provider keys that are not in the environment */
export function snapshotFor({ config, policy }: Plan, environment: Environment): Policy {
  const problems = providerKeyProblems(config, environment);
  if (problems.length > 0) throw new OperatorError(problems.join("\n"));
  return snapshotOf(policy, environment);
}

export interface ReloaderOptions {
  path: string;
  /** What the running Envoy was rendered from. */
  running: Plan;
  environment: Environment;
  log: Log;
  /** Called with each configuration that is taken. */
  onAccepted(config: Config, snapshot: Policy): void;
}

/** Takes a changed `headgate.yaml` whole, or refuses it whole. */
export class Reloader {
  readonly #options: ReloaderOptions;
  #rejected: Rejected | undefined;
  #warnings: string[];
  #version: string | undefined;

  constructor(options: ReloaderOptions) {
    this.#options = options;
    this.#warnings = warningsOf(options.running.config);
  }

  get rejected(): Rejected | undefined {
    return this.#rejected;
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Reads the file again. Never throws for what an operator can have done. */
  reload(): void {
    const { path, running, environment, log, onAccepted } = this.#options;
    try {
      const config = readConfigFile(path);
      const plan = { config, policy: buildPolicy(config, environment) };
      const restart = needsRestart(running, plan);
      if (restart.length > 0) throw new OperatorError(`${path}: needs a restart: ${restart.join(", ")}`);
      const snapshot = snapshotFor(plan, environment);
      const wasRejected = this.#rejected !== undefined;
      this.#rejected = undefined;
      this.#warnings = warningsOf(config);
      onAccepted(config, snapshot);
      if (snapshot.version === this.#version && !wasRejected) return;
      this.#version = snapshot.version;
      log.info(`policy ${snapshot.version} from ${path} is in force`);
      for (const warning of this.#warnings) log.warn(warning);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      // The same complaint once: a safety net that looks every second must not fill the log.
      if (error.message === this.#rejected?.reason) return;
      this.#rejected = { at: new Date().toISOString(), reason: error.message };
      for (const line of error.message.split("\n")) log.error(`refused, the policy before stays in force: ${line}`);
    }
  }
}
