import SQLite from "libsql";

export type Row = Record<string, unknown>;
export type Value = string | number | null;

/**
 * How long a write waits for that of another process. It blocks this one meanwhile (the library is synchronous):
 * a write takes a few milliseconds, so who holds the lock for longer is stuck.
 */
const BUSY_MS = 2_000;

/** One connection; statements are prepared once (30 µs each). Integers are JavaScript numbers. */
export class Database {
  readonly #connection: SQLite.Database;
  readonly #statements = new Map<string, SQLite.Statement>();

  constructor(path: string) {
    this.#connection = new SQLite(path);
    this.#connection.pragma(`busy_timeout = ${BUSY_MS}`);
    this.#connection.pragma("foreign_keys = ON");
  }

  /** Several statements, none of which answers. */
  script(sql: string): void {
    this.#connection.exec(sql);
  }

  /** The value of a pragma, after it was set if there is a `= value`. */
  pragma(source: string): unknown {
    const rows = this.#connection.pragma(source) as Row[];
    return Object.values(rows[0] ?? {})[0];
  }

  rows(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  run(sql: string, ...values: Value[]): void {
    this.#prepared(sql).run(...values);
  }

  /** All of it or nothing. The lock to write is taken first, so that nothing read in it can be out of date. */
  transaction<T>(work: () => T): T {
    return this.#within("BEGIN IMMEDIATE", work);
  }

  /** Reads everything as of one moment; waits for nobody who writes. */
  atOneMoment<T>(work: () => T): T {
    return this.#within("BEGIN DEFERRED", work);
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #within<T>(begin: string, work: () => T): T {
    this.#connection.exec(begin);
    try {
      const result = work();
      this.#connection.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk, for one, has rolled it back already.
      if (this.#connection.inTransaction) this.#connection.exec("ROLLBACK");
      throw error;
    }
  }

  #prepared(sql: string): SQLite.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
