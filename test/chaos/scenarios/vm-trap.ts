import { chatAlone } from "../../envoy/every-worker.ts";
import { buildTrappingFilter, springs, type Trap } from "../../envoy/trapping-filter.ts";
import { until } from "../../envoy/until.ts";
import type { Scenario } from "../scenario.ts";

const TRAP: Trap = { callback: "proxy_on_request_headers", place: "headgate.gateway" };
const TIMES = 3;

const TRAPPED: Scenario = {
  name: "vm-trap",
  does: `a request makes a worker's VM trap, ${TIMES} times (it is not counted)`,
  excuse: {
    cut: true,
    failed: TIMES,
    why: "what was inside the worker's VM that trapped: at most one request of each caller, each time; none that came later",
  },
  prepare: async () => ({ options: { wasm: await buildTrappingFilter() } }),
  async act({ gateway, load, goOn }) {
    const traps = () => gateway.logs().split(`Function: ${TRAP.callback} failed`).length;
    for (let times = 0; times < TIMES; times++) {
      const before = traps();
      const body = { model: "m", messages: [{ role: "user", content: "Hi" }] };
      await chatAlone(gateway, "openai", body, springs(TRAP));
      const trapped = performance.now();
      await until("Envoy reports the trap", () => traps() > before);
      await goOn();
      const later = load.asked.filter(({ outcome, begun }) => outcome !== "answered" && begun > trapped);
      if (later.length > 0) throw new Error(`${later.length} requests failed that came after the trap`);
    }
  },
};

export const VM_TRAP: readonly Scenario[] = [TRAPPED];
