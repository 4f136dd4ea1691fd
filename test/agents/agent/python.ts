import { join } from "node:path";
import type { Dialect } from "../../../contract/dialect.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { installedPythonAgents, pinnedPythonAgents } from "../../../control-plane/setup/agents.ts";
import type { ToolScript } from "../script.ts";
import type { Agent } from "./agent.ts";
import { pinnedVersion } from "./pinned-version.ts";
import { start } from "./start.ts";

const PROGRAMS = join(import.meta.dirname, "../python");

/** The tool that our programs give to each framework. */
const SCRIPT: ToolScript = {
  calls: [
    [{ tool: "read_file", arguments: { name: "a.txt" }, result: /alpha 17/ }],
    [
      { tool: "read_file", arguments: { name: "b.txt" }, result: /beta 42/ },
      { tool: "read_file", arguments: { name: "c.txt" }, result: /gamma 5/ },
    ],
  ],
};

interface Framework {
  name: string;
  package: string;
  dialect: Dialect;
  /** A program of ../python, and how it is told what to use. */
  program: readonly [string, ...string[]];
  script?: Agent["script"];
}

/** A framework of PyPI, in the program that its own documentation shows, with one tool. */
export function framework({ name, package: of, dialect, program, script = SCRIPT }: Framework): Agent {
  return {
    name,
    package: of,
    version: pinnedVersion(pinnedPythonAgents("frameworks"), of),
    dialect,
    script,
    async install(log) {
      const { python, folder } = await installedPythonAgents(PROJECT_ROOT, "frameworks", process.env, log);
      const [file, ...args] = program;
      return {
        // Without the packages of the machine (-S), and of its user.
        run: (place) =>
          start(python, ["-S", join(PROGRAMS, file), ...args, place.url, place.key, place.prompt], place, {
            PYTHONPATH: folder,
            PYTHONDONTWRITEBYTECODE: "1",
          }),
      };
    },
  };
}
