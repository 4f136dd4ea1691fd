import { didYouMean } from "../problem/did-you-mean.ts";
import { OperatorError } from "../process/operator-error.ts";
import type { Command, Flags } from "./command.ts";

interface CommandLine {
  flags: Flags;
  args: readonly string[];
}

/**
 * `--name value`, `--name=value`, and `--name` for a flag without an argument (then its value is "").
 *
 * @throws OperatorError with exit code 2
 */
export function parseFlags(command: Command, args: readonly string[]): CommandLine {
  const flags: Record<string, string> = {};
  const given: string[] = [];
  const wanted = command.args ?? [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) {
      if (given.length === wanted.length) throw usage(`headgate ${command.name} takes no argument "${arg}"`);
      given.push(arg);
      continue;
    }
    const kind = command.flags[name];
    if (kind === undefined) {
      throw usage(`headgate ${command.name} knows no flag --${name}${didYouMean(name, Object.keys(command.flags))}`);
    }
    if (kind === "" && inline !== undefined) throw usage(`--${name} takes no value`);
    const value = kind === "" ? "" : (inline ?? args[++at]);
    if (kind !== "" && !value) throw usage(`--${name} needs a value: --${name} ${kind}`);
    flags[name] = value ?? "";
  }
  const missing = wanted.slice(given.length).find((arg) => arg.startsWith("<"));
  if (missing !== undefined) throw usage(`headgate ${command.name} needs ${missing}`);
  return { flags, args: given };
}

function usage(message: string): OperatorError {
  return new OperatorError(`${message}; see headgate --help`, 2);
}
