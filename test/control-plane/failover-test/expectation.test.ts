import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../control-plane/failover-test/case/fault.ts";
import { type Expectation, expectationOf } from "../../../control-plane/failover-test/expectation.ts";
import { FAILURES, type FailureKind } from "../../../plugin/policy/failure/table.ts";
import { caseOf, modelOf } from "./model.ts";

const answered = (by: number, otherKey = false): Expectation => ({ outcome: "answered", by, otherKey });
const told = (alone: boolean): Expectation => ({ outcome: "told", alone });

/** By the row's name: what a model with two targets at two providers, one key each, comes to; and one with one target. */
const ROWS: Readonly<Record<string, [two: Expectation, one: Expectation]>> = {
  connect: [answered(1), told(false)],
  dns: [answered(1), told(false)],
  tls: [answered(1), told(false)],
  reset: [answered(1), told(false)],
  server_error: [answered(1), told(false)],
  overloaded: [answered(1), told(false)],
  rate_limit: [answered(1), told(false)],
  key_refused: [answered(1), told(false)],
  quota: [answered(1), told(false)],
  model_not_found: [answered(1), told(false)],
  context_length: [told(true), told(true)],
  bad_request: [told(true), told(true)],
  first_token: [answered(1), told(false)],
  slow_start: [answered(1), told(false)],
  empty: [answered(1), told(false)],
  not_an_answer: [answered(1), told(false)],
  broken: [{ outcome: "broken" }, { outcome: "broken" }],
  unsupported: [answered(1), told(false)],
  foreign_thought: [answered(1), told(false)],
};

const nameOf = (kind: FailureKind) => FAILURES.find((row) => row.kind === kind)?.name ?? "";

test("every row of the table is walked, and judged here", () => {
  const names = FAILURES.map(({ name }) => name);
  expect([...new Set(FAULTS.map(({ kind }) => nameOf(kind)))].sort()).toEqual([...names].sort());
  expect(Object.keys(ROWS)).toEqual(names);
});

test.each(FAULTS)("$name", ({ name, kind }) => {
  const [two, one] = ROWS[nameOf(kind)] ?? [];
  expect(expectationOf(caseOf(modelOf(["a", "b"]), name))).toEqual(two);
  expect(expectationOf(caseOf(modelOf(["a"]), name))).toEqual(one);
});

describe("several targets", () => {
  test("the first that has not the fault answers", () => {
    expect(expectationOf(caseOf(modelOf(["a", "b", "c"]), "500", { failing: 2 }))).toEqual(answered(2));
  });

  test("a provider that is not reached takes its targets along", () => {
    const model = modelOf(["a", "a", "b"]);
    expect(expectationOf(caseOf(model, "connection refused"))).toEqual(answered(2));
    expect(expectationOf(caseOf(model, "500"))).toEqual(answered(1));
  });

  test("two names of one address are no fallback for each other", () => {
    const model = modelOf(["a@same", "b@same"]);
    expect(expectationOf(caseOf(model, "name not found in DNS"))).toEqual({
      outcome: "told",
      alone: false,
      gap: "all 2 targets are at https://same.example: what takes it away takes them all; give the model a target at another provider",
    });
  });
});

describe("a fault of a key", () => {
  const model = modelOf(["a", "b"], { keys: 2 });

  test("is left for another key of the provider", () => {
    expect(expectationOf(caseOf(model, "401", { keys: "first" }))).toEqual(answered(0, true));
  });

  test("of every key is left for the next target", () => {
    expect(expectationOf(caseOf(model, "429", { keys: "every" }))).toEqual(answered(1));
  });

  test("of the only one is left for the next target, and so is that of none", () => {
    expect(expectationOf(caseOf(modelOf(["a", "b"], { keys: 1 }), "402", { keys: "first" }))).toEqual(answered(1));
    expect(expectationOf(caseOf(modelOf(["a", "b"], { keys: 0 }), "402", { keys: "first" }))).toEqual(answered(1));
  });
});

describe("a prompt that is too long", () => {
  const fault = "400, context length";
  const by = (...lengths: (number | undefined)[]) =>
    expectationOf(caseOf(modelOf(["a", "b", "c"], { lengths }), fault));

  test("goes to a target that is known to take more, past one that takes as much", () => {
    expect(by(8000, 16000, 32000)).toEqual(answered(1));
    expect(by(8000, 8000, 32000)).toEqual(answered(2));
  });

  test("goes nowhere else", () => {
    expect(by(8000, 4000, 8000)).toEqual(told(true));
    expect(by(8000, undefined, undefined)).toEqual(told(true));
    expect(by(undefined, 16000, 32000)).toEqual(told(true));
  });
});
