import { FAILURES, Retry } from "../../plugin/policy/failure/table.ts";
import { type Case, failingTargets, type WalkedTarget } from "./case/case.ts";

/** What the failure table says that a case comes to. */
export type Expectation =
  /** `otherKey`: the target that failed, asked again with another key. */
  | { outcome: "answered"; by: number; otherKey: boolean }
  /** `alone`: nobody is asked a second time. `gap`: why what stands behind in the configuration is of no use here. */
  | { outcome: "told"; alone: boolean; gap?: string }
  /** The stream had begun: it ends with an error event. */
  | { outcome: "broken" };

export function expectationOf(one: Case): Expectation {
  const { model, fault } = one;
  const row = FAILURES.find(({ kind }) => kind === fault.kind);
  const failing = failingTargets(one);
  const rest = model.targets.filter(({ index }) => !failing.has(index));
  const first = model.targets[0];
  switch (row?.retry) {
    case Retry.OtherKey:
      if (one.keys === "first" && first !== undefined && first.keys.length > 1) {
        return { outcome: "answered", by: 0, otherKey: true };
      }
      return nextOf(rest, one);
    // What the test asks holds no thoughts.
    case Retry.WithoutThoughts:
    case Retry.NextTarget:
      return nextOf(rest, one);
    case Retry.LongerContext: {
      const by = rest.find((target) => isLonger(target, model.targets.slice(0, one.failing)));
      return by ? { outcome: "answered", by: by.index, otherKey: false } : { outcome: "told", alone: true };
    }
    default:
      return beganToAnswer(one) ? { outcome: "broken" } : { outcome: "told", alone: true };
  }
}

function nextOf([next]: readonly WalkedTarget[], { model }: Case): Expectation {
  if (next !== undefined) return { outcome: "answered", by: next.index, otherKey: false };
  if (model.targets.length === 1) return { outcome: "told", alone: false };
  const gap = `all ${model.targets.length} targets are at ${model.targets[0]?.origin}: what takes it away takes them all; give the model a target at another provider`;
  return { outcome: "told", alone: false, gap };
}

/** A length that is not known is not longer. */
function isLonger({ contextLength = 0 }: WalkedTarget, than: readonly WalkedTarget[]): boolean {
  return than.every((target) => target.contextLength !== undefined && contextLength > target.contextLength);
}

function beganToAnswer({ fault: { act } }: Case): boolean {
  return act.way === "stream" && act.upTo === "content";
}
