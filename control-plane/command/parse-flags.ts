import { didYouMean } from "../config/suggest.ts";
import { OperatorError } from "../operator-error.ts";
import type { Command, Flags } from "./command.ts";

/**
 * `--name value`, `--name=value`, and `--name` for a flag without an argument (then its value is "").
 *
 * @throws OperatorError with exit code 2
 */
export function parseFlags(command: Command, args: readonly string[]): Flags {
  const flags: Record<string, string> = {};
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) throw usage(`headgate ${command.name} takes no argument "${arg}"`);
    const kind = command.flags[name];
    if (kind === undefined) {
      throw usage(`headgate ${command.name} knows no flag --${name}${didYouMean(name, Object.keys(command.flags))}`);
    }
    if (kind === "" && inline !== undefined) throw usage(`--${name} takes no value`);
    const value = kind === "" ? "" : (inline ?? args[++at]);
    if (kind !== "" && !value) throw usage(`--${name} needs a value: --${name} ${kind}`);
    flags[name] = value ?? "";
  }
  return flags;
}

function usage(message: string): OperatorError {
  return new OperatorError(`${message}; see headgate --help`, 2);
}
