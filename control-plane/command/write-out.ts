import { writeFileSync } from "node:fs";
import { OperatorError } from "../process/operator-error.ts";

/** To a file, or without one to stdout. @throws OperatorError */
export function writeOut(text: string, path: string | undefined): void {
  if (path === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new OperatorError(`${path}: cannot be written: ${(error as Error).message}`);
  }
}
