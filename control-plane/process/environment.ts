import { OperatorError } from "./operator-error.ts";

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
