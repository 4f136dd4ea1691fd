import { describe, expect, test } from "vitest";
import type { Met } from "../../../control-plane/failover-test/injector/injector.ts";
import { reportOf } from "../../../control-plane/failover-test/report.ts";
import { lineOf } from "../../../control-plane/failover-test/report-line.ts";
import { judge } from "../../../control-plane/failover-test/verdict.ts";
import type { Walked } from "../../../control-plane/failover-test/walk.ts";
import type { Got } from "../../../control-plane/failover-test/walk-client.ts";
import { caseOf, modelOf } from "./model.ts";

const MODEL = modelOf(["a", "b"], { keys: 2 });

function walked(fault: string, met: Met[], got: Got, ms = 12.4, keys: "first" | "every" = "every"): Walked {
  const one = caseOf(MODEL, fault, { keys });
  const outcome = { got, ms };
  return { one, met, outcome, verdict: judge(one, met, outcome) };
}

const SAVED = walked(
  "500",
  [
    { target: 0, key: "key-1", answered: false },
    { target: 1, answered: true },
  ],
  { what: "answer" },
);
const LOST = walked("529", [{ target: 0, answered: false }], { what: "error", status: 529, message: "Overloaded" });
const SLOW = walked("name not found in DNS", [{ target: 1, answered: true }], { what: "answer" }, 1234);
const OTHER_KEY = walked(
  "401",
  [
    { target: 0, key: "key-2", answered: false },
    { target: 1, key: "x", answered: true },
  ],
  { what: "answer" },
  5,
  "first",
);

const FINDING = { path: "models.m.targets[1]", reason: "is never asked", isFatal: true };
const WARNING = { path: "timeouts.idle", reason: "is over too soon", isFatal: false };

describe("a line", () => {
  test("of a fallback that fired", () => {
    expect(lineOf(SAVED)).toEqual({
      model: "m",
      fault: "500",
      at: "target 1",
      attempts: [
        { target: 1, key: "key-1", met: "fault" },
        { target: 2, met: "answered" },
      ],
      answered_by: 2,
      ms: 12,
      caller_noticed: "nothing",
      expected: "target 2 answers",
      verdict: "ok",
    });
  });

  test("of one that did not", () => {
    expect(lineOf(LOST)).toMatchObject({
      answered_by: null,
      caller_noticed: "529: Overloaded",
      verdict: "failed",
      reason: "target 2 (b) was to answer, and the caller got 529: Overloaded",
    });
  });

  test("of a target that was not reached", () => {
    expect(lineOf(SLOW)).toMatchObject({
      attempts: [
        { target: 1, met: "not reached" },
        { target: 2, met: "answered" },
      ],
      caller_noticed: "only the time, 1.2 s",
    });
  });

  test("of a key", () => {
    expect(lineOf(OTHER_KEY)).toMatchObject({
      at: "one key of target 1",
      expected: "target 1 answers with another key",
      verdict: "differs",
    });
  });
});

const WALK = {
  walked: [SAVED, LOST, SLOW, OTHER_KEY],
  findings: [FINDING, WARNING],
  leftOut: ["rules: not followed"],
  seconds: 3.21,
};

test("the report", () => {
  expect(reportOf(WALK, false)).toBe(`m: 1 a/upstream-1, 2 b/upstream-2
           fault                  at                   met, in order                    answered by  after    the caller noticed
  ok       500                    target 1             1 fault, 2 answered              2            12 ms    nothing
  failed   529                    target 1             1 fault                          nobody       12 ms    529: Overloaded
           target 2 (b) was to answer, and the caller got 529: Overloaded
  ok       name not found in DNS  target 1             1 not reached, 2 answered        2            1234 ms  only the time, 1.2 s
  differs  401                    one key of target 1  1 (key-2) fault, 2 (x) answered  2            5 ms     nothing
           target 1 (a) was to answer with another key, and target 2 (b) did

failed: models.m.targets[1]: is never asked
warning: timeouts.idle: is over too soon
not as configured: rules: not followed
4 faults in 3.2 s: 2 ok, 1 other than the failure table says, 2 failed
`);
});

test("colours are for a terminal, and say no more", () => {
  const coloured = reportOf(WALK, true);
  expect(coloured).toContain("\u001b[31mfailed");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are.
  expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(reportOf(WALK, false));
});
