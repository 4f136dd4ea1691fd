import type { Case } from "./case/case.ts";
import { type Expectation, expectationOf } from "./expectation.ts";
import type { Met } from "./injector/injector.ts";
import type { Outcome } from "./walk-client.ts";

/**
 * `failed`: a declared fallback did not fire, or a caller could take a broken answer for a whole one. `differs`: the
 * caller is no worse off, but it is not what the failure table says.
 */
export type Verdict = { verdict: "ok" } | { verdict: "differs" | "failed"; reason: string };

const OK: Verdict = { verdict: "ok" };

export function judge(one: Case, met: readonly Met[], { got }: Outcome): Verdict {
  const expected = expectationOf(one);
  switch (expected.outcome) {
    case "answered":
      return got.what === "answer"
        ? judgeAnswer(one, expected, met)
        : failed(`${named(one, expected.by)} was to answer, ${tellGot(got)}`);
    case "told":
      return judgeTold(expected, met, got);
    default:
      return judgeBroken(met, got);
  }
}

function judgeAnswer(one: Case, expected: Extract<Expectation, { outcome: "answered" }>, met: readonly Met[]): Verdict {
  const by = met.at(-1);
  if (by === undefined || by.target === expected.by) return OK;
  const key = expected.otherKey ? " with another key" : "";
  return differs(`${named(one, expected.by)} was to answer${key}, and ${named(one, by.target)} did`);
}

function judgeTold(
  { alone, gap }: Extract<Expectation, { outcome: "told" }>,
  met: readonly Met[],
  got: Outcome["got"],
): Verdict {
  if (got.what === "answer") return differs("the caller was to be told, and was answered");
  if (gap !== undefined) return failed(gap);
  if (got.what === "empty") return differs("the caller was to be told, and got an answer that says nothing");
  if (got.what !== "error") return failed(`the caller was to be told in its dialect, ${tellGot(got)}`);
  return alone && met.length > 1 ? differs(`nobody was to be asked again, and ${met.length} requests went out`) : OK;
}

function judgeBroken(met: readonly Met[], got: Outcome["got"]): Verdict {
  if (got.what !== "broken") return failed(`the stream was to end with an error event, ${tellGot(got)}`);
  if (got.event === undefined) return failed("the stream ended without an error event: a caller may take it for whole");
  return met.length > 1 ? differs("the stream had begun, and another provider was asked") : OK;
}

/** Within a sentence. */
function tellGot(got: Outcome["got"]): string {
  switch (got.what) {
    case "error":
      return `and the caller got ${got.status}: ${got.message}`;
    case "broken":
      return got.event === undefined ? "and the stream broke off" : `and the stream ended with: ${got.event}`;
    case "nonsense":
      return `and the caller got a ${got.status} that its dialect cannot read`;
    case "empty":
      return "and the caller got an answer that says nothing";
    case "silence":
      return "and the caller got nothing at all";
    default:
      return "and the caller got an answer";
  }
}

/** As the report counts: from 1. */
function named({ model }: Case, index: number): string {
  return `target ${index + 1} (${model.targets[index]?.provider})`;
}

function failed(reason: string): Verdict {
  return { verdict: "failed", reason };
}

function differs(reason: string): Verdict {
  return { verdict: "differs", reason };
}
