import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import { needsRestart } from "../../envoy/needs-restart.ts";
import type { Plan } from "../../envoy/plan.ts";
import { buildPolicy } from "../policy/build.ts";
import type { Environment } from "../process/environment.ts";
import { OperatorError } from "../process/operator-error.ts";
import { snapshotFor } from "../snapshot/snapshot.ts";
import type { Resource } from "../store/store.ts";
import { merge, storedKeyVariable } from "./merge.ts";
import { Refused } from "./refused.ts";
import { type StoredProviderKey, secretsOf } from "./stored-provider-key.ts";

/** What a file and the API's resources come to. */
export interface PlannedPolicy extends Plan {
  snapshot: Policy;
}

/** Where Envoys get their clusters and routes from. */
export interface EnvoyClusters {
  /** Returns when Envoy has all that the plan's policy can name. @throws Refused if it does not take them */
  apply(plan: Plan): Promise<void>;
}

export interface PlanOptions {
  /** What Envoy was rendered from; undefined: none runs that could lack anything. */
  running?: Plan | undefined;
  /** Takes clusters and routes to Envoy; absent: it has those that it was rendered with. */
  envoy?: EnvoyClusters | undefined;
  environment: Environment;
  /** The value of a secret of a provider key in the store. @throws OperatorError if it cannot be opened */
  openKey(resource: Resource, sealed: string): string;
}

/** @throws Refused, with all that is wrong */
export function planOf(file: Config, resources: readonly Resource[], options: PlanOptions): PlannedPolicy {
  const merged = merge(file, resources);
  if ("problems" in merged) throw new Refused("invalid", merged.problems);
  const { config } = merged;
  const stored: Record<string, string> = {};
  try {
    for (const resource of resources) {
      if (resource.kind !== "provider-key") continue;
      for (const { sealed, generation } of secretsOf(resource.body as StoredProviderKey)) {
        stored[storedKeyVariable(resource.id, generation)] = options.openKey(resource, sealed);
      }
    }
    const environment = { ...options.environment, ...stored };
    const plan = { config, policy: buildPolicy(config, environment) };
    const restart =
      options.running === undefined
        ? []
        : needsRestart(options.running, plan, { dynamic: options.envoy !== undefined });
    if (restart.length > 0) {
      throw new Refused(
        "needs-restart",
        restart.map((text) => ({ path: text.slice(0, text.indexOf(" ")), reason: text.slice(text.indexOf(" ") + 1) })),
      );
    }
    return { ...plan, snapshot: snapshotFor(plan, environment) };
  } catch (error) {
    if (error instanceof Refused || !(error instanceof OperatorError)) throw error;
    throw new Refused("invalid", error.message.split("\n").map(asProblem));
  }
}

/** `path: reason`, as messages for operators have it. */
function asProblem(line: string) {
  const [, path = "", reason = line] = /^(\S+): (.*)$/.exec(line) ?? [];
  return { path, reason };
}
