import { join } from "node:path";
import SQLite from "libsql";
import { describe, expect, onTestFinished, test } from "vitest";
import { verifyAudit } from "../../../control-plane/command/audit.ts";
import { OperatorError } from "../../../control-plane/operator-error.ts";
import { openStore } from "../../../control-plane/store/open.ts";
import { temporaryFolder } from "../temporary-folder.ts";

async function logOf(entries: number) {
  const path = join(temporaryFolder(), "store.db");
  const store = await openStore(`sqlite:${path}`);
  onTestFinished(() => store.close());
  const add = (count: number) =>
    store.commit({
      audit: Array.from({ length: count }, (_, at) => ({ actor: "a", action: "b", object: `c${at}`, change: { at } })),
    });
  if (entries > 0) await add(entries);
  const run = async (noted?: string) => {
    let printed = "";
    const exitCode = await verifyAudit(store, { write: (text) => (printed += text) }, noted);
    return { exitCode, printed };
  };
  /** As someone would who can write the file. */
  const byHand = (sql: string) => {
    const hand = new SQLite(path);
    hand.exec("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
    hand.exec(sql);
    hand.close();
  };
  return { add, run, byHand };
}

describe("headgate audit verify", () => {
  test("says that a log is whole, and prints its head", async () => {
    const { run } = await logOf(2500);
    const { exitCode, printed } = await run();
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^audit log: whole: 2500 entries\nhead: 2500:[0-9a-f]{64}\n$/);
  });

  test("takes an empty log for whole", async () => {
    const { run } = await logOf(0);
    expect(await run()).toEqual({ exitCode: 0, printed: `audit log: whole: 0 entries\nhead: 0:${"0".repeat(64)}\n` });
  });

  test.each([
    [
      "UPDATE audit SET actor = 'nobody' WHERE sequence = 1500",
      "entry 1500 was changed: its hash is not that of what it says",
    ],
    ["DELETE FROM audit WHERE sequence = 1500", "entry 1500 is missing: entry 1501 stands in its place"],
    ["DELETE FROM audit WHERE sequence <= 7", "entry 1 is missing: entry 8 stands in its place"],
  ])("finds what was done by hand: %s", async (sql, reason) => {
    const { run, byHand } = await logOf(2000);
    byHand(sql);
    expect(await run()).toEqual({ exitCode: 1, printed: `audit log: NOT whole: ${reason}\n` });
  });

  test("finds with a noted head that the end was cut off", async () => {
    const { run, add, byHand } = await logOf(3);
    const head = (await run()).printed.match(/head: (.*)/)?.[1];
    await add(2);
    expect(await run(head)).toMatchObject({ exitCode: 0 });
    byHand("DELETE FROM audit WHERE sequence >= 3");
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(await run(head)).toEqual({
      exitCode: 1,
      printed: "audit log: NOT whole: entry 3 is missing: the log was cut off, it had 3\n",
    });
  });

  test.each(["", "3", "3:abc", `x:${"0".repeat(64)}`])("refuses %j for a head", async (noted) => {
    const { run } = await logOf(1);
    const error = await run(noted).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OperatorError);
    expect(error).toMatchObject({ exitCode: 2 });
  });
});
