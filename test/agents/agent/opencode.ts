import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Dialect } from "../../../contract/dialect.ts";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedNpmAgent, npmAgentVersion } from "../../../control-plane/setup/agents.ts";
import type { Agent, Place } from "./agent.ts";
import { start } from "./start.ts";

const PACKAGE = "opencode-ai";

/** Its own packages for a provider: all of them are inside the binary. */
const PROVIDERS: readonly { npm: string; dialect: Dialect }[] = [
  { npm: "@ai-sdk/openai-compatible", dialect: "openai" },
  { npm: "@ai-sdk/openai", dialect: "responses" },
  { npm: "@ai-sdk/anthropic", dialect: "anthropic" },
];

export const OPENCODE: readonly Agent[] = PROVIDERS.map(({ npm, dialect }) => ({
  name: `opencode, ${npm}`,
  package: PACKAGE,
  version: npmAgentVersion(PROJECT_ROOT, PACKAGE),
  dialect,
  script: {
    calls: [
      [{ tool: "read", arguments: { filePath: "$WORKSPACE/a.txt" }, result: /alpha 17/ }],
      [
        { tool: "read", arguments: { filePath: "$WORKSPACE/b.txt" }, result: /beta 42/ },
        { tool: "bash", arguments: { command: "cat c.txt", description: "Read c.txt" }, result: /gamma 5/ },
      ],
    ],
  },
  async install(log) {
    const folder = await installedNpmAgent(PROJECT_ROOT, PACKAGE, process.env, log);
    // The package's own program is put there by its install script, which is not run.
    const binary = join(folder, `../opencode-${process.platform}-${process.arch}/bin/opencode`);
    if (!existsSync(binary)) throw new OperatorError(`there is no ${binary}`);
    return {
      run(place) {
        configure(place, npm);
        return start(binary, ["run", place.prompt], place, {
          OPENCODE_DISABLE_AUTOUPDATE: "1",
          OPENCODE_DISABLE_MODELS_FETCH: "1",
        });
      },
    };
  },
}));

function configure({ workspace, url, key }: Place, npm: string): void {
  const options = { baseURL: `${url}/v1`, apiKey: key };
  const headgate = { npm, name: "Headgate", options, models: { "house-model": { name: "House model" } } };
  const config = { provider: { headgate }, model: "headgate/house-model" };
  writeFileSync(join(workspace, "opencode.json"), JSON.stringify(config));
}
