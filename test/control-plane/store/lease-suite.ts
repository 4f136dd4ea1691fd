import { expect, test } from "vitest";
import { LEASE_MS, type ScopeReport } from "../../../control-plane/store/lease/lease.ts";
import type { Store } from "../../../control-plane/store/store.ts";
import { checkLaw } from "./lease-law.ts";

const AT = Date.parse("2026-11-21T10:05:30Z");
const SECOND = 1000;
const DAY = 86_400 * SECOND;

const MINUTE_WINDOW = { window: "2026-11-21T10:05Z", windowEnds: Date.parse("2026-11-21T10:06Z") };
const DAY_WINDOW = { window: "2026-11-21", windowEnds: Date.parse("2026-11-22") };
const MONTH_WINDOW = { window: "2026-11", windowEnds: Date.parse("2026-12-01") };

/** What every store does with leases, besides the law of property.ts. */
export function leaseSuite(store: () => Store): void {
  const report = async (envoy: string, used: number, more: Partial<ScopeReport> & { at?: number } = {}) => {
    const { at = AT, ...rest } = more;
    const scope = { scope: "key:k1|requests|minute", ...MINUTE_WINDOW, limit: 100, used, ...rest };
    const { scopes } = await store().lease({ envoy, at, scopes: [scope] });
    return scopes[0];
  };

  test("all that Envoys admit stays within the limit, if none vanishes with something unreported", async () => {
    let spent = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { admitted, limit, unreported } = await checkLaw(store(), seed, 150, true);
      expect(unreported).toBe(0);
      if (limit > 0 && admitted === limit) spent++;
    }
    // Else it would be easy to stay within it.
    expect(spent).toBeGreaterThan(10);
  });

  test("what vanished Envoys had not reported is the most that is admitted above the limit", async () => {
    let over = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const { admitted, limit } = await checkLaw(store(), seed, 150, false);
      if (admitted > limit) over++;
    }
    expect(over).toBeGreaterThan(0);
  });

  test("who is alone may use all of it", async () => {
    expect(await report("a", 0)).toMatchObject({ allowance: 100, others: 0, envoys: 1 });
    expect(await report("a", 60)).toMatchObject({ allowance: 100, others: 0, envoys: 1 });
  });

  test("a second one gets nothing before the first has given back", async () => {
    await report("a", 0);
    expect(await report("b", 0)).toMatchObject({ allowance: 0, others: 0, envoys: 2 });
    // The answer is on its way: "a" still goes by 100.
    expect(await report("a", 10, { holding: 100 })).toMatchObject({ allowance: 55, envoys: 2 });
    expect(await report("b", 0, { holding: 0 })).toMatchObject({ allowance: 0, others: 10 });
    // Now it goes by 55: the rest is free.
    expect(await report("a", 10, { holding: 55 })).toMatchObject({ allowance: 55 });
    expect(await report("b", 0, { holding: 0 })).toMatchObject({ allowance: 23, others: 10, envoys: 2 });
  });

  test("an answer that was lost keeps what the Envoy holds from others", async () => {
    await report("a", 0);
    await report("b", 0);
    for (let lost = 0; lost < 3; lost++) await report("a", 10, { holding: 100 });
    expect(await report("b", 0, { holding: 0 })).toMatchObject({ allowance: 0 });
  });

  test("without a word on what it holds, an Envoy holds the answer before", async () => {
    await report("a", 0);
    await report("b", 0);
    await report("a", 10);
    expect(await report("b", 0)).toMatchObject({ allowance: 0 });
    await report("a", 10);
    expect(await report("b", 0)).toMatchObject({ allowance: 23 });
  });

  test("of an Envoy that is gone only what it used counts", async () => {
    await report("a", 30);
    expect(await report("b", 0, { at: AT + LEASE_MS - 1 })).toMatchObject({ allowance: 0, envoys: 2 });
    expect(await report("b", 0, { at: AT + LEASE_MS })).toMatchObject({ allowance: 70, others: 30, envoys: 1 });
  });

  test("a use that went too far, or an older report, takes nothing from others twice", async () => {
    await report("a", 120);
    expect(await report("a", 50)).toMatchObject({ allowance: 100 });
    expect(await report("b", 0)).toMatchObject({ allowance: 0, others: 120 });
    expect(await store().usage()).toMatchObject([{ used: 120, limit: 100 }]);
  });

  test("a limit that was lowered binds from the next report on", async () => {
    await report("a", 20);
    expect(await report("a", 20, { limit: 50 })).toMatchObject({ allowance: 50 });
    expect(await report("a", 60, { limit: 50 })).toMatchObject({ allowance: 50 });
    expect(await report("a", 60, { limit: 0 })).toMatchObject({ allowance: 0 });
  });

  test("numbers are whole up to 2^53", async () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(await report("a", most - 1, { limit: most })).toMatchObject({ allowance: most });
    expect(await report("b", 0, { limit: most })).toMatchObject({ others: most - 1, allowance: 0 });
    expect(await store().usage()).toMatchObject([{ used: most - 1, limit: most }]);
  });

  test("scopes and windows are apart, and answered in the order of the request", async () => {
    const scopes = [
      { scope: "b", ...DAY_WINDOW, limit: 5, used: 1 },
      { scope: "a", ...DAY_WINDOW, limit: 7, used: 2 },
      { scope: "b", ...MONTH_WINDOW, limit: 9, used: 3 },
    ];
    const { scopes: answers } = await store().lease({ envoy: "e", at: AT, scopes });
    expect(answers.map(({ scope, window, allowance }) => [scope, window, allowance])).toEqual([
      ["b", "2026-11-21", 5],
      ["a", "2026-11-21", 7],
      ["b", "2026-11", 9],
    ]);
    expect(await store().lease({ envoy: "e", at: AT, scopes: [] })).toEqual({ scopes: [] });
  });

  test("usage is of all Envoys, by scope and window", async () => {
    await report("a", 3, DAY_WINDOW);
    await report("b", 4, DAY_WINDOW);
    await report("b", 5, { scope: "tenant:ünï|usd|day", ...DAY_WINDOW });
    const rows = [
      { scope: "key:k1|requests|minute", ...DAY_WINDOW, limit: 100, used: 7 },
      { scope: "tenant:ünï|usd|day", ...DAY_WINDOW, limit: 100, used: 5 },
    ];
    expect(await store().usage()).toEqual(rows);
    expect(await store().usage(["tenant:ünï|usd|day", "no such"])).toEqual([rows[1]]);
    expect(await store().usage([])).toEqual([]);
  });

  test("windows are forgotten some time after their end", async () => {
    await report("a", 1, MINUTE_WINDOW);
    await report("a", 1, DAY_WINDOW);
    await report("a", 1, MONTH_WINDOW);
    const keptAt = async (at: number) => {
      await store().lease({ envoy: "a", at, scopes: [] });
      return (await store().usage()).map(({ window }) => window);
    };
    expect(await keptAt(MINUTE_WINDOW.windowEnds + 599 * SECOND)).toContain(MINUTE_WINDOW.window);
    expect(await keptAt(MINUTE_WINDOW.windowEnds + 600 * SECOND)).toEqual(["2026-11", "2026-11-21"]);
    expect(await keptAt(DAY_WINDOW.windowEnds + 35 * DAY)).toEqual(["2026-11"]);
    expect(await keptAt(MONTH_WINDOW.windowEnds + 395 * DAY)).toEqual(["2026-11"]);
    expect(await keptAt(MONTH_WINDOW.windowEnds + 396 * DAY)).toEqual([]);
  });

  test("without a time, the store's own clock counts", async () => {
    const scope = { scope: "s", window: "2099-11", windowEnds: Date.parse("2099-12-01"), limit: 10, used: 0 };
    await store().lease({ envoy: "a", scopes: [scope] });
    const { scopes } = await store().lease({ envoy: "b", scopes: [scope] });
    expect(scopes).toMatchObject([{ allowance: 0, envoys: 2 }]);
  });
}
