import { check } from "./command/check.ts";
import type { Command } from "./command/command.ts";
import { controlPlane } from "./command/control-plane.ts";
import { demoProvider } from "./command/demo-provider.ts";
import { parseFlags } from "./command/parse-flags.ts";
import { render } from "./command/render.ts";
import { setup } from "./command/setup.ts";
import { start } from "./command/start.ts";
import { didYouMean } from "./config/suggest.ts";
import { OperatorError } from "./operator-error.ts";

const COMMANDS: readonly Command[] = [start, render, check, setup, controlPlane, demoProvider];

/** Runs `headgate <command> [flags]`; a command that serves goes on after this returns. */
export async function main(args: readonly string[]): Promise<void> {
  // Who reads the log may go first (a killed launcher): what serves goes on without it.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  const [name, ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help());
    return;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  try {
    if (name === undefined) throw new OperatorError("which command? see headgate --help", 2);
    if (command === undefined) {
      const hint = didYouMean(
        name,
        COMMANDS.map((known) => known.name),
      );
      throw new OperatorError(`no command "${name}"${hint}; see headgate --help`, 2);
    }
    await command.run(parseFlags(command, rest));
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    for (const line of error.message.split("\n")) process.stderr.write(`headgate: ${line}\n`);
    process.exitCode = error.exitCode;
  }
}

function help(): string {
  const rows = COMMANDS.map(({ name, summary, flags }) => {
    const usage = Object.entries(flags).map(([flag, value]) => ` [--${flag}${value && ` ${value}`}]`);
    return `  ${name}${usage.join("")}\n      ${summary}\n`;
  });
  return `headgate <command>

${rows.join("")}
--config may also be given as HEADGATE_CONFIG; without either, headgate.yaml in the current folder is
taken, else what the machine offers (OPENAI_API_KEY, ANTHROPIC_API_KEY, an Ollama), else a demo.
`;
}
