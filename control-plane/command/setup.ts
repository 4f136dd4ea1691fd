import { createLog } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import { findEnvoy } from "../setup/find-envoy.ts";
import { installedPythonClients } from "../setup/python-clients.ts";
import { ensureWasm } from "../setup/wasm.ts";
import type { Command } from "./command.ts";

/** The dependencies are seen to before any command runs, with `--for-tests` those of the tests too. */
export const setup: Command = {
  name: "setup",
  summary: "make ready whatever a start needs: the dependencies, the filter, Envoy",
  flags: { "for-tests": "" },
  async run(flags) {
    const log = createLog("setup");
    await ensureWasm(PROJECT_ROOT, log);
    const ready = ["build/headgate.wasm", await findEnvoy(PROJECT_ROOT, process.env, log)];
    if (flags["for-tests"] !== undefined) {
      try {
        ready.push((await installedPythonClients(PROJECT_ROOT, process.env, log)).folder);
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        log.warn(`the tests of PyPI's clients will be SKIPPED: ${error.message}`);
      }
    }
    log.info(`ready: ${ready.join(", ")}`);
  },
};
