import { describe, expect, test } from "vitest";
import { chained, entryHash, NO_ENTRY, verify } from "../../../control-plane/audit/chain.ts";
import type { AuditEntry } from "../../../control-plane/audit/entry.ts";

const AT = "2026-11-21T12:00:00.000Z";

function log(length: number): AuditEntry[] {
  const news = Array.from({ length }, (_, at) => ({
    actor: "token:ops",
    action: "model.put",
    object: `model/m${at}`,
    ...(at % 2 === 1 && { tenant: "acme" }),
    change: { after: { targets: [{ weight: at }] } },
  }));
  return chained(NO_ENTRY, AT, news);
}

/** Entry 3 of 5 with something changed, its hash made to fit or not. */
function forged(change: Partial<AuditEntry>, rehash: boolean): AuditEntry[] {
  return log(5).map((entry) => {
    if (entry.sequence !== 3) return entry;
    const { hash, ...rest } = { ...entry, ...change };
    return { ...rest, hash: rehash ? entryHash(rest) : hash };
  });
}

describe("a chain", () => {
  test("that is whole verifies, an empty one too", async () => {
    const entries = log(5);
    expect(await verify(entries)).toEqual({ ok: true, entries: 5, head: { sequence: 5, hash: entries[4]?.hash } });
    expect(await verify([])).toEqual({ ok: true, entries: 0, head: NO_ENTRY });
  });

  test("has hashes that anyone can compute from the documented form", () => {
    // printf '["000…",1,"2026-…","a","b","c",null,{"a":[true,"ü"],"z":1}]' | sha256sum
    const [entry] = chained(NO_ENTRY, AT, [{ actor: "a", action: "b", object: "c", change: { z: 1, a: [true, "ü"] } }]);
    expect(entry?.hash).toBe("c51eb0d637966f371d691014a6bf6f901ead990951f369cce075a74b1c49871c");
  });

  test.each<[string, Partial<AuditEntry>]>([
    ["time", { at: "2026-11-21T12:00:00.001Z" }],
    ["actor", { actor: "token:other" }],
    ["action", { action: "model.delete" }],
    ["object", { object: "model/m9" }],
    ["tenant", { tenant: "globex" }],
    ["change", { change: { after: { targets: [{ weight: 9 }] } } }],
    ["hash", { hash: "f".repeat(64) }],
  ])("with another %s in an entry is found out there", async (_, change) => {
    expect(await verify(forged(change, false))).toMatchObject({
      ok: false,
      sequence: 3,
      reason: expect.stringMatching(/changed/),
    });
    if (change.hash === undefined) {
      expect(await verify(forged(change, true))).toMatchObject({
        ok: false,
        sequence: 4,
        reason: expect.stringMatching(/does not follow/),
      });
    }
  });

  const [a, b, c, d, e] = log(5) as [AuditEntry, AuditEntry, AuditEntry, AuditEntry, AuditEntry];
  const renumbered = (entries: AuditEntry[]) => entries.map((entry, at) => ({ ...entry, sequence: at + 1 }));
  test.each<[string, AuditEntry[], number]>([
    ["without its first entry", [b, c, d, e], 1],
    ["without one in the middle", [a, b, d, e], 3],
    ["with two in each other's place", [a, c, b, d, e], 2],
    ["with one twice", [a, b, b, c, d, e], 3],
    ["with one removed and the rest numbered anew", renumbered([a, b, d, e]), 3],
    ["with one inserted and the rest numbered anew", renumbered([a, b, a, c, d, e]), 3],
  ])("%s is found out there", async (_, entries, sequence) => {
    expect(await verify(entries)).toMatchObject({ ok: false, sequence });
  });

  test("without its last entries looks whole by itself, but not to who noted its head", async () => {
    expect(await verify([a, b, c])).toMatchObject({ ok: true });
    expect(await verify([a, b, c], e)).toMatchObject({
      ok: false,
      sequence: 4,
      reason: expect.stringMatching(/cut off/),
    });
    expect(await verify([a, b, c, d, e], c)).toMatchObject({ ok: true, entries: 5 });
  });

  test("that was written anew from some entry on is found out by a noted head", async () => {
    const anew = chained(b, AT, [{ actor: "x", action: "y", object: "z", change: null }]);
    expect(await verify([a, b, ...anew])).toMatchObject({ ok: true });
    expect(await verify([a, b, ...anew], c)).toMatchObject({
      ok: false,
      sequence: 3,
      reason: expect.stringMatching(/noted/),
    });
  });
});
