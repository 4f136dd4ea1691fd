import { describe, expect, test } from "vitest";
import { verify } from "../../../control-plane/audit/chain.ts";
import { RevisionConflict, StaleBasis } from "../../../control-plane/store/errors.ts";
import type { Change } from "../../../control-plane/store/store.ts";
import type { Stage } from "./bench.ts";
import { entry, model, put } from "./changes.ts";

/** What every store does with changes: all of one, or nothing. */
export function changeSuite(on: Stage): void {
  const now = () => on.clock;
  const ids = async () => (await on.store.all("model")).map(({ id }) => id);

  describe("a change", () => {
    const version = { actor: "token:ops", summary: "put m", digest: "d1", document: { models: ["m"] } };

    test("is told whole, and counted", async () => {
      expect((await on.store.commit(put(model("a")))).commit).toBe(1);
      const done = await on.store.commit({ ...put(model("b")), version });
      expect(done).toMatchObject({
        commit: 2,
        at: "2026-11-21T12:00:00.000Z",
        resources: [{ id: "b", revision: 1 }],
        version: { number: 1, digest: "d1" },
        audit: [{ sequence: 2, object: "model/m" }],
      });
      expect(done.version).not.toHaveProperty("document");
    });

    test.each<[string, Change, object]>([
      ["a put of another revision", put(model("new"), model("m", { expected: 2 })), { id: "m", expected: 2, found: 1 }],
      [
        "a put of what is not there",
        put(model("new"), model("x", { expected: 1 })),
        { id: "x", expected: 1, found: "absent" },
      ],
      ["a put of what must not be there", put(model("new"), model("m", { expected: "absent" })), { id: "m", found: 1 }],
      [
        "a delete of another revision",
        { ...put(model("new")), deletes: [{ kind: "model", id: "m", expected: 3 }] },
        { kind: "model", id: "m", expected: 3, found: 1 },
      ],
      [
        "a delete of what is gone",
        { ...put(model("new")), deletes: [{ kind: "model", id: "gone", expected: 1 }] },
        { id: "gone", expected: 1, found: "absent" },
      ],
    ])("with %s changes nothing", async (_, change, told) => {
      await on.store.commit(put(model("m"), model("gone")));
      await on.store.commit({ deletes: [{ kind: "model", id: "gone" }], audit: [entry()] });
      const before = await on.store.contents();

      const refused = await on.store.commit({ ...change, version }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RevisionConflict);
      expect(refused).toMatchObject(told);

      expect(await on.store.contents()).toEqual(before);
      expect(await on.store.versions({ limit: 10 })).toEqual({ items: [] });
      expect((await on.store.audit({ limit: 10 })).items).toHaveLength(2);
    });

    test("based on what another has changed since is refused", async () => {
      await on.store.commit(put(model("a")));
      const { commit } = await on.store.contents();
      await on.store.commit(put(model("b")));
      await expect(on.store.commit({ ...put(model("c")), basedOn: commit })).rejects.toThrow(StaleBasis);
      expect(await ids()).toEqual(["a", "b"]);
      await on.store.commit({ ...put(model("c")), basedOn: commit + 1 });
      expect(await ids()).toEqual(["a", "b", "c"]);
    });

    test.each<[string, Change]>([
      ["an empty id", put(model(""))],
      ["a control character in an id", put(model("a\u0000b"))],
      ["half a character in an id", put(model("a\ud83d"))],
      ["one id twice", { ...put(model("a")), deletes: [{ kind: "model", id: "a" }] }],
      ["a position that is no number", put(model("a", { position: Number.NaN }))],
      ["a body that is not JSON", put(model("a", { body: undefined }))],
    ])("with %s is a fault of ours, and changes nothing", async (_, change) => {
      await expect(on.store.commit(change)).rejects.toThrow();
      expect(await on.store.contents()).toEqual({ commit: 0, version: 0, resources: [] });
    });

    test("deletes what is not there without a word, if it was not expected", async () => {
      await on.store.commit({ deletes: [{ kind: "model", id: "m" }], audit: [entry()] });
      await on.store.commit(put(model("m", { expected: "absent" })));
      expect(await on.store.get("model", "m")).toMatchObject({ revision: 1 });
    });

    test("of two control planes at one revision: exactly one is made", async () => {
      const other = await on.place.open(now);
      await on.store.commit(put(model("m")));
      for (let revision = 1; revision <= 10; revision++) {
        const race = [on.store, other, on.store, other].map((one, at) =>
          one.commit(put(model("m", { body: at, expected: revision }))),
        );
        const ends = await Promise.allSettled(race);
        const made = ends.flatMap((end, at) => (end.status === "fulfilled" ? [at] : []));
        expect(made).toHaveLength(1);
        for (const end of ends) if (end.status === "rejected") expect(end.reason).toBeInstanceOf(RevisionConflict);
        expect(await other.get("model", "m")).toMatchObject({ revision: revision + 1, body: made[0] });
      }
    });

    test("of several control planes at once are all made, in one chain", async () => {
      const stores = [on.store, await on.place.open(now), await on.place.open(now)];
      await Promise.all(
        Array.from({ length: 30 }, (_, at) => stores[at % 3]?.commit({ ...put(model(`m${at}`)), version })),
      );
      const contents = await on.store.contents();
      expect(contents).toMatchObject({ commit: 30, version: 30 });
      expect(contents.resources).toHaveLength(30);
      expect(await verify((await on.store.audit({ limit: 100 })).items)).toMatchObject({ ok: true, entries: 30 });
    });

    test("of ten thousand resources is one change", async () => {
      const many = Array.from({ length: 10_000 }, (_, at) => model(`m${at}`));
      await on.store.commit(put(...many));
      expect(await on.store.contents()).toMatchObject({ commit: 1 });
      expect(await on.store.all("model")).toHaveLength(10_000);
    });
  });
}
