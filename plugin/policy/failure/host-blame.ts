import { Blame, FAILURES, FailureKind } from "./table";

/** Whether a failure counts against the target's host, which Envoy ejects. `hasKey`: the attempt presented a provider key. */
export function blamesHost(kind: FailureKind, hasKey: bool): bool {
  const blame = FAILURES[kind].blame;
  return blame == Blame.Host || (blame == Blame.Key && !hasKey);
}
