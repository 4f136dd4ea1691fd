import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "../../../contract/dialect.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedPythonAgents, pinnedPythonAgents } from "../../../control-plane/setup/agents.ts";
import { ANSWER } from "../script.ts";
import type { Agent, Place } from "./agent.ts";
import { pinnedVersion } from "./pinned-version.ts";
import { start } from "./start.ts";

/**
 * It knows no tools: the model writes what is to be changed, and it changes the files. How the model has to write it
 * depends on the model.
 */
const EDITS = {
  diff: edit("<<<<<<< SEARCH\nalpha 17\n=======\nalpha 17\nsum 64\n>>>>>>> REPLACE"),
  whole: edit("alpha 17\nsum 64"),
};

function edit(change: string): string {
  return `I write it down.\n\na.txt\n\`\`\`\n${change}\n\`\`\`\n\n${ANSWER}`;
}

const aider = (
  name: string,
  model: string,
  dialect: Dialect,
  format: keyof typeof EDITS,
  environment: (place: Place) => Record<string, string>,
): Agent => ({
  name: `aider, ${name}`,
  package: "aider-chat",
  version: pinnedVersion(pinnedPythonAgents("aider"), "aider-chat"),
  dialect,
  script: { texts: [EDITS[format]], hears: [/alpha 17/] },
  check({ workspace }) {
    const text = readFileSync(join(workspace, "a.txt"), "utf8");
    return text === "alpha 17\nsum 64\n" ? undefined : `a.txt is not edited: ${text}`;
  },
  async install(log) {
    const { python, folder } = await installedPythonAgents(PROJECT_ROOT, "aider", process.env, log);
    const args = ["-S", "-m", "aider", "--model", model, ...QUIET];
    return {
      run: (place) =>
        start(python, [...args, "--message", place.prompt, "a.txt", "b.txt", "c.txt"], place, {
          PYTHONPATH: folder,
          PYTHONDONTWRITEBYTECODE: "1",
          LITELLM_LOCAL_MODEL_COST_MAP: "True",
          ...environment(place),
        }),
    };
  },
});

const QUIET = [
  "--yes-always",
  "--no-git",
  "--no-check-update",
  "--no-show-release-notes",
  "--analytics-disable",
  "--no-pretty",
];

export const AIDER: readonly Agent[] = [
  aider("openai/", "openai/gpt-4.1", "openai", "diff", ({ url, key }) => ({
    OPENAI_API_BASE: `${url}/v1`,
    OPENAI_API_KEY: key,
  })),
  aider("anthropic/", "anthropic/claude-sonnet-4-5", "anthropic", "diff", ({ url, key }) => ({
    ANTHROPIC_API_BASE: url,
    ANTHROPIC_API_KEY: key,
  })),
  aider("ollama_chat/", "ollama_chat/qwen3", "ollama", "whole", ({ url, key }) => ({
    OLLAMA_API_BASE: url,
    OLLAMA_API_KEY: key,
  })),
];
