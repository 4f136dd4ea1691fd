import { createLog } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import { AGENTS_OF_ALL_TESTS, installAgents, NPM_AGENTS, PYTHON_AGENTS } from "../setup/agents.ts";
import { describeEnvoy, findEnvoy } from "../setup/find-envoy.ts";
import { installedPythonClients } from "../setup/python-clients.ts";
import { ensureWasm } from "../setup/wasm.ts";
import type { Command } from "./command.ts";

/**
 * The dependencies are seen to before any command runs, with `--for-tests` those of the tests too.
 * `--for-agents`: the large clients of `npm run test:agents`.
 */
export const setup: Command = {
  name: "setup",
  summary: "make ready whatever a start needs: the dependencies, the filter, Envoy",
  flags: { "for-tests": "", "for-agents": "" },
  async run(flags) {
    const log = createLog("setup");
    await ensureWasm(PROJECT_ROOT, log);
    const ready = ["build/headgate.wasm", describeEnvoy(await findEnvoy(PROJECT_ROOT, process.env, log))];
    if (flags["for-tests"] !== undefined) {
      try {
        ready.push((await installedPythonClients(PROJECT_ROOT, process.env, log)).folder);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        log.warn(`the tests of PyPI's clients will be SKIPPED: ${error.message}`);
      }
    }
    if (flags["for-agents"] !== undefined) {
      ready.push(...(await installAgents(PROJECT_ROOT, [...NPM_AGENTS, ...PYTHON_AGENTS], process.env, log)));
    } else if (flags["for-tests"] !== undefined) {
      ready.push(...(await installAgents(PROJECT_ROOT, AGENTS_OF_ALL_TESTS, process.env, log)));
    }
    log.info(`ready: ${ready.join(", ")}`);
  },
};
