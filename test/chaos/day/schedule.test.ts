import { expect, test } from "vitest";
import { DAY, drawDay, TARGETS } from "./schedule.ts";

const SEEDS = Array.from({ length: 3000 }, (_, index) => index + 1);

test("a seed gives the same day each time, and another seed another day", () => {
  expect(drawDay(7)).toEqual(drawDay(7));
  expect(drawDay(7)).not.toEqual(drawDay(8));
});

test.each(SEEDS.slice(0, 20))("day %i: in order, within the day, and no target has two outages at a time", (seed) => {
  const day = drawDay(seed);
  expect(day.map(({ from }) => from)).toEqual(day.map(({ from }) => from).toSorted((a, b) => a - b));
  for (let target = 0; target < TARGETS; target++) {
    const own = day.filter((outage) => outage.target === target);
    own.forEach(({ from, to }, index) => {
      expect(to).toBeGreaterThan(from);
      expect(from).toBeGreaterThanOrEqual(own[index - 1]?.to ?? 0);
      expect(to).toBeLessThanOrEqual(DAY);
    });
  }
});

test("over many days a target has the availability of a hosted provider", () => {
  const out = SEEDS.flatMap(drawDay).filter(({ target }) => target === 2);
  const seconds = out.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(1 - seconds / (SEEDS.length * DAY)).toBeCloseTo(0.995, 3);
});
