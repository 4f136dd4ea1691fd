import { spawn } from "node:child_process";

/** How a program ended; what it wrote is cut to the end of its output. */
export interface Ended {
  /** undefined: it could not be started (no such program, not executable). */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

const KEPT_CHARACTERS = 64 * 1024;

/** Runs a program to its end. Never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const { timeoutMs: timeout, ...rest } = options;
    const child = spawn(program, args, { ...rest, ...(timeout && { timeout }), stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (chunk: string) => {
        text[name] = (text[name] + chunk).slice(-KEPT_CHARACTERS);
      });
    }
    child.on("error", (error) => resolve({ code: undefined, stdout: "", stderr: error.message }));
    child.on("close", (code) => resolve({ code: code ?? -1, ...text }));
  });
}
