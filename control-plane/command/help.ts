import type { Command } from "./command.ts";

/** `headgate --help`, or of a group of commands (`headgate keys --help`). */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map((command) => `  ${usage(command)}\n      ${command.summary}\n`);
  return `headgate <command>

${rows.join("")}
--config may also be given as HEADGATE_CONFIG; without either, headgate.yaml in the current folder is
taken, else what the machine offers (OPENAI_API_KEY, ANTHROPIC_API_KEY, an Ollama), else a demo.
headgate <command> --help says more of one, headgate --version which Headgate this is. Exit codes: 0 done, 1 refused or failed, 2 a command line that makes no sense.
`;
}

/** `headgate keys create --help`. */
export function helpOf(command: Command): string {
  return `headgate ${usage(command)}\n\n${command.summary}\n${command.details === undefined ? "" : `\n${command.details}\n`}`;
}

function usage({ name, args = [], flags }: Command): string {
  const known = Object.entries(flags).map(([flag, value]) => ` [--${flag}${value && ` ${value}`}]`);
  return `${name}${args.map((arg) => ` ${arg}`).join("")}${known.join("")}`;
}
