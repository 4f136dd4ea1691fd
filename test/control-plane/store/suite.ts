import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BadCursor, StoreUnavailable } from "../../../control-plane/store/errors.ts";
import type { Bench, Stage } from "./bench.ts";
import { changeSuite } from "./change-suite.ts";
import { entry, model, put } from "./changes.ts";
import { coolDownSuite } from "./cool-down-suite.ts";
import { leaseSuite } from "./lease-suite.ts";
import { logSuite } from "./log-suite.ts";

const NOON = Date.parse("2026-11-21T12:00:00Z");
const MINUTE = 60_000;

/** What every store does, whatever it is made of. */
export function storeSuite(bench: Bench): void {
  const on = {} as Stage;
  const now = () => on.clock;
  const ids = async () => (await on.store.all("model")).map(({ id }) => id);

  beforeEach(async () => {
    on.clock = NOON;
    on.place = await bench.fresh();
    on.store = await on.place.open(now);
  });
  afterEach(() => on.place.end());

  describe("resources", () => {
    test("are read as they were written, with revision and times", async () => {
      const body = { text: "ünï\u0000 \u{1F600}", deep: [{ a: 1.5, b: null }], big: Number.MAX_SAFE_INTEGER };
      const made = await on.store.commit(put(model("meta/llama-3", { body, position: 1.5 })));
      on.clock += MINUTE;
      await on.store.commit(put(model("plain")));

      const read = await on.store.get("model", "meta/llama-3");
      expect(read).toEqual({
        kind: "model",
        id: "meta/llama-3",
        revision: 1,
        body,
        position: 1.5,
        createdAt: "2026-11-21T12:00:00.000Z",
        updatedAt: "2026-11-21T12:00:00.000Z",
      });
      expect(made.resources).toEqual([read]);
      expect(await on.store.get("model", "plain")).not.toHaveProperty("position");
      expect(await on.store.get("rule", "plain")).toBeUndefined();
      expect(await on.store.get("model", "no such")).toBeUndefined();
    });

    test("may have any id without control characters: none reaches another's, or a key of the store's own", async () => {
      const hostile = [
        "a:b",
        "{headgate}:state",
        "}{",
        "*",
        "h?llo[a-z]",
        "$1 'quoted\"; DROP TABLE resource; --",
        "__proto__",
        "constructor",
        "commits",
        " ",
        "\u{1F600}",
        "%s%00",
      ];
      await on.store.commit(put(...hostile.map((id) => model(id))));
      const all = [...hostile].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await ids()).toEqual(all);
      for (const id of hostile) expect(await on.store.get("model", id)).toMatchObject({ id, body: { of: id } });
      let page = await on.store.list("model", { limit: 5 });
      const listed = [...page.items];
      while (page.next !== undefined) {
        page = await on.store.list("model", { after: page.next, limit: 5 });
        listed.push(...page.items);
      }
      expect(listed.map(({ id }) => id)).toEqual(all);
      const scopes = hostile.map((id, at) => ({
        scope: `key:${id}|requests`,
        window: "2026-11",
        windowEnds: Date.parse("2026-12-01"),
        limit: 100,
        used: at,
      }));
      // An Envoy names itself, too.
      for (const envoy of ["e", "", "__proto__", "\n"]) await on.store.lease({ envoy, at: on.clock, scopes });
      const usage = await on.store.usage();
      expect(new Map(usage.map(({ scope, used }) => [scope, used]))).toEqual(
        new Map(scopes.map(({ scope, used }) => [scope, 4 * used])),
      );
      expect(await on.store.usage(["key:*|requests"])).toHaveLength(1);
      for (const id of ["new\nline", "\r\nFLUSHALL\r\n", "\u0000", ""]) {
        await expect(on.store.commit(put(model(id)))).rejects.toThrow("model: no id: ");
      }
      await on.store.commit({ deletes: [{ kind: "model", id: "*" }], audit: [entry()] });
      expect(await ids()).toEqual(all.filter((id) => id !== "*"));
      expect(await on.store.contents()).toMatchObject({ commit: 2 });
    });

    test("keep when they were made, and count their revisions", async () => {
      await on.store.commit(put(model("m")));
      on.clock += MINUTE;
      await on.store.commit(put(model("m", { body: 2, expected: 1 })));
      expect(await on.store.get("model", "m")).toMatchObject({
        revision: 2,
        body: 2,
        createdAt: "2026-11-21T12:00:00.000Z",
        updatedAt: "2026-11-21T12:01:00.000Z",
      });
    });

    test("go on counting after a deletion, so that an old ETag never fits the new one", async () => {
      await on.store.commit(put(model("m", { position: 3 })));
      await on.store.commit({ deletes: [{ kind: "model", id: "m", expected: 1 }], audit: [entry()] });
      expect(await on.store.get("model", "m")).toBeUndefined();
      expect(await ids()).toEqual([]);
      on.clock += MINUTE;
      await on.store.commit(put(model("m", { expected: "absent" })));
      const again = await on.store.get("model", "m");
      expect(again).toMatchObject({ revision: 2, createdAt: "2026-11-21T12:01:00.000Z" });
      expect(again).not.toHaveProperty("position");
    });

    test("are in the order of their positions, then of their ids' bytes", async () => {
      const positions = {
        z: 1,
        a: 2,
        B: 1,
        last: undefined,
        first: -1,
        ä: 1,
        "\u{1F600}": 1,
        "\uFFFD": 1,
        Last: undefined,
      };
      await on.store.commit(
        put(
          ...Object.entries(positions).map(([id, position]) => model(id, position === undefined ? {} : { position })),
        ),
      );
      const order = ["first", "B", "z", "ä", "\uFFFD", "\u{1F600}", "a", "Last", "last"];
      expect(await ids()).toEqual(order);
      expect((await on.store.list("model", { limit: 100 })).items.map(({ id }) => id)).toEqual(order);
    });

    test("move when their position changes", async () => {
      await on.store.commit(put(model("a", { position: 1 }), model("b", { position: 2 })));
      await on.store.commit(put(model("a", { position: 3 })));
      expect(await ids()).toEqual(["b", "a"]);
    });
  });

  describe("pages", () => {
    const pages = async (limit: number, between: (page: string[]) => Promise<unknown> = async () => {}) => {
      const seen: string[][] = [];
      let after: string | undefined;
      do {
        const page = await on.store.list("model", { limit, ...(after !== undefined && { after }) });
        const read = page.items.map(({ id }) => id);
        seen.push(read);
        await between(read);
        after = page.next;
      } while (after !== undefined);
      return seen;
    };

    test.each([1, 2, 3, 4, 5, 6])("of %i hold everything once", async (limit) => {
      await on.store.commit(put(...["a", "b", "c", "d", "e"].map((id, at) => model(id, { position: at % 2 }))));
      const seen = await pages(limit);
      expect(seen.flat()).toEqual(["a", "c", "e", "b", "d"]);
      expect(seen).toHaveLength(Math.ceil(5 / limit));
    });

    test("go on behind what was deleted in between", async () => {
      await on.store.commit(put(...["a", "b", "c"].map((id) => model(id))));
      const seen = await pages(1, ([id = ""]) =>
        on.store.commit({ deletes: [{ kind: "model", id }], audit: [entry()] }),
      );
      expect(seen).toEqual([["a"], ["b"], ["c"]]);
    });

    test("of an empty kind are one empty page", async () => {
      expect(await on.store.list("tenant", { limit: 10 })).toEqual({ items: [] });
    });

    test.each(["", "x", "%", "W10", "eyJhIjoxfQ"])("a cursor that is none (%j) is refused", async (after) => {
      await expect(on.store.list("model", { after, limit: 1 })).rejects.toThrow(BadCursor);
    });
  });

  test("contents are everything, in the order of kinds", async () => {
    await on.store.commit(
      put({ kind: "rule", id: "r", body: 1 }, { kind: "tenant", id: "t", body: 2 }, model("b"), model("a")),
    );
    const { resources } = await on.store.contents();
    expect(resources.map(({ kind, id }) => `${kind}/${id}`)).toEqual(["tenant/t", "model/a", "model/b", "rule/r"]);
  });

  describe("a watch", () => {
    const told = () => {
      let tell: () => void;
      const promise = new Promise<void>((resolve) => {
        tell = resolve;
      });
      return { promise, tell: () => tell() };
    };

    test("tells of a change by this control plane and by another", async () => {
      const other = await on.place.open(now);
      for (const one of [on.store, other]) {
        const { promise, tell } = told();
        const end = on.store.watch(tell);
        await one.commit(put(model("m")));
        await promise;
        end();
      }
    });

    test("tells each who watches, until it ends", async () => {
      const [ended, kept] = [told(), told()];
      let calls = 0;
      const end = on.store.watch(() => {
        calls++;
        ended.tell();
      });
      on.store.watch(kept.tell);
      end();
      await on.store.commit(put(model("m")));
      await kept.promise;
      expect(calls).toBe(0);
    });
  });

  test("what is written is there when it is opened again", async () => {
    await on.store.commit({ ...put(model("m")), version: { actor: "a", summary: "s", digest: "d", document: 1 } });
    const before = await on.store.contents();
    await on.store.close();
    on.store = await on.place.open(now);
    expect(await on.store.contents()).toEqual(before);
    expect(before).toMatchObject({ commit: 1, version: 1 });
  });

  test("a closed store says so", async () => {
    await on.store.close();
    await on.store.close();
    await expect(on.store.get("model", "m")).rejects.toThrow(StoreUnavailable);
    await expect(on.store.commit(put(model("m")))).rejects.toThrow(/closed/);
  });

  changeSuite(on);
  logSuite(on);
  coolDownSuite(on);
  describe("leases", () => leaseSuite(() => on.store));
}
