import type { Command } from "./command/command.ts";
import { COMMANDS } from "./command/commands.ts";
import { helpOf, helpOfAll } from "./command/help.ts";
import { parseFlags } from "./command/parse-flags.ts";
import { didYouMean } from "./problem/did-you-mean.ts";
import { OperatorError } from "./process/operator-error.ts";
import { VERSION } from "./process/version.ts";

/** Runs `headgate <command> [arguments] [flags]`; a command that serves goes on after this returns. */
export async function main(args: readonly string[]): Promise<void> {
  // Who reads the log may go first (a killed launcher): what serves goes on without it.
  for (const output of [process.stdout, process.stderr]) output.off("error", goOn).on("error", goOn);
  if (args[0] === "--version") {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const words = args.filter((arg) => arg !== "--help" && arg !== "-h");
  const command = commandOf(words);
  if (words.length < args.length) {
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `));
    process.stdout.write(command ? helpOf(command) : helpOfAll(group.length > 0 ? group : COMMANDS));
    return;
  }
  try {
    if (command === undefined) throw noSuchCommand(words);
    const { flags, args: given } = parseFlags(command, words.slice(command.name.split(" ").length));
    await command.run(flags, given);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    for (const line of error.message.split("\n")) process.stderr.write(`headgate: ${line}\n`);
    process.exitCode = error.exitCode;
  }
}

function goOn(): void {}

function commandOf([first, second]: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name === `${first} ${second}`) ?? COMMANDS.find(({ name }) => name === first);
}

function noSuchCommand([first, second]: readonly string[]): OperatorError {
  if (first === undefined) return new OperatorError("which command? see headgate --help", 2);
  const names = COMMANDS.map(({ name }) => name);
  const ofGroup = names.filter((name) => name.startsWith(`${first} `));
  if (ofGroup.length > 0 && second === undefined) {
    return new OperatorError(`which one: ${ofGroup.join(", ")}? see headgate ${first} --help`, 2);
  }
  const name = ofGroup.length > 0 ? `${first} ${second}` : first;
  const known = ofGroup.length > 0 ? ofGroup : names.map((each) => each.split(" ")[0] ?? each);
  return new OperatorError(`no command "${name}"${didYouMean(name, known)}; see headgate --help`, 2);
}
