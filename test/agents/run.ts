/** `npm run test:agents`: each agent at a provider of each dialect; writes docs/clients.md. `--only NAME`: some agents, no page. */
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createLog } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { untilSignal } from "../../control-plane/process/until-signal.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { AGENTS } from "./agent/index.ts";
import { clientsPage } from "./clients-page.ts";
import { outcomeInWords } from "./outcome.ts";
import { playAll, type Row } from "./play-all.ts";

const log = createLog("agents");

// At exit each process of ours is killed by its id, see test/envoy/process.ts.
untilSignal().then((signal) => process.exit(128 + constants.signals[signal]));

try {
  process.exit((await run()) ? 0 : 1);
} catch (error) {
  log.error(error instanceof OperatorError ? error.message : String((error as Error).stack));
  process.exit(error instanceof OperatorError ? error.exitCode : 1);
}

async function run(): Promise<boolean> {
  const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
  const wanted = (name: string) => values.only?.some((part) => name.toLowerCase().includes(part.toLowerCase())) ?? true;
  await ensureWasm(PROJECT_ROOT, log);
  const { binary } = await findEnvoy(PROJECT_ROOT, process.env, log);
  const agents = AGENTS.filter(({ name }) => wanted(name));
  const rows = await playAll(agents, {
    binary,
    log,
    tell: ({ agent, provider, outcome, seconds }) => {
      log.info(`${agent.name}, ${provider} provider: ${outcomeInWords(outcome)} (${seconds.toFixed(0)} s)`);
    },
  });
  if (values.only === undefined) writePage(rows);
  const cells = rows.flatMap(({ outcomes }) => [...outcomes.values()]);
  const count = (holds: (works: boolean | undefined) => boolean) =>
    cells.filter((outcome) => holds("works" in outcome ? outcome.works : undefined)).length;
  const failed = count((works) => works === false);
  const skipped = count((works) => works === undefined);
  process.stdout.write(`\n${count((works) => works === true)} passed, ${failed} failed, ${skipped} skipped\n`);
  return failed === 0;
}

/** A page of what was tried is not written over by a run that could not try it. */
function writePage(rows: readonly Row[]): void {
  const missing = rows.filter(({ outcomes }) => [...outcomes.values()].some((outcome) => "skipped" in outcome));
  if (missing.length > 0)
    log.warn(`docs/clients.md is left as it is: ${missing.map(({ agent }) => agent.name).join(", ")} skipped`);
  else writeFileSync(join(PROJECT_ROOT, "docs/clients.md"), clientsPage(rows));
}
