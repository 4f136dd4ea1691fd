import { expect, test } from "vitest";
import type { Asked } from "../load.ts";
import { availabilityOf } from "./availability.ts";

const asked = (outcome: Asked["outcome"], begun: number): Asked => ({ outcome, begun, ended: begun + 10 });

test("a request counts where some target was well all the while", () => {
  const outs = [
    { target: 0, from: 100, to: 200 },
    { target: 1, from: 150, to: 250 },
  ];
  const requests = [
    asked("answered", 50),
    asked("failed", 120),
    asked("cut", 130),
    asked("failed", 160),
    asked("answered", 170),
    // The first was out at its begin, the second at its end.
    asked("failed", 145),
    asked("answered", 300),
    asked("answered", 310),
  ];
  const { gateway, ...counts } = availabilityOf(requests, outs, 2);
  expect(counts).toEqual({
    ...{ requests: 8, servable: 5, failed: 1, cut: 1, hopeless: 3, hopelessAnswered: 1 },
    targets: [3 / 8, 6 / 8],
  });
  expect(gateway).toBeCloseTo(0.8);
});
