import { OperatorError } from "../../process/operator-error.ts";
import type { Database } from "./database.ts";
import { MIGRATIONS } from "./migration/index.ts";

/** "HGAT" in ASCII: tells our files from other programs' (https://www.sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x48474154;

/**
 * Brings the database to what this program knows, each step whole or not at all. Two processes may try at once.
 *
 * @throws OperatorError for a file of a newer program, or of another one
 */
export function migrate(database: Database, path: string, migrations: readonly string[] = MIGRATIONS): void {
  refuseForeign(database, path);
  for (;;) {
    const version = Number(database.pragma("user_version"));
    if (version > migrations.length) {
      throw new OperatorError(
        `${path}: is of a newer Headgate (version ${version} of its tables, this one knows ${migrations.length}): run that, or restore a backup of before`,
      );
    }
    if (version === migrations.length) return;
    step(database, version, migrations[version] ?? "");
  }
}

function step(database: Database, version: number, sql: string): void {
  database.transaction(() => {
    // Another process may have done it while this one waited for the lock.
    if (Number(database.pragma("user_version")) !== version) return;
    database.script(sql);
    database.script(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version + 1}`);
  });
}

function refuseForeign(database: Database, path: string): void {
  if (database.pragma("application_id") === APPLICATION_ID) return;
  const tables = database.rows("SELECT name FROM sqlite_schema LIMIT 1");
  // Read again: another process may just have made the tables.
  if (tables.length > 0 && database.pragma("application_id") !== APPLICATION_ID) {
    throw new OperatorError(`${path}: is a database of another program: name another file`);
  }
}
