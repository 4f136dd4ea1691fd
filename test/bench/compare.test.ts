import { describe, expect, test } from "vitest";
import { compare, median } from "./compare.ts";

describe("median", () => {
  test.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 100, 2], 3],
    [[10, 9, 8, 7, 100], 9],
  ])("of %j is %d", (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  test("of nothing is not a number", () => {
    expect(median([])).toBeNaN();
  });
});

describe("compare", () => {
  const pair = (plain: number, gateway: number) => {
    const measured = (cpu: number) => ({ cpu, p50: 0, p99: 0, rate: 0 });
    return { plain: measured(plain), gateway: measured(gateway) };
  };

  test("divides pair by pair, so a slow round changes no ratio", () => {
    const pairs = [pair(50, 75), pair(200, 300), pair(60, 96)];
    expect(compare(pairs, "cpu")).toEqual({ plain: 60, gateway: 96, ratio: { median: 1.5, min: 1.5, max: 1.6 } });
  });
});
