/** The fault suite: `npm run chaos`. What may be said to it: see options.ts; what it does: see scenarios/. */
import { constants } from "node:os";
import { createLog } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { untilSignal } from "../../control-plane/process/until-signal.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { PROMISE, reportOf } from "./day/report.ts";
import { runDay } from "./day/run-day.ts";
import { drawDay } from "./day/schedule.ts";
import { type Options, parseOptions } from "./options.ts";
import { runScenario } from "./run-scenario.ts";
import { heading, lineOf } from "./table.ts";
import { problemsOf } from "./verdict.ts";

const log = createLog("chaos");

// At exit each process of ours is killed by its id, see test/envoy/process.ts.
untilSignal().then((signal) => process.exit(128 + constants.signals[signal]));

try {
  const options = parseOptions(process.argv.slice(2));
  await ensureWasm(PROJECT_ROOT, log);
  const { binary } = await findEnvoy(PROJECT_ROOT, process.env, log);
  process.exit((await (options.day ? day : scenarios)(binary, options)) ? 0 : 1);
} catch (error) {
  log.error(error instanceof OperatorError ? error.message : String((error as Error).stack));
  process.exit(error instanceof OperatorError ? error.exitCode : 1);
}

async function scenarios(binary: string, { scenarios, seconds, callers }: Options): Promise<boolean> {
  process.stdout.write(`${callers} callers at a time, whole and streamed in every dialect\n\n${heading()}\n`);
  const problems: string[] = [];
  for (const scenario of scenarios) {
    const result = await runScenario(scenario, { binary, phaseMs: seconds * 1000, callers });
    process.stdout.write(`${lineOf(result)}\n`);
    problems.push(...problemsOf(result).map((problem) => `${scenario.name} (${scenario.does}): ${problem}`));
  }
  for (const problem of problems) log.error(problem);
  return problems.length === 0;
}

async function day(binary: string, { seed, seconds }: Options): Promise<boolean> {
  const outages = drawDay(seed);
  log.info(`a day of ${outages.length} outages in ${seconds} s`);
  const result = await runDay(outages, binary, seconds);
  process.stdout.write(`\n${reportOf(result, outages, { seed, seconds })}\n`);
  for (const failure of result.failed > 0 ? result.failures : []) log.error(failure);
  if (result.gateway < PROMISE) log.error(`less than the ${PROMISE * 100} % that are promised`);
  return result.gateway >= PROMISE;
}
