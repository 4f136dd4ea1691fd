import { existsSync, readFileSync } from "node:fs";
import { OperatorError } from "../../control-plane/process/operator-error.ts";

/** proc(5) counts in USER_HZ, which is 100 on every architecture that Envoy is built for. */
const MICROSECONDS_PER_TICK = 10_000;

/** User and system time of all threads of a process so far, in microseconds. */
export function cpuTime(pid: number): number {
  return ticksOf(readFileSync(`/proc/${pid}/stat`, "utf8")) * MICROSECONDS_PER_TICK;
}

/** Fields 14 and 15, utime and stime. The second is the program's name in brackets, which may hold anything. */
export function ticksOf(stat: string): number {
  const fromThird = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fromThird[14 - 3]) + Number(fromThird[15 - 3]);
}

/** @throws OperatorError where no process' time can be read */
export function demandProc(): void {
  if (!existsSync("/proc/self/stat"))
    throw new OperatorError("the benchmark reads CPU time from /proc: it needs Linux");
}
