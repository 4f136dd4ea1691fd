import { accessSync, constants, mkdirSync } from "node:fs";
import { OperatorError } from "../process/operator-error.ts";

/**
 * Makes the folder if it is not there.
 *
 * @throws OperatorError if it cannot be made or written to
 */
export function writableFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      `${path} cannot be written to (${code}): give it to this user, or run Headgate as its owner`,
    );
  }
}
