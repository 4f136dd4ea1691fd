import { fileURLToPath } from "node:url";
import { OperatorError } from "../../control-plane/process/operator-error.ts";
import { runProgram } from "../../control-plane/setup/run-program.ts";
import { run } from "../envoy/process.ts";
import { until } from "../envoy/until.ts";
import { CLIENT_KEY } from "./gateway.ts";
import type { Side } from "./sides.ts";
import { type Load, parseLoad, problemOf } from "./wrk-output.ts";

const SCRIPT = fileURLToPath(new URL("post.lua", import.meta.url));

/** Beyond its slice: wrk's own start and end. */
const PATIENCE_MS = 15_000;

/**
 * wrk's version.
 *
 * @throws OperatorError that says how to get wrk
 */
export async function demandWrk(): Promise<string> {
  // It exits with 1 whatever it is asked but to run.
  const { code, stdout, stderr } = await runProgram("wrk", ["--version"], { timeoutMs: 10_000 });
  if (code !== undefined) return /wrk \S*?(\d+\.\d+\.\d+)/.exec(stdout + stderr)?.[1] ?? "of unknown version";
  throw new OperatorError(
    "wrk, which makes the load, is not on the path: install it (Debian, Ubuntu: apt install wrk; others: https://github.com/wg/wrk)",
  );
}

/**
 * As many requests as get through one after the other on each connection.
 *
 * @param answerBytes how long the body of each answer is
 * @throws Error if not every answer was whole and good
 */
export async function runWrk(side: Side, connections: number, seconds: number, answerBytes: number): Promise<Load> {
  const shape = ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s"];
  const wrk = run("wrk", [...shape, "-s", SCRIPT, side.url, "--", side.bodyPath, CLIENT_KEY], {
    cwd: ".",
    env: { PATH: process.env.PATH },
  });
  await until("wrk ends", () => wrk.hasEnded(), seconds * 1000 + PATIENCE_MS);
  const load = parseLoad(wrk.output());
  const problem = problemOf(load, answerBytes);
  if (problem !== undefined) throw new Error(`${side.url}, ${connections} connections: ${problem}`);
  return load;
}
