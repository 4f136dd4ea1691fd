import type { Config } from "../../contract/config.ts";
import { knownOf } from "../catalogue/target-facts.ts";
import { modelTargets } from "../model/model-targets.ts";
import { formatPath } from "../problem/problem.ts";
import { eachLimited, spends } from "./each-limited.ts";

/** Budgets that are not charged with all that is spent, since nobody has said what it costs. */
export function budgetWarnings(config: Config): string[] {
  const unpriced = Object.keys(config.models).filter((name) => hasUnpriced(config, name));
  return eachLimited(config).flatMap(({ path, budget }) => {
    if (!spends(budget)) return [];
    const [field, name] = path;
    const models = unpriced.filter((model) => counts(config, model, String(field), String(name)));
    if (models.length === 0) return [];
    const where = models.map((model) => `models.${model}`).join(", ");
    return [`${formatPath([...path, "budget"])}: what targets without a price cost is not counted: ${where}`];
  });
}

/** Whether what the model's targets cost is counted in that budget. */
function counts(config: Config, model: string, field: string, name: string): boolean {
  if (field === "models") return model === name;
  if (field !== "providers") return true;
  const found = modelTargets(config, model);
  return !("problem" in found) && found.targets.some(({ provider, price }) => provider === name && price === undefined);
}

function hasUnpriced(config: Config, name: string): boolean {
  const found = modelTargets(config, name);
  return (
    !("problem" in found) && found.targets.some((target) => knownOf(config, found.owner, target).price === undefined)
  );
}
