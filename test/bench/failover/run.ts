/**
 * What a failover costs: `npm run bench:failover`. Flags: `--quick`, `--json` (the figures in place of the page),
 * `--write` (the page becomes docs/failover-figures.md).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createLog } from "../../../control-plane/process/log.ts";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../../control-plane/process/project-root.ts";
import { untilSignal } from "../../../control-plane/process/until-signal.ts";
import { findEnvoy } from "../../../control-plane/setup/find-envoy.ts";
import { ensureWasm } from "../../../control-plane/setup/wasm.ts";
import { demandProc } from "../cpu-time.ts";
import { machine } from "../machine.ts";
import { demandWrk } from "../wrk.ts";
import { measureAddedTime } from "./added-time.ts";
import { measureEjectedCpu } from "./ejected-cpu.ts";
import { measureEjectionTime } from "./ejection-time.ts";
import { startEnvoys } from "./envoys.ts";
import { measureLost } from "./lost.ts";
import { type Figures, page } from "./page.ts";

const log = createLog("bench");

// At exit each process of ours is killed by its id, see test/envoy/process.ts.
untilSignal().then((signal) => process.exit(128 + constants.signals[signal]));

try {
  const boolean = { type: "boolean" } as const;
  const { values } = parseArgs({ options: { quick: boolean, json: boolean, write: boolean } });
  const figures = await measure(values.quick ?? false);
  process.stdout.write(values.json ? `${JSON.stringify(figures, null, 2)}\n` : page(figures));
  if (values.write) writeFileSync(join(PROJECT_ROOT, "docs/failover-figures.md"), page(figures));
  process.exit();
} catch (error) {
  log.error(error instanceof OperatorError ? error.message : String((error as Error).stack));
  process.exit(error instanceof OperatorError ? error.exitCode : 1);
}

async function measure(quick: boolean): Promise<Figures> {
  demandProc();
  const wrk = await demandWrk();
  await ensureWasm(PROJECT_ROOT, log);
  const { binary } = await findEnvoy(PROJECT_ROOT, process.env, log);
  const where = await machine(binary, wrk);
  const folder = mkdtempSync(join(tmpdir(), "headgate-failover-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

  const envoys = await startEnvoys(binary, folder);
  log.info("the time that a failover adds");
  const addedTime = await measureAddedTime(envoys, quick ? 2 : 60);
  log.info("CPU with a failed target ejected");
  const ejectedCpu = await measureEjectedCpu(envoys.ejecting, quick ? 2 : 7, folder);
  await Promise.all(Object.values(envoys).map((envoy) => envoy.process.stop()));
  log.info("from failure to ejection, from recovery to traffic");
  const ejectionTime = await measureEjectionTime(binary, quick ? 1 : 3);
  log.info("requests lost while the gateway itself changes");
  const lost = await measureLost(binary, quick ? 250 : 1000);
  return { machine: where, addedTime, ejectedCpu, ejectionTime, lost };
}
