import type { Config } from "../../contract/config.ts";
import { loadConfig } from "../config/load.ts";
import { leftOut } from "../failover-test/left-out.ts";
import { reportOf } from "../failover-test/report.ts";
import { lineOf } from "../failover-test/report-line.ts";
import { walk } from "../failover-test/walk.ts";
import { walkEnvironment } from "../failover-test/walk-environment.ts";
import { casesOf, walkedModels } from "../failover-test/walked-cases.ts";
import { lint } from "../lint/lint.ts";
import { buildPolicy } from "../policy/build.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import { createLog } from "../process/log.ts";
import { OperatorError } from "../process/operator-error.ts";
import { PROJECT_ROOT } from "../process/project-root.ts";
import { findEnvoy } from "../setup/find-envoy.ts";
import { ensureWasm } from "../setup/wasm.ts";
import type { Command } from "./command.ts";

export const failoverTest: Command = {
  name: "failover-test",
  summary: "prove on a real Envoy that each declared fallback fires: providers replaced by a fault injector",
  details: `Walks the failure table for each model: its first targets have the fault, the others answer. Nothing is sent to a real
provider, no real key is read, and a gateway that runs is not touched. Exit code 1: a declared fallback would not fire.
--model: only this one. --json: for programs.`,
  flags: { config: "path", model: "name", json: "" },
  async run({ config: path, model, json }) {
    const log = createLog("failover-test");
    const { config } = await loadConfig(path, process.env);
    demandModel(config, model);
    const policy = buildPolicy(config, walkEnvironment(config, "not asked for"));
    const models = walkedModels(config, policy, new Date()).filter(({ name }) => model === undefined || name === model);
    await ensureWasm(PROJECT_ROOT, log);
    const { binary: envoy } = await findEnvoy(PROJECT_ROOT, process.env, log);

    const started = performance.now();
    // What is to be cleared away is cleared at the exit.
    const leave = () => process.exit(1);
    for (const signal of SIGNALS) process.once(signal, leave);
    const walked = await walk(envoy, config, casesOf(models, config));
    for (const signal of SIGNALS) process.off(signal, leave);
    const seconds = (performance.now() - started) / 1000;
    const findings = lint(config);
    if (json === undefined) {
      process.stdout.write(
        reportOf({ walked, findings, leftOut: leftOut(config), seconds }, process.stdout.isTTY === true),
      );
    } else {
      const told = findings.map(({ isFatal, ...finding }) => ({ ...finding, fatal: isFatal }));
      const document = { seconds, left_out: leftOut(config), findings: told, cases: walked.map(lineOf) };
      process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    }
    if (findings.some(({ isFatal }) => isFatal) || walked.some(({ verdict }) => verdict.verdict === "failed")) {
      process.exitCode = 1;
    }
  },
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function demandModel({ models }: Config, name: string | undefined): void {
  if (name === undefined) return;
  const names = Object.keys(models).filter((each) => models[each]?.targets !== undefined);
  if (!names.includes(name)) {
    throw new OperatorError(
      `--model ${name}: the configuration has no such model with targets of its own${didYouMean(name, names)}`,
      2,
    );
  }
}
