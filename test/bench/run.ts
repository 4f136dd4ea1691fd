import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { untilSignal } from "../../control-plane/process/until-signal.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { demandProc } from "./cpu-time.ts";
import { startEnvoys, stopEnvoys } from "./envoys.ts";
import { machine } from "./machine.ts";
import { measure } from "./measure.ts";
import { parseOptions } from "./options.ts";
import { tables } from "./report.ts";
import { scope } from "./scope.ts";
import { demandWrk } from "./wrk.ts";

const log = createLog("bench");

// At exit each process of ours is killed by its id, see test/envoy/process.ts.
untilSignal().then((signal) => process.exit(128 + constants.signals[signal]));

try {
  await bench(process.argv.slice(2));
} catch (error) {
  log.error(error instanceof OperatorError ? error.message : String((error as Error).stack));
  process.exit(error instanceof OperatorError ? error.exitCode : 1);
}

async function bench(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  demandProc();
  const wrk = await demandWrk();
  await ensureWasm(PROJECT_ROOT, log);
  const { binary } = await findEnvoy(PROJECT_ROOT, process.env, log);
  const where = await machine(binary, wrk);
  const folder = mkdtempSync(join(tmpdir(), "headgate-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

  const envoys = await startEnvoys(binary, folder);
  const pairs = await measure(envoys, options, folder, log.info).catch((error) => {
    for (const { name, process } of Object.values(envoys)) {
      if (process.output() !== "") log.error(`the ${name} Envoy said:\n${process.output().slice(-2000).trimEnd()}`);
    }
    throw error;
  });
  await stopEnvoys(envoys);
  process.stdout.write(`\n${where}\n\n${tables(pairs)}\n\n${scope(options)}\n`);
  process.exit();
}
