import { fork } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import SQLite from "libsql";
import { describe, expect, onTestFinished, test } from "vitest";
import { verify } from "../../../control-plane/audit/chain.ts";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { allAuditEntries } from "../../../control-plane/store/all-audit-entries.ts";
import { StoreUnavailable } from "../../../control-plane/store/errors.ts";
import { Database } from "../../../control-plane/store/sqlite/database.ts";
import { migrate } from "../../../control-plane/store/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../control-plane/store/sqlite/migration/index.ts";
import type { Store } from "../../../control-plane/store/store.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const change = (id: string) => ({
  puts: [{ kind: "tenant" as const, id, body: { name: id } }],
  audit: [{ actor: "a", action: "tenant.put", object: `tenant/${id}`, change: { id } }],
});

async function opened(path: string): Promise<Store> {
  const store = await openStore(`sqlite:${path}`);
  onTestFinished(() => store.close());
  return store;
}

/** The refusal to open it, which must be one for operators. */
async function refusal(path: string): Promise<string> {
  const error = await openStore(`sqlite:${path}`).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OperatorError);
  return (error as OperatorError).message.replace(path, "FILE");
}

describe("the file", () => {
  test("is made with its folder, for its owner's eyes only, side files too", async () => {
    const path = join(temporaryFolder(), "state", "headgate.db");
    const store = await opened(path);
    await store.commit(change("acme"));
    const files = readdirSync(join(path, ".."));
    expect(files.sort()).toEqual(["headgate.db", "headgate.db-shm", "headgate.db-wal"]);
    for (const file of files) expect((statSync(join(path, "..", file)).mode & 0o777).toString(8)).toBe("600");
  });

  test("of an older umask is closed to others", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    await (await openStore(`sqlite:${path}`)).close();
    chmodSync(path, 0o644);
    await opened(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("holds everything by itself after a close: it can be copied as a backup", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await openStore(`sqlite:${path}`);
    await store.commit(change("acme"));
    await store.close();
    const copy = join(temporaryFolder(), "copy.db");
    writeFileSync(copy, readFileSync(path));
    expect(await (await opened(copy)).get("tenant", "acme")).toMatchObject({ body: { name: "acme" } });
  });
});

describe("a file that cannot be the store is refused with a reason", () => {
  test("another kind of file", async () => {
    const path = join(temporaryFolder(), "headgate.yaml");
    writeFileSync(path, "providers: {}\n".repeat(100));
    expect(await refusal(path)).toBe(
      "FILE: is no SQLite database, or is damaged: restore a backup, or name another file",
    );
    expect(readFileSync(path, "utf8")).toMatch(/^providers/);
  });

  test("a file that was cut short", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await openStore(`sqlite:${path}`);
    for (let at = 0; at < 200; at++) await store.commit(change(`t${at}`));
    await store.close();
    truncateSync(path, statSync(path).size - 3 * 4096);
    expect(await refusal(path)).toMatch(/^FILE: is damaged: restore a backup/);
  });

  test("a file with pages overwritten", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await openStore(`sqlite:${path}`);
    for (let at = 0; at < 200; at++) await store.commit(change(`t${at}`));
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096 * 2, 4096 * 12);
    writeFileSync(path, bytes);
    expect(await refusal(path)).toMatch(/^FILE: is damaged: restore a backup/);
  });

  test("another program's database", async () => {
    const path = join(temporaryFolder(), "other.db");
    new SQLite(path).exec("CREATE TABLE cookies (name TEXT)");
    expect(await refusal(path)).toBe("FILE: is a database of another program: name another file");
  });

  test("a newer Headgate's database", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await openStore(`sqlite:${path}`);
    await store.close();
    new SQLite(path).exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expect(await refusal(path)).toMatch(/^FILE: is of a newer Headgate .*: run that, or restore a backup of before$/);
  });

  test("a folder, and a path through a file", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "db"));
    writeFileSync(join(folder, "file"), "");
    expect(await refusal(join(folder, "db"))).toMatch(/^FILE: cannot be opened: EISDIR/);
    expect(await refusal(join(folder, "file", "db"))).toMatch(/^FILE: cannot be opened: E/);
  });
});

