import type { Config } from "../../contract/config.ts";
import type { Dialect } from "../../contract/dialect.ts";
import type { Policy } from "../../contract/policy.ts";
import { keyId } from "../../contract/provider-key.ts";
import { secondsAt } from "../../contract/time.ts";
import { FAILURES, FailureKind, Retry } from "../../plugin/policy/failure/table.ts";
import { isGlob } from "../pattern/glob.ts";
import { patternFits } from "../pattern/pattern-fits.ts";
import { type Case, failingTargets, type WalkedModel, type WalkedTarget } from "./case/case.ts";
import { FAULTS, type Fault } from "./case/fault.ts";

/** The dialect of the walk's own requests. */
const CALLER: Dialect = "openai";

/**
 * The models that have targets of their own; one with a `default` is what its default is.
 *
 * @param policy of the same configuration: it knows what the file leaves to be looked up
 */
export function walkedModels(config: Config, policy: Policy, now: Date): WalkedModel[] {
  return Object.entries(config.models).flatMap(([name, { targets, min_throughput }]) => {
    if (targets === undefined) return [];
    const ids = policy.models.find((model) => model.name === name)?.targets ?? [];
    const known = targets.map((target, index): WalkedTarget => {
      const upstream = target.model ?? concreteName(name);
      const contextLength = policy.targets.find(({ id }) => id === ids[index]?.id)?.context_length;
      return {
        index,
        provider: target.provider,
        origin: config.providers[target.provider]?.url ?? "",
        upstream,
        keys: usableKeys(config.providers[target.provider], upstream, now),
        ...(contextLength !== undefined && { contextLength }),
      };
    });
    return [{ name, targets: known, hasMinThroughput: min_throughput !== undefined }];
  });
}

/** A name that fits a glob. */
function concreteName(name: string): string {
  return isGlob(name) ? name.replaceAll("*", "any").replaceAll("?", "x") : name;
}

function usableKeys(provider: Config["providers"][string] | undefined, upstream: string, now: Date): string[] {
  const moment = Math.floor(now.getTime() / 1000);
  return (provider?.keys ?? []).flatMap((key, index) => {
    const { models, not_before, expires_at } = key;
    const fits = models === undefined || models.some((pattern) => patternFits(pattern, upstream) !== false);
    const begun = not_before === undefined || secondsAt(not_before) <= moment;
    const over = expires_at !== undefined && secondsAt(expires_at) <= moment;
    return fits && begun && !over ? [keyId(key, index)] : [];
  });
}

/** Every fault at the first target, and at each number of targets before a fallback that is still to be proved. */
export function casesOf(models: readonly WalkedModel[], config: Config): Case[] {
  const cases = models.flatMap((model) =>
    FAULTS.filter((fault) => applies(fault, model, config)).flatMap((fault) => casesOfFault(model, fault)),
  );
  return cases.map((one, index) => ({ ...one, id: `case-${index + 1}` }));
}

function casesOfFault(model: WalkedModel, fault: Fault): Omit<Case, "id">[] {
  const isOfKey = FAILURES.some(({ kind, retry }) => kind === fault.kind && retry === Retry.OtherKey);
  const hasOtherKey = isOfKey && (model.targets[0]?.keys.length ?? 0) > 1;
  const depths = depthsOf(model, fault).map((failing) => ({ model, fault, failing, keys: "every" as const }));
  return hasOtherKey ? [{ model, fault, failing: 1, keys: "first" }, ...depths] : depths;
}

/** Where nobody else is asked, there is nothing behind the first to prove. */
function depthsOf(model: WalkedModel, fault: Fault): number[] {
  if (FAILURES.some(({ kind, retry }) => kind === fault.kind && retry === Retry.No)) return [1];
  const deeper = model.targets.slice(2).map(({ index }) => index);
  return [1, ...deeper.filter((failing) => !failingTargets({ model, fault, failing }).has(failing))];
}

function applies({ kind, dialects }: Fault, model: WalkedModel, config: Config): boolean {
  if (kind === FailureKind.SlowStart && !model.hasMinThroughput) return false;
  const faces = config.providers[model.targets[0]?.provider ?? ""]?.faces ?? [];
  const asked = faces.find(({ dialect }) => dialect === CALLER) ?? faces[0];
  return dialects === undefined || (asked !== undefined && dialects.includes(asked.dialect));
}
