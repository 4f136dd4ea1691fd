import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedNpmAgent, npmAgentVersion } from "../../../control-plane/setup/agents.ts";
import type { WantedCall } from "../script.ts";
import type { Agent, Place } from "./agent.ts";
import { start } from "./start.ts";

const PACKAGE = "@openai/codex";

/** With the model that it takes by itself: its tools come inside the input, in namespaces, one of them a custom tool. */
export const codex = codexWith("Codex CLI", undefined, (cmd, result) => ({
  tool: "exec",
  namespace: "functions",
  input: `text((await tools.exec_command({ cmd: "${cmd}" })).output)`,
  result,
}));

/** With a model that it has never heard of, as people have it who turn to another provider. */
export const codexOtherModel = codexWith("Codex CLI, another model", "house-model", (cmd, result) => ({
  tool: "exec_command",
  arguments: { cmd },
  result,
}));

function codexWith(name: string, model: string | undefined, reads: (cmd: string, result: RegExp) => WantedCall): Agent {
  return {
    name,
    package: PACKAGE,
    version: npmAgentVersion(PROJECT_ROOT, PACKAGE),
    dialect: "responses",
    script: {
      calls: [[reads("cat a.txt", /alpha 17/)], [reads("cat b.txt", /beta 42/), reads("cat c.txt", /gamma 5/)]],
    },
    async install(log) {
      const folder = await installedNpmAgent(PROJECT_ROOT, PACKAGE, process.env, log);
      // The workspace is thrown away, and no sandbox can be had inside of most containers.
      const args = ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"];
      if (model !== undefined) args.push("--model", model);
      return {
        run(place) {
          configure(place);
          const program = [join(folder, "bin/codex.js"), ...args, place.prompt];
          return start(process.execPath, program, place, { HEADGATE_KEY: place.key });
        },
      };
    },
  };
}

function configure({ home, url }: Place): void {
  mkdirSync(join(home, ".codex"), { recursive: true });
  writeFileSync(
    join(home, ".codex/config.toml"),
    `model_provider = "headgate"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.headgate]
name = "Headgate"
base_url = "${url}/v1"
env_key = "HEADGATE_KEY"
wire_api = "responses"
`,
  );
}
