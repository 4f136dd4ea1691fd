import { runProgram } from "../../control-plane/setup/run-program.ts";

/** A process as `ps` shows it. */
export interface Shown {
  pid: number;
  parent: number;
  command: string;
}

/** What a process started, and what that started. */
export async function descendantsOf(pid: number): Promise<Shown[]> {
  const { stdout } = await runProgram("ps", ["-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args="]);
  const all = stdout.split("\n").flatMap((row): Shown[] => {
    const [, own, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return own === undefined ? [] : [{ pid: Number(own), parent: Number(parent), command }];
  });
  const below = (parent: number): Shown[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Whether a process is still there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
