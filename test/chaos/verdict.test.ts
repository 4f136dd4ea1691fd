import { expect, test } from "vitest";
import type { Result } from "./result.ts";
import { problemsOf } from "./verdict.ts";

const scenario = { name: "s", does: "something", act: async () => {} };
const result: Result = {
  ...{ scenario, callers: 4, requests: 10, answered: 10, cut: 0, failed: 0 },
  ...{ retried: 0, slowestMs: 1, seconds: 1, failures: [] },
};

test("a result speaks against itself where a caller noticed what had no excuse", () => {
  expect(problemsOf(result)).toEqual([]);
  expect(problemsOf({ ...result, failed: 1, failures: ["why"] })).toEqual([
    "1 requests failed, of which 0 may:\n    why",
  ]);
  expect(problemsOf({ ...result, cut: 2 })).toEqual(["2 streams were cut short"]);
  expect(problemsOf({ ...result, requests: 0 })).toEqual(["no request was made"]);
  expect(problemsOf({ ...result, stopped: "Error: no" })).toEqual(["it did not come to its end: Error: no"]);
  for (const proof of ["retried", "cut"] as const) {
    expect(problemsOf({ ...result, scenario: { ...scenario, proof } })).toEqual([
      `nothing was ${proof}: the outage met no request`,
    ]);
  }
  expect(problemsOf({ ...result, failed: 99, skipped: "no Redis" })).toEqual([]);
});

test("an excuse covers no more than it says", () => {
  const excused = { ...scenario, excuse: { why: "so it is", cut: true, failed: 1 } as const };
  expect(problemsOf({ ...result, scenario: excused, cut: 9, failed: 4 })).toEqual([]);
  expect(problemsOf({ ...result, scenario: excused, failed: 5 })).toHaveLength(1);
});
