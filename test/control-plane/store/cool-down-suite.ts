import { describe, expect, test } from "vitest";
import type { CoolDown } from "../../../contract/cool-down.ts";
import type { Stage } from "./bench.ts";

/** Provider keys that cool down. */
export function coolDownSuite(on: Stage): void {
  const coolDown = (seconds: number, more: Partial<CoolDown> = {}): CoolDown => ({
    id: "0123456789abcdef",
    provider: "p",
    key: "key-1",
    model: "gpt",
    until: on.clock + seconds * 1000,
    reason: "rate_limit",
    ...more,
  });

  describe("cool-downs", () => {
    test("are there until they are over", async () => {
      await on.store.coolDown([coolDown(10), coolDown(20, { id: "fedcba9876543210", key: undefined })]);
      expect(await on.store.coolDowns()).toHaveLength(2);
      on.clock += 10_000;
      expect((await on.store.coolDowns()).map(({ id }) => id)).toEqual(["fedcba9876543210"]);
      on.clock += 10_000;
      expect(await on.store.coolDowns()).toEqual([]);
    });

    test("are only ever made longer", async () => {
      await on.store.coolDown([coolDown(20)]);
      await on.store.coolDown([coolDown(5)]);
      expect(await on.store.coolDowns()).toEqual([coolDown(20)]);
      await on.store.coolDown([coolDown(30)]);
      expect(await on.store.coolDowns()).toEqual([coolDown(30)]);
      await on.store.coolDown([]);
      expect(await on.store.coolDowns()).toHaveLength(1);
    });
  });
}
