import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { OperatorError } from "./operator-error.ts";

/** Where nothing can be written: what an operator can put right, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of this user is used up",
  EROFS: "the file system is read-only",
  EACCES: "this user may not write there",
};

/**
 * In one step, also when the power goes: a reader finds the old text or the new one, whole. A text that is there
 * already is not written: with a full disk everything can start again as it was.
 *
 * @throws OperatorError
 */
export function writeStateFile(path: string, text: string, mode = 0o666): void {
  if (holds(path, text)) return;
  try {
    rmSync(`${path}.new`, { force: true });
    writeFileSync(`${path}.new`, text, { flush: true, mode });
    renameSync(`${path}.new`, path);
    sync(dirname(path));
  } catch (error) {
    // Half of it would take what room there is.
    rmSync(`${path}.new`, { force: true });
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new OperatorError(`${path}: cannot be written: ${REASONS[code] ?? message}`);
  }
}

/** The name is the folder's. */
function sync(folder: string): void {
  const opened = openSync(folder, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

function holds(path: string, text: string): boolean {
  try {
    return readFileSync(path, "utf8") === text;
  } catch {
    return false;
  }
}
