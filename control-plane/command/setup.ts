import { createLog } from "../log.ts";
import { PROJECT_ROOT } from "../project-root.ts";
import { findEnvoy } from "../setup/find-envoy.ts";
import { ensureWasm } from "../setup/wasm.ts";
import type { Command } from "./command.ts";

/** The dependencies are seen to before any command runs, with `--for-tests` those of the tests too. */
export const setup: Command = {
  name: "setup",
  summary: "make ready whatever a start needs: the dependencies, the filter, Envoy",
  flags: { "for-tests": "" },
  async run() {
    const log = createLog("setup");
    await ensureWasm(PROJECT_ROOT, log);
    const envoy = await findEnvoy(PROJECT_ROOT, process.env, log);
    log.info(`ready: build/headgate.wasm, ${envoy}`);
  },
};
