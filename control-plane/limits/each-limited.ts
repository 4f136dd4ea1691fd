import type { Config } from "../../contract/config.ts";
import type { Budget, Limits } from "../../contract/limits.ts";
import type { Path } from "../problem/problem.ts";

/** All that may have limits, with its path in the file. */
export function eachLimited(config: Config): { path: Path; limits: Limits; budget: Budget }[] {
  const named = (field: string, all: Record<string, { limits: Limits; budget: Budget } | null>) =>
    Object.entries(all).flatMap(([name, one]) => (one === null ? [] : [{ path: [field, name], ...pick(one) }]));
  return [
    ...config.keys.map((key, index) => ({ path: ["keys", index], ...pick(key) })),
    ...named("tenants", config.tenants),
    ...named("models", config.models),
    ...Object.entries(config.providers).flatMap(([name, { keys }]) =>
      keys.map((key, index) => ({ path: ["providers", name, "keys", index], ...pick(key) })),
    ),
  ];
}

function pick({ limits, budget }: { limits: Limits; budget: Budget }): { limits: Limits; budget: Budget } {
  return { limits, budget };
}

export function spends({ usd_per_day, usd_per_month }: Budget): boolean {
  return usd_per_day !== undefined || usd_per_month !== undefined;
}
