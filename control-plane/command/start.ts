import { runGateway } from "../launcher/run-gateway.ts";
import { createLog } from "../process/log.ts";
import type { Command } from "./command.ts";

export const start: Command = {
  name: "start",
  summary: "make everything ready and run the gateway: Envoy, the control plane, the demo if need be",
  flags: { config: "path" },
  run: ({ config }) => runGateway(config, createLog("headgate")),
};
