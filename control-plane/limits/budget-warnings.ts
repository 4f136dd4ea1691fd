import { knownOf } from "../catalogue/known-of.ts";
import { formatPath } from "../config/issues.ts";
import { modelTargets } from "../config/model-targets.ts";
import type { Config } from "../contract.ts";
import { eachLimited } from "./each-limited.ts";

/** Budgets that are not charged with all that is spent, since nobody has said what it costs. */
export function budgetWarnings(config: Config): string[] {
  const unpriced = Object.keys(config.models).filter((name) => hasUnpriced(config, name));
  return eachLimited(config).flatMap(({ path, budget }) => {
    if (Object.values(budget).every((usd) => usd === undefined)) return [];
    const [field, name] = path;
    const models = field === "models" ? unpriced.filter((model) => model === name) : unpriced;
    if (models.length === 0) return [];
    const where = models.map((model) => `models.${model}`).join(", ");
    return [`${formatPath([...path, "budget"])}: what targets without a price cost is not counted: ${where}`];
  });
}

function hasUnpriced(config: Config, name: string): boolean {
  const found = modelTargets(config, name);
  return (
    !("problem" in found) && found.targets.some((target) => knownOf(config, found.owner, target).price === undefined)
  );
}
