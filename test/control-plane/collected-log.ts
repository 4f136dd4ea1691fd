import { createLog, type Log } from "../../control-plane/process/log.ts";

/** A log whose lines, without the time, can be looked at. */
export function collectedLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog("test", (line) => lines.push(line.replace(/^\S+ test: /, ""))), lines };
}
