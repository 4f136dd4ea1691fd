import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { OperatorError } from "../../process/operator-error.ts";
import { newSecret, sha256 } from "./token.ts";

/** An admin's token for everything, in place of the one that a first start makes. */
export const ADMIN_TOKEN = "HEADGATE_ADMIN_TOKEN";

/** The file of the one that a first start makes, beside the store. */
export const FIRST_TOKEN_FILE = "headgate.admin-token";

/** The id of the token that a first start makes. */
const FIRST = "first";

/**
 * Makes an admin token where there is none yet, and writes it to a file that its owner alone may read. It is
 * never printed.
 *
 * @returns whether one was made
 * @throws OperatorError if the file cannot be written: then no token is made either
 */
export async function makeFirstToken(live: LivePolicy, path: string): Promise<boolean> {
  if (live.state.all("admin-token").length > 0) return false;
  const token = newSecret("hga-");
  try {
    writeFileSync(path, `${token}\n`, { mode: 0o600 });
    // A file that was there already keeps its mode.
    chmodSync(path, 0o600);
  } catch (error) {
    throw new OperatorError(
      `${path}: the first admin token cannot be written (${(error as Error).message}): set HEADGATE_ADMIN_TOKEN in the environment`,
    );
  }
  try {
    await live.change("start", (state) => {
      if (state.all("admin-token").length > 0) throw new NotFirst();
      return {
        puts: [{ kind: "admin-token", id: FIRST, body: { role: "admin", sha256: sha256(token) } }],
        action: "admin-token.create",
        object: `admin-token/${FIRST}`,
        change: { role: "admin" },
      };
    });
  } catch (error) {
    rmSync(path, { force: true });
    if (error instanceof NotFirst) return false;
    throw error;
  }
  return true;
}

/** Another control plane on the same store was faster. */
class NotFirst extends Error {}

/** The token in a file, or undefined if there is no such file. */
export function readTokenFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
