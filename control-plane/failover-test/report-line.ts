import { FAILURES, Retry } from "../../plugin/policy/failure/table.ts";
import type { Case } from "./case/case.ts";
import { expectationOf } from "./expectation.ts";
import type { Walked } from "./walk.ts";

/** A caller feels a wait that is longer. */
const FELT_MS = 500;

/** One case, told: in `--json` as it stands. Targets count from 1. */
export interface Line {
  model: string;
  fault: string;
  /** Which targets, or which keys of the first, have it. */
  at: string;
  attempts: { target: number; key?: string; met: "fault" | "answered" | "not reached" }[];
  answered_by: number | null;
  ms: number;
  caller_noticed: string;
  expected: string;
  verdict: "ok" | "differs" | "failed";
  reason?: string;
}

export function lineOf({ one, met, outcome, verdict }: Walked): Line {
  const last = met.at(-1);
  return {
    model: one.model.name,
    fault: one.fault.name,
    at: placeOf(one),
    attempts: attemptsOf(one, met),
    answered_by: outcome.got.what === "answer" && last !== undefined ? last.target + 1 : null,
    ms: Math.round(outcome.ms),
    caller_noticed: noticed(outcome),
    expected: expected(one),
    ...verdict,
  };
}

function placeOf({ fault, failing, keys, model }: Case): string {
  if (failing > 1) return `targets 1 to ${failing}`;
  if (keys === "first") return "one key of target 1";
  const isOfKey = FAILURES.some(({ kind, retry }) => kind === fault.kind && retry === Retry.OtherKey);
  return isOfKey && (model.targets[0]?.keys.length ?? 0) > 1 ? "every key of target 1" : "target 1";
}

/** Who is not reached leaves no trace with the injector, and was the first to be tried. */
function attemptsOf({ fault, model, failing }: Case, met: Walked["met"]): Line["attempts"] {
  const unseen = fault.act.way === "unreachable" ? model.targets.slice(0, failing) : [];
  return [
    ...unseen.map(({ index }) => ({ target: index + 1, met: "not reached" as const })),
    ...met.map(({ target, key, answered }) => ({
      target: target + 1,
      ...(key !== undefined && { key }),
      met: answered ? ("answered" as const) : ("fault" as const),
    })),
  ];
}

function noticed({ got, ms }: Walked["outcome"]): string {
  switch (got.what) {
    case "answer":
      return ms < FELT_MS ? "nothing" : `only the time, ${(ms / 1000).toFixed(1)} s`;
    case "error":
      return `${got.status}: ${got.message}`;
    case "empty":
      return "an answer that says nothing";
    case "broken":
      return got.event === undefined ? "a stream that broke off" : `an error event: ${got.event}`;
    case "nonsense":
      return `${got.status}, and nothing that its dialect can read`;
    default:
      return "nothing came";
  }
}

function expected(one: Case): string {
  const says = expectationOf(one);
  if (says.outcome === "told") return "the caller is told";
  if (says.outcome === "broken") return "an error event ends the stream";
  return `target ${says.by + 1} answers${says.otherKey ? " with another key" : ""}`;
}