describe("migrations", () => {
  test("bring a database of version 1 to the last one, with all that is in it", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const old = new Database(path);
    migrate(old, path, MIGRATIONS.slice(0, 1));
    expect(old.pragma("user_version")).toBe(1);
    old.script(`
      INSERT INTO resource VALUES ('tenant', 'acme', 3, 1.5, 1.5, '{"name":"Acme"}', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z');
      INSERT INTO policy_version VALUES (7, '2026-02-01T00:00:00.000Z', 'a', 's', 'd', '{"x":1}');
      UPDATE state SET commits = 9;
    `);
    old.close();

    const store = await opened(path);
    expect(await store.contents()).toMatchObject({
      commit: 9,
      version: 7,
      resources: [{ kind: "tenant", id: "acme", revision: 3, body: { name: "Acme" }, position: 1.5 }],
    });
    const scope = { scope: "s", window: "2026-11", windowEnds: Date.parse("2026-12-01"), limit: 1, used: 0 };
    expect(await store.lease({ envoy: "e", scopes: [scope] })).toMatchObject({ scopes: [{ allowance: 1 }] });
  });

  test("a step that fails leaves the database as it was", () => {
    const path = join(temporaryFolder(), "headgate.db");
    const database = new Database(path);
    onTestFinished(() => database.close());
    const bad = [MIGRATIONS[0] ?? "", "CREATE TABLE half (a TEXT) STRICT; CREATE TABLE state (again TEXT)"];
    expect(() => migrate(database, path, bad)).toThrow(/already exists/);
    expect(database.pragma("user_version")).toBe(1);
    expect(database.rows("SELECT name FROM sqlite_schema WHERE name = 'half'")).toEqual([]);
  });
});

describe("another process", () => {
  test("may use the file at the same time: no change is lost", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await opened(path);
    const child = fork(join(import.meta.dirname, "commits.ts"), [path, "100"], { execArgv: ["--import", "tsx"] });
    onTestFinished(() => void child.kill());
    let exitCode: number | null | undefined;
    child.once("exit", (code) => {
      exitCode = code;
    });
    let here = 0;
    while (exitCode === undefined) {
      await store.commit(change(`here${here++}`));
      // A pause in which the other can have the lock: one that never lets go of it is another case.
      await wait(10);
    }
    expect(exitCode).toBe(0);
    expect(await store.contents()).toMatchObject({ commit: 100 + here });
    expect(await verify(allAuditEntries(store))).toMatchObject({ ok: true, entries: 100 + here });
  });

  test("that holds the lock for good is told of, and waited for no longer than a bound", async () => {
    const path = join(temporaryFolder(), "headgate.db");
    const store = await opened(path);
    const other = new SQLite(path);
    other.exec("BEGIN IMMEDIATE");
    const refused = await store.commit(change("acme")).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreUnavailable);
    expect(String(refused)).toContain("is held by another process that writes: end it, or try again");
    expect(await store.get("tenant", "acme")).toBeUndefined();
    expect(await store.contents()).toMatchObject({ commit: 0 });
    other.exec("ROLLBACK");
    await store.commit(change("acme"));
    expect(await store.get("tenant", "acme")).toMatchObject({ revision: 1 });
  });
});

test("nobody changes or deletes an audit entry, not even by hand", async () => {
  const path = join(temporaryFolder(), "headgate.db");
  await (await opened(path)).commit(change("acme"));
  const hand = new SQLite(path);
  for (const sql of [
    "UPDATE audit SET actor = 'b'",
    "DELETE FROM audit",
    "REPLACE INTO audit SELECT sequence, at, 'b', action, object, tenant, change, previous, hash FROM audit",
    "INSERT INTO audit SELECT 3, at, actor, action, object, tenant, change, previous, hash FROM audit",
  ]) {
    expect(() => hand.exec(sql)).toThrow("the audit log is append-only");
  }
});

test("a URL that is no store's is refused, and says what is possible", async () => {
  for (const url of ["", "store.db", "sqlite:", "postgres://user:hunter2@db/x", "file:x.db"]) {
    const error = await openStore(url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OperatorError);
    expect(String(error)).toMatch(/sqlite:path\/to\/file.db, redis:\/\/host:port\/0 or rediss:/);
    expect(String(error)).not.toContain("hunter2");
  }
  expect(existsSync("x.db")).toBe(false);
});
