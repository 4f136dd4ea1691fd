import { OperatorError } from "../process/operator-error.ts";
import type { Command } from "./command.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** @param all every command, asked for late: this one is among them */
export function completion(all: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print what makes a shell complete headgate's commands and flags: bash, zsh or fish",
    details: `bash: source <(headgate completion bash)
zsh:  source <(headgate completion zsh)
fish: headgate completion fish | source`,
    args: ["<shell>"],
    flags: {},
    async run(_flags, [shell = ""]) {
      if (!SHELLS.some((known) => known === shell)) {
        throw new OperatorError(`no completion for "${shell}": it is there for ${SHELLS.join(", ")}`, 2);
      }
      process.stdout.write(shell === "fish" ? fish(all()) : bash(all(), shell === "zsh"));
    },
  };
}

/** What may come behind the words so far: a command's next word, or its flags. */
function following(commands: readonly Command[]): Map<string, string[]> {
  const words = new Map<string, string[]>();
  words.set("", ["--help", "--version"]);
  const add = (after: string, word: string) => words.set(after, [...new Set([...(words.get(after) ?? []), word])]);
  for (const { name, flags } of commands) {
    const [first = "", second] = name.split(" ");
    add("", first);
    if (second !== undefined) add(first, second);
    for (const flag of Object.keys(flags)) add(name, `--${flag}`);
    add(name, "--help");
  }
  return words;
}

/** zsh runs bash's completions. */
function bash(commands: readonly Command[], inZsh: boolean): string {
  // The longest first: arguments may stand behind a command.
  const longestFirst = [...following(commands)].sort(([a], [b]) => b.length - a.length);
  const cases = longestFirst.map(
    ([after, words]) =>
      `    ${JSON.stringify(after)}${after.includes(" ") ? ` | ${JSON.stringify(`${after} `)}*` : ""}) words=${JSON.stringify(words.join(" "))} ;;\n`,
  );
  return `${inZsh ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_headgate() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _headgate headgate
`;
}

function fish(commands: readonly Command[]): string {
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, flags }) => {
    const [first = "", second] = name.split(" ");
    const word =
      second === undefined
        ? `complete -c headgate -n __fish_use_subcommand -a ${first} -d ${quoted(summary)}`
        : `complete -c headgate -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quoted(summary)}`;
    const seen = `__fish_seen_subcommand_from ${first}${second === undefined ? "" : `; and __fish_seen_subcommand_from ${second}`}`;
    const options = Object.entries(flags).map(
      ([flag, value]) => `complete -c headgate -n '${seen}' -l ${flag}${value === "" ? "" : " -r"}`,
    );
    return second === undefined
      ? [word, ...options]
      : [`complete -c headgate -n __fish_use_subcommand -a ${first}`, word, ...options];
  });
  return `${[...new Set(lines)].join("\n")}\n`;
}
