import { existsSync } from "node:fs";
import type { Config } from "../../contract/config.ts";
import type { Environment } from "../process/environment.ts";
import { autodetect } from "./autodetect.ts";
import { demoConfig } from "./demo-config.ts";
import { readConfigFile } from "./read-file.ts";
import { warningsOf } from "./warnings.ts";

/** A configuration, and how it was come by. */
export interface LoadedConfig {
  config: Config;
  source: ConfigSource;
  /** What the operator should know and that stops nothing. */
  warnings: string[];
}

export type ConfigSource =
  | { kind: "file"; path: string }
  /** Put together from what this machine offers. */
  | { kind: "found"; what: string }
  | { kind: "demo" };

const DEFAULT_FILE = "headgate.yaml";

/**
 * The configuration to run: the file that was named, else `headgate.yaml` in the current folder,
 * else what the machine offers, else the demo.
 *
 * @param path the `--config` flag; `HEADGATE_CONFIG` is the same
 * @throws OperatorError if a file is named or there, and is wrong
 */
export async function loadConfig(path: string | undefined, environment: Environment): Promise<LoadedConfig> {
  const file =
    path ?? (environment.HEADGATE_CONFIG || undefined) ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined);
  if (file !== undefined) {
    const config = readConfigFile(file);
    return { config, source: { kind: "file", path: file }, warnings: warningsOf(config) };
  }
  const found = await autodetect(environment);
  if (found.config === undefined) return { config: demoConfig(), source: { kind: "demo" }, warnings: found.warnings };
  return { config: found.config, source: { kind: "found", what: found.what.join(", ") }, warnings: found.warnings };
}

export function describeSource(source: ConfigSource): string {
  switch (source.kind) {
    case "file":
      return source.path;
    case "found":
      return `no file; found ${source.what}`;
    case "demo":
      return "no file, no provider found: the built-in demo provider";
  }
}
