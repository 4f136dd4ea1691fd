import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { OperatorError } from "../../process/operator-error.ts";
import { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { opening } from "./sqlite-errors.ts";

/** @throws OperatorError for a file that cannot be, or is not, our database */
export function openFile(path: string): Database {
  makePrivate(path);
  return opening(path, () => {
    const database = new Database(path);
    try {
      // Readers do not wait for writers, nor for other processes.
      const mode = database.pragma("journal_mode = WAL");
      if (mode !== "wal")
        throw new OperatorError(`${path}: its file system cannot hold a WAL: name a file on a local disk`);
      // A change that was answered with a key's only showing, and its audit entry, outlive a power failure. It costs
      // a sync of the disk (0.4 ms on an SSD) for each change of policy, of which there are few.
      database.pragma("synchronous = FULL");
      // 0.1 s for ten thousand keys and their last hundred policies.
      const check = database.pragma("integrity_check(1)");
      if (check !== "ok") throw new OperatorError(`${path}: is damaged: restore a backup (${check})`);
      migrate(database, path);
      // The check does not look into texts, and a long one lies in pages of its own.
      const [broken] = database.rows("SELECT kind, id FROM resource WHERE json_valid(body) = 0 LIMIT 1");
      if (broken) throw new OperatorError(`${path}: is damaged: restore a backup (${broken.kind} ${broken.id})`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Only its owner may read it: it holds hashes of keys. SQLite gives its side files (-wal, -shm) the same mode. */
function makePrivate(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw new OperatorError(`${path}: cannot be opened: ${(error as Error).message}`);
  }
}
