import { describe, expect, test } from "vitest";
import { verify } from "../../../control-plane/audit/chain.ts";
import { VERSIONS_KEPT } from "../../../control-plane/store/store.ts";
import type { Stage } from "./bench.ts";
import { entry } from "./changes.ts";

const MINUTE = 60_000;

/** What every store keeps of what was: policy versions and the audit log. */
export function logSuite(on: Stage): void {
  describe("policy versions", () => {
    const publish = (digest: string) =>
      on.store.commit({ audit: [], version: { actor: "a", summary: `to ${digest}`, digest, document: { digest } } });

    test("are numbered, listed newest first without their documents, and read whole", async () => {
      for (const digest of ["d1", "d2", "d3"]) {
        await publish(digest);
        on.clock += MINUTE;
      }
      const first = await on.store.versions({ limit: 2 });
      expect(first).toEqual({
        items: [
          { number: 3, at: "2026-11-21T12:02:00.000Z", actor: "a", summary: "to d3", digest: "d3" },
          { number: 2, at: "2026-11-21T12:01:00.000Z", actor: "a", summary: "to d2", digest: "d2" },
        ],
        next: 2,
      });
      const rest = await on.store.versions({ before: first.next ?? 0, limit: 2 });
      expect(rest.items.map(({ number }) => number)).toEqual([1]);
      expect(rest).not.toHaveProperty("next");
      expect(await on.store.version(2)).toEqual({ ...first.items[1], document: { digest: "d2" } });
      for (const number of [0, 4, 1.5]) expect(await on.store.version(number)).toBeUndefined();
    });

    test("are forgotten when there are too many, oldest first", async () => {
      for (let number = 1; number <= VERSIONS_KEPT + 2; number++) await publish(`d${number}`);
      expect(await on.store.version(2)).toBeUndefined();
      expect(await on.store.version(3)).toMatchObject({ document: { digest: "d3" } });
      const { items } = await on.store.versions({ limit: 1000 });
      expect([items.length, items.at(-1)?.number]).toEqual([VERSIONS_KEPT, 3]);
    });
  });

  describe("the audit log", () => {
    test("is one chain, whatever its texts hold", async () => {
      const change = {
        zéro: -0,
        "10": 1,
        "9": 2,
        none: undefined,
        half: "\ud800",
        nul: "\u0000",
        nested: [{ b: 1, a: 2 }],
      };
      for (const actor of ["a\u0000b", "half \udc00", "line\nbreak", "ünï \u{1F600}"]) {
        await on.store.commit({ audit: [{ actor, action: "x", object: actor, tenant: actor, change }, entry()] });
      }
      const { items } = await on.store.audit({ limit: 100 });
      const head = { sequence: 8, hash: items.at(-1)?.hash };
      expect(await verify(items)).toEqual({ ok: true, entries: 8, head });
      expect(items[0]).toMatchObject({ sequence: 1, actor: "a\uFFFDb", previous: "0".repeat(64) });
    });

    test("is read in both directions, in pages", async () => {
      for (let at = 0; at < 5; at++) await on.store.commit({ audit: [entry()] });
      const sequences = async (newestFirst: boolean) => {
        const seen: number[][] = [];
        let after: number | undefined;
        do {
          const page = await on.store.audit({ newestFirst, limit: 2, ...(after !== undefined && { after }) });
          seen.push(page.items.map(({ sequence }) => sequence));
          after = page.next;
        } while (after !== undefined);
        return seen;
      };
      expect(await sequences(false)).toEqual([[1, 2], [3, 4], [5]]);
      expect(await sequences(true)).toEqual([[5, 4], [3, 2], [1]]);
    });

    test("is asked by who, what, whose and when", async () => {
      for (const [actor, object, tenant] of [
        ["a", "model/m", undefined],
        ["b", "model/m", "acme"],
        ["a", "rule/r", "acme"],
        ["a", "model/m", "acme"],
      ] as const) {
        await on.store.commit({ audit: [{ ...entry(actor, object), ...(tenant !== undefined && { tenant }) }] });
        on.clock += MINUTE;
      }
      const asked = async (query: object) =>
        (await on.store.audit({ limit: 100, ...query })).items.map(({ sequence }) => sequence);
      expect(await asked({ actor: "a" })).toEqual([1, 3, 4]);
      expect(await asked({ object: "model/m" })).toEqual([1, 2, 4]);
      expect(await asked({ tenant: "acme" })).toEqual([2, 3, 4]);
      expect(await asked({ since: "2026-11-21T12:01:00.000Z", until: "2026-11-21T12:03:00.000Z" })).toEqual([2, 3]);
      expect(await asked({ actor: "a", tenant: "acme", newestFirst: true })).toEqual([4, 3]);
      expect(await asked({ actor: "a", after: 1, limit: 1 })).toEqual([3]);
      expect(await asked({ actor: "nobody" })).toEqual([]);
    });

    test("a page that is filled by the last match says that there is no more", async () => {
      for (const actor of ["a", "b", "b", "b"]) await on.store.commit({ audit: [entry(actor)] });
      expect(await on.store.audit({ actor: "a", limit: 1 })).not.toHaveProperty("next");
      expect(await on.store.audit({ actor: "b", limit: 2 })).toMatchObject({ next: 3 });
    });
  });
}
