import { join } from "node:path";
import SQLite from "libsql";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Head, verify } from "../../../control-plane/audit/chain.ts";
import { allAuditEntries } from "../../../control-plane/store/all-audit-entries.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
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
  const verified = (noted?: Head) => verify(allAuditEntries(store), noted);
  /** As someone would who can write the file. */
  const byHand = (sql: string) => {
    const hand = new SQLite(path);
    hand.exec("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
    hand.exec(sql);
    hand.close();
  };
  return { add, verified, byHand };
}

describe("the audit log in a store", () => {
  test("is whole, and has a head", async () => {
    const { verified } = await logOf(2500);
    const head = { sequence: 2500, hash: expect.stringMatching(/^[0-9a-f]{64}$/) };
    expect(await verified()).toEqual({ ok: true, entries: 2500, head });
  });

  test("is whole without an entry", async () => {
    const { verified } = await logOf(0);
    expect(await verified()).toEqual({ ok: true, entries: 0, head: { sequence: 0, hash: "0".repeat(64) } });
  });

  test.each([
    [
      "UPDATE audit SET actor = 'nobody' WHERE sequence = 1500",
      1500,
      "was changed: its hash is not that of what it says",
    ],
    ["DELETE FROM audit WHERE sequence = 1500", 1500, "is missing: entry 1501 stands in its place"],
    ["DELETE FROM audit WHERE sequence <= 7", 1, "is missing: entry 8 stands in its place"],
  ])("shows what was done by hand: %s", async (sql, sequence, reason) => {
    const { verified, byHand } = await logOf(2000);
    byHand(sql);
    expect(await verified()).toEqual({ ok: false, sequence, reason });
  });

  test("shows to a noted head that its end was cut off", async () => {
    const { verified, add, byHand } = await logOf(3);
    const before = await verified();
    const head = before.ok ? before.head : undefined;
    await add(2);
    expect(await verified(head)).toMatchObject({ ok: true });
    byHand("DELETE FROM audit WHERE sequence >= 3");
    expect(await verified()).toMatchObject({ ok: true });
    expect(await verified(head)).toEqual({
      ok: false,
      sequence: 3,
      reason: "is missing: the log was cut off, it had 3",
    });
  });
});
