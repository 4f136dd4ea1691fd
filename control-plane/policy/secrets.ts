import { createHash } from "node:crypto";
import type { Config } from "../contract.ts";
import { OperatorError } from "../operator-error.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable's name in `env:NAME`. */
export function envName(reference: string): string {
  return reference.slice("env:".length);
}

/**
 * What is wrong with a secret in the environment, or undefined. A line break that a file brought
 * along would break the header it is sent in, or hash to a key that no caller can present.
 */
export function secretProblem(name: string, environment: Environment): string | undefined {
  const value = environment[name];
  if (!value) return `the environment variable ${name} is not set`;
  if (!/^[!-~]+$/.test(value))
    return `the environment variable ${name} holds white space or other characters that no key has`;
  return undefined;
}

/** @throws OperatorError `path: reason` */
export function readSecret(name: string, path: string, environment: Environment): string {
  const problem = secretProblem(name, environment);
  if (problem !== undefined) throw new OperatorError(`${path}: ${problem}`);
  return environment[name] ?? "";
}

/**
 * What the filter compares callers' keys with, in the configuration's order. A key in the
 * environment is hashed here: only the hash goes on.
 *
 * @throws OperatorError for a variable that is not set, and for two keys that are one secret
 */
export function clientKeyHashes(keys: Config["keys"], environment: Environment): string[] {
  const hashes: string[] = [];
  for (const [index, key] of keys.entries()) {
    const hash =
      key.secret_sha256 ??
      createHash("sha256")
        .update(readSecret(envName(key.secret ?? ""), `keys[${index}].secret`, environment))
        .digest("hex");
    const same = hashes.indexOf(hash);
    if (same !== -1) throw new OperatorError(`keys[${index}]: is the same secret as keys[${same}]`);
    hashes.push(hash);
  }
  return hashes;
}

/** One line for each provider key that cannot be read: `providers.a.keys[0].secret: …`. */
export function providerKeyProblems(config: Config, environment: Environment): string[] {
  return Object.entries(config.providers).flatMap(([provider, { keys }]) =>
    keys.flatMap((key, index) => {
      const problem = secretProblem(envName(key.secret), environment);
      return problem === undefined ? [] : [`providers.${provider}.keys[${index}].secret: ${problem}`];
    }),
  );
}
