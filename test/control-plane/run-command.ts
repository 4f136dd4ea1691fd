import { vi } from "vitest";
import { main } from "../../control-plane/cli.ts";

/** Runs in this process: a new one for each case would take half a second. Undo by `restoreAllMocks`, `unstubAllEnvs`. */
export async function runCommand(args: string[], env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  process.exitCode = 0;
  await main(args);
  const code = process.exitCode;
  process.exitCode = 0;
  vi.restoreAllMocks();
  return { code, ...written };
}
