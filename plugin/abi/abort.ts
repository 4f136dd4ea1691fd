import { logText } from "./log";
import { LogLevel } from "./types";

/** What AssemblyScript calls in place of a throw. The VM is lost after it; Envoy reloads it (FAIL_RELOAD). */
export function abort(message: string | null, file: string | null, line: u32, column: u32): void {
  const what = message === null ? "abort" : message;
  const where = file === null ? "" : file;
  logText(LogLevel.Error, what + " at " + where + ":" + line.toString() + ":" + column.toString());
  unreachable();
}
