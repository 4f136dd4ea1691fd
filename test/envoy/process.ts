import { type ChildProcess, spawn } from "node:child_process";

/** A process of a test. */
export interface Running {
  pid: number;
  /** All that it wrote so far. */
  output(): string;
  hasEnded(): boolean;
  /** Asks it to end, and makes it end if it does not. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

const STOP_MS = 5000;

const alive = new Set<ChildProcess>();

// Whatever way a test file ends: nothing of it is left running.
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

export function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Running {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  alive.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output += text;
    });
  }
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const finish = () => {
      ended = true;
      alive.delete(child);
      resolve();
    };
    child.on("error", (error) => {
      output += `${error.message}\n`;
      finish();
    });
    child.on("close", finish);
  });
  const endBy = (signal: NodeJS.Signals) => {
    if (!ended) child.kill(signal);
    return end;
  };
  return {
    pid: child.pid ?? -1,
    output: () => output,
    hasEnded: () => ended,
    async stop() {
      const patience = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await endBy("SIGTERM");
      clearTimeout(patience);
    },
    kill: () => endBy("SIGKILL"),
  };
}
