import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { readConfigFile } from "../config/read-file.ts";
import { warningsOf } from "../config/warnings.ts";
import { Refused } from "../managed/refused.ts";
import type { Log } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";

/** A file that was not taken, and why; until it is put right, the one before holds. */
export interface Rejected {
  at: string;
  reason: string;
}

interface ReloaderOptions {
  path: string;
  /** What is in force before the file is read. */
  config: Config;
  log: Log;
  /** Those of that configuration that somebody has been told of. */
  told: readonly string[];
  /** Hears of each configuration that could be read, taken or not. */
  onRead(config: Config): void;
  /** Puts a configuration in force, as the policy that it comes to. @throws OperatorError if it is refused */
  accept(config: Config): Promise<Policy>;
}

/** Takes a changed `headgate.yaml` whole, or refuses it whole. */
export class Reloader {
  readonly #options: ReloaderOptions;
  #rejected: Rejected | undefined;
  #warnings: string[];
  #told: readonly string[];
  #version: string | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ReloaderOptions) {
    this.#options = options;
    this.#warnings = warningsOf(options.config);
    this.#told = options.told;
  }

  get path(): string {
    return this.#options.path;
  }

  get rejected(): Rejected | undefined {
    return this.#rejected;
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Reads the file again, one time after the other. Never fails for what an operator can have done. */
  reload(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#reload());
    return this.#turn;
  }

  async #reload(): Promise<void> {
    const { path, log, onRead, accept } = this.#options;
    try {
      const config = readConfigFile(path);
      onRead(config);
      const snapshot = await accept(config);
      const wasRejected = this.#rejected !== undefined;
      this.#rejected = undefined;
      this.#warnings = warningsOf(config);
      if (snapshot.version === this.#version && !wasRejected) return;
      this.#version = snapshot.version;
      log.info(`policy ${snapshot.version} from ${path} is in force`);
      for (const warning of this.#warnings) if (!this.#told.includes(warning)) log.warn(warning);
      this.#told = this.#warnings;
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      const lines = error instanceof Refused ? error.linesFor(path) : error.message.split("\n");
      const reason = lines.join("\n");
      // The same complaint once: a safety net that looks every second must not fill the log.
      if (reason === this.#rejected?.reason) return;
      this.#rejected = { at: new Date().toISOString(), reason };
      for (const line of lines) log.error(`refused, the policy before stays in force: ${line}`);
    }
  }
}
