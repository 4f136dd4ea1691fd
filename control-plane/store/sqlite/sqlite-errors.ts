import { OperatorError } from "../../process/operator-error.ts";
import { StoreUnavailable } from "../errors.ts";

/** What SQLite's result codes mean to an operator (https://www.sqlite.org/rescode.html). */
const REASONS: readonly (readonly [code: string, reason: string])[] = [
  ["SQLITE_NOTADB", "is no SQLite database, or is damaged: restore a backup, or name another file"],
  ["SQLITE_CORRUPT", "is damaged: restore a backup"],
  ["SQLITE_BUSY", "is held by another process that writes: end it, or try again"],
  ["SQLITE_FULL", "cannot grow: the disk is full"],
  ["SQLITE_READONLY", "cannot be written: see to its permissions, and its folder's"],
  ["SQLITE_PERM", "cannot be opened: permission denied"],
  ["SQLITE_CANTOPEN", "cannot be opened: see to its permissions, and its folder's"],
  ["SQLITE_IOERR", "cannot be read or written: the disk fails, or the file system cannot hold a database"],
];

/** Says what is the matter with the file, or undefined if the fault is ours. */
function reasonOf(error: unknown): string | undefined {
  // A text in the file, which was JSON when it was written.
  if (error instanceof SyntaxError) return "is damaged: restore a backup";
  const { code, message } = error as { code?: unknown; message?: unknown };
  const [, reason] = REASONS.find(([known]) => typeof code === "string" && code.startsWith(known)) ?? [];
  if (reason !== undefined) return reason;
  // libsql's own error when the file itself cannot be opened: it has no code.
  return String(message).includes("ConnectionFailed")
    ? "cannot be opened: see to its permissions, and its folder's"
    : undefined;
}

/** Runs what opens the store. @throws OperatorError */
export function opening<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === undefined ? error : new OperatorError(`${path}: ${reason}`);
  }
}

/** Runs what uses the store. @throws StoreUnavailable */
export function using<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === undefined ? error : new StoreUnavailable(`${path}: ${reason}`);
  }
}
