/**
 * `npm run fuzz -- [--seed N] [--iterations N] [--seconds N]`: scenarios from a random seed on, for a
 * minute or as long as told. Ends with 1 at the first that goes wrong, and says how to see it again.
 */
import { randomInt } from "node:crypto";
import { createLog } from "../../control-plane/process/log.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { type Options, parseOptions } from "./options.ts";

const TOLD_EVERY_MS = 10_000;

const log = createLog("fuzz");

try {
  await fuzz(parseOptions(process.argv.slice(2), randomInt(2 ** 31)));
} catch (error) {
  log.error(error instanceof OperatorError ? error.message : String((error as Error).stack));
  process.exitCode = error instanceof OperatorError ? error.exitCode : 1;
}

async function fuzz({ seed, iterations, seconds }: Options): Promise<void> {
  await ensureWasm(PROJECT_ROOT, log);
  // Only now: it reads the filter.
  const { Fuzzer } = await import("./fuzzer.ts");
  log.info(`from seed ${seed} on`);
  const fuzzer = new Fuzzer();
  const tally: Record<string, number> = {};
  const end = Date.now() + seconds * 1000;
  let told = Date.now();
  let played = 0;
  const tell = () =>
    log.info(`${played} scenarios, ${fuzzer.host.memoryBytes / 2 ** 20} MiB: ${JSON.stringify(tally)}`);
  for (; played < iterations && Date.now() < end; played++) {
    const next = (seed + played) % 2 ** 32;
    try {
      const outcome = fuzzer.play(next);
      tally[outcome] = (tally[outcome] ?? 0) + 1;
    } catch (error) {
      throw new OperatorError(`${(error as Error).message}\n\nagain: npm run fuzz -- --seed ${next} --iterations 1`, 1);
    }
    if (Date.now() - told < TOLD_EVERY_MS) continue;
    told = Date.now();
    tell();
  }
  tell();
}
