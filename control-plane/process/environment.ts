import { OperatorError } from "./operator-error.ts";
import { readSecretFile } from "./secret-file.ts";

/** By the names of variables. What stands under `file:/path` goes before the file itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

const FILE = "file:";

/** What a reference to a secret names: the variable of `env:NAME`; a `file:/path` names itself. */
export function secretName(reference: string): string {
  return reference.startsWith(FILE) ? reference : reference.slice("env:".length);
}

/** The file of a reference, or of the name of a secret; undefined: it is in a variable. */
export function secretFile(reference: string): string | undefined {
  return reference.startsWith(FILE) ? reference.slice(FILE.length) : undefined;
}

/**
 * A secret's value, or what is wrong with it. A line break that a file brought along would break the header it is sent
 * in, or hash to a key that no caller can present.
 */
function found(name: string, environment: Environment): { value: string } | { problem: string } {
  const file = secretFile(name);
  const value = environment[name];
  const source = file !== undefined && value === undefined ? readSecretFile(file) : { value: value ?? "" };
  if ("problem" in source) return source;
  const where = file === undefined ? `the environment variable ${name}` : `the file ${file}`;
  if (source.value === "") return { problem: `${where} is not set` };
  if (/^[!-~]+$/.test(source.value)) return source;
  return { problem: `${where} holds white space or other characters that no key has` };
}

/** What is wrong with a secret, or undefined. It never says what the secret is. */
export function secretProblem(name: string, environment: Environment): string | undefined {
  const source = found(name, environment);
  return "problem" in source ? source.problem : undefined;
}

/** @throws OperatorError `path: reason` */
export function readSecret(name: string, path: string, environment: Environment): string {
  const source = found(name, environment);
  if ("problem" in source) throw new OperatorError(`${path}: ${source.problem}`);
  return source.value;
}
