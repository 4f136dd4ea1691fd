import { FAILURES, FailureKind } from "../policy/failure/table";
import { HeaderWriter } from "../wire/header-list";

/**
 * Says to Envoy what follows from an answer that is none, on its held head: whether another attempt is made, and whether
 * it counts against the host. The route and the pools read these headers (envoy/route.ts, envoy/pool-cluster.ts); no client
 * sees them, as none that begin with `x-headgate-` of an answer.
 */
export function tellEnvoy(kind: FailureKind, isRetried: bool, blamesHost: bool, head: HeaderWriter): void {
  if (isRetried) head.setText("x-headgate-retry", FAILURES[kind].name);
  if (blamesHost) head.setText("x-headgate-blame", "host");
}
