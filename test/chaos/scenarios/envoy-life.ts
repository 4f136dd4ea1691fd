import { freePort } from "../../envoy/free-port.ts";
import { until } from "../../envoy/until.ts";
import { DRAIN } from "../drain.ts";
import { underWay } from "../envoy-counters.ts";
import type { Scenario } from "../scenario.ts";

/** Hot restarts of one Envoy find each other by this number: no two Envoys of this machine may share it. */
let baseId = 0;

const HOT_RESTART: Scenario = {
  name: "hot-restart",
  does: "Envoy hot-restarts (--restart-epoch 1): a second one takes over the listener, drains the first and ends it",
  short: true,
  prepare: async () => {
    baseId = await freePort();
    return { options: { envoyArgs: ["--base-id", `${baseId}`, "--restart-epoch", "0", ...DRAIN] } };
  },
  async act({ gateway, goOn }) {
    const next = gateway.startEnvoy(["--base-id", `${baseId}`, "--restart-epoch", "1", ...DRAIN]);
    await until("the Envoy before has ended", () => {
      if (next.hasEnded()) throw new Error(`the second Envoy ended at its start:\n${next.output().slice(-2000)}`);
      return gateway.envoy.hasEnded();
    });
    await goOn();
  },
};

const DRAINED: Scenario = {
  name: "drained",
  does: "one of two Envoys drains gracefully, callers are sent to the other, and SIGTERM ends it when it is idle",
  short: true,
  prepare: async () => ({ options: { envoyArgs: ["--disable-hot-restart", ...DRAIN] } }),
  async act({ gateway, load, startAnother, goOn }) {
    const other = await startAnother();
    await fetch(`${gateway.admin}/drain_listeners?graceful`, { method: "POST" });
    await goOn();
    load.sendTo(other.url);
    await until("nothing is under way", async () => (await underWay(gateway)) === 0);
    await gateway.envoy.stop();
    await goOn();
  },
};

export const ENVOY_LIFE: readonly Scenario[] = [HOT_RESTART, DRAINED];
