import { address, splitAddress } from "../../contract/address.ts";
import { DEMO_ADDRESS } from "../config/demo-config.ts";
import { createDemoProvider } from "../demo-provider/demo-provider.ts";
import { listen } from "../network/listen.ts";
import { createLog } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { untilSignal } from "../process/until-signal.ts";
import type { Command } from "./command.ts";

export const demoProvider: Command = {
  name: "demo-provider",
  summary: "run the provider of the demo, which answers in every dialect",
  flags: { listen: "host:port" },
  async run({ listen: where = DEMO_ADDRESS }) {
    const parsed = address.safeParse(where);
    if (!parsed.success) throw new OperatorError(`--listen ${where}: ${parsed.error.issues[0]?.message}`, 2);
    const stop = untilSignal();
    const server = createDemoProvider();
    await listen(server, splitAddress(parsed.data), "demo-provider --listen");
    createLog("demo-provider").info(`listening on ${where}`);
    await stop;
    server.close();
    server.closeAllConnections();
  },
};
