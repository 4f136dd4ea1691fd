import { describeSource, loadConfig } from "../config/load.ts";
import { buildPolicy } from "../policy/build.ts";
import { providerKeyProblems } from "../policy/provider-key-problems.ts";
import type { Command } from "./command.ts";

export const check: Command = {
  name: "check",
  summary: "say whether a headgate.yaml is right, and what it does",
  flags: { config: "path" },
  async run({ config: path }) {
    const { config, source, warnings } = await loadConfig(path, process.env);
    const policy = buildPolicy(config, process.env);
    for (const warning of [...warnings, ...providerKeyProblems(config, process.env)]) {
      process.stderr.write(`warning: ${warning}\n`);
    }
    const callers = policy.anonymous ? "anonymous callers are served" : "a client key is demanded";
    process.stdout.write(
      `${describeSource(source)}: ok: ${count(policy.models, "model")}, ${count(policy.targets, "target")}, ${count(policy.keys, "client key")}; ${callers}\n`,
    );
  },
};

function count(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? "" : "s"}`;
}
