import { createLog } from "../process/log.ts";
import { untilSignal } from "../process/until-signal.ts";
import { startControlPlane } from "../server/control-plane.ts";
import type { Command } from "./command.ts";

export const controlPlane: Command = {
  name: "control-plane",
  summary: "run the control plane alone, beside an Envoy that is run by something else",
  flags: { config: "path" },
  async run({ config: path }) {
    const stop = untilSignal();
    const running = await startControlPlane(path, process.env, createLog("control-plane"));
    await stop;
    await running.close();
  },
};
