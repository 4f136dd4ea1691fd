import { spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { until } from "../envoy/until.ts";
import { descendantsOf } from "./processes.ts";

/** `headgate start`, as it runs in somebody's terminal. */
export interface Launched {
  pid: number;
  /** What it and all that it started wrote. */
  output(): string;
  /** The exit code, once it ended. */
  exitCode(): number | null;
  /** The lines of what it said when it was ready, without white space around them. */
  ready(): Promise<string[]>;
  /** Ctrl-C: every process in the terminal's foreground gets the signal. */
  interrupt(): void;
  /** To the launcher alone. */
  signal(signal: NodeJS.Signals): void;
  ended(): Promise<number>;
  /** Whatever happened: nothing of it is left after this. */
  end(): Promise<void>;
}

const READY = "Headgate is ready";

/** Longer than the launcher waits for a process that does not listen. */
const END_MS = 20_000;

/** Groups of processes that are not known to be gone. */
const groups = new Set<number>();

process.on("exit", () => {
  for (const group of groups) killGroup(group);
});

/** @param environment all that it sees of an environment, beside where programs are */
export function launch(args: readonly string[], cwd: string, environment: Record<string, string> = {}): Launched {
  const bin = join(PROJECT_ROOT, "control-plane/bin.mjs");
  const child = spawn(process.execPath, [bin, "start", ...args], {
    cwd,
    env: { PATH: process.env.PATH, ENVOY_PATH: inject("envoy"), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a shell gives each of its jobs.
    detached: true,
  });
  const pid = child.pid ?? 0;
  groups.add(pid);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output += text;
    });
  }
  let code: number | null = null;
  const end = new Promise<number>((resolve) => {
    child.on("exit", (exitCode) => {
      code = exitCode ?? -1;
      resolve(code);
    });
  });
  return {
    pid,
    output: () => output,
    exitCode: () => code,
    async ready() {
      await until("the launcher says that the gateway is ready", () => {
        if (code !== null) throw new Error(`the launcher ended (${code}):\n${output.slice(-4000)}`);
        // The curl line is the last thing that it says.
        return /^ *curl .*\n/m.test(output.slice(output.indexOf(READY)));
      });
      return output
        .slice(output.indexOf(READY))
        .split("\n")
        .map((line) => line.trim());
    },
    interrupt: () => process.kill(-pid, "SIGINT"),
    signal: (signal) => child.kill(signal),
    async ended() {
      await until("the launcher ends", () => code !== null, END_MS);
      return end;
    },
    async end() {
      if (code === null) child.kill("SIGTERM");
      const patience = setTimeout(() => killGroup(pid), END_MS);
      await end;
      clearTimeout(patience);
      killGroup(pid);
      groups.delete(pid);
    },
  };
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

/** The one process of a launched gateway whose command line fits. */
export async function processOf({ pid }: Launched, command: RegExp): Promise<number> {
  const found = (await descendantsOf(pid)).filter((one) => command.test(one.command));
  if (found.length !== 1) throw new Error(`${found.length} processes fit ${command}`);
  return found[0]!.pid;
}
