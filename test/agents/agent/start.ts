import { runProgram } from "../../../control-plane/setup/run-program.ts";
import type { Place, Run } from "./agent.ts";

/** For what hangs: the slowest needs some ten seconds, on a machine that has nothing else to do. */
const DEADLINE_MS = 240_000;

/** Nothing of this machine's environment, and no way out of it but loopback: what has proxies is sent to none that is. */
export async function start(
  program: string,
  args: readonly string[],
  { workspace, home }: Place,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const { code, stdout, stderr } = await runProgram(program, args, {
    cwd: workspace,
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, LANG: "C.UTF-8", NO_COLOR: "1", ...NO_WAY_OUT, ...env },
    timeoutMs: DEADLINE_MS,
  });
  return { code, output: `${stdout}\n${stderr}` };
}

const NOBODY = "http://127.0.0.1:9";
const LOOPBACK = "127.0.0.1,localhost";
const NO_WAY_OUT = { HTTPS_PROXY: NOBODY, https_proxy: NOBODY, NO_PROXY: LOOPBACK, no_proxy: LOOPBACK };
