import { join } from "node:path";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedNpmAgent, npmAgentVersion } from "../../../control-plane/setup/agents.ts";
import type { Agent, Place } from "./agent.ts";
import { start } from "./start.ts";

const PACKAGE = "@anthropic-ai/claude-code";

/** Its tools that must be searched for before they can be called come back as `tool_reference`. */
export const claudeCode: Agent = {
  name: "Claude Code",
  package: PACKAGE,
  version: npmAgentVersion(PROJECT_ROOT, PACKAGE),
  dialect: "anthropic",
  script: {
    calls: [
      [{ tool: "ToolSearch", arguments: { query: "select:NotebookEdit" }, result: /^/ }],
      [{ tool: "Read", arguments: { file_path: "$WORKSPACE/a.txt" }, result: /alpha 17/ }],
      [
        { tool: "Read", arguments: { file_path: "$WORKSPACE/b.txt" }, result: /beta 42/ },
        { tool: "Bash", arguments: { command: "cat c.txt", description: "Read c.txt" }, result: /gamma 5/ },
      ],
    ],
  },
  async install(log) {
    const folder = await installedNpmAgent(PROJECT_ROOT, PACKAGE, process.env, log);
    const args = [join(folder, "cli-wrapper.cjs"), "--print", "--output-format", "stream-json", "--verbose"];
    return { run: (place) => start(process.execPath, [...args, place.prompt], place, environment(place)) };
  },
};

function environment({ url, key, home }: Place): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_AUTH_TOKEN: key,
    CLAUDE_CONFIG_DIR: join(home, ".claude"),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  };
}
