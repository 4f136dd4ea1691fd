import type { Config } from "../../contract/config.ts";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { knownOf } from "../catalogue/target-facts.ts";
import { modelTargets } from "../model/model-targets.ts";
import { eachLimited, spends } from "./each-limited.ts";

/** Prices that nobody here has given, where money hangs on them. */
export function priceWarnings(config: Config): string[] {
  const isSpent = eachLimited(config).some(({ budget }) => spends(budget));
  const models = Object.keys(config.models).filter((name) => {
    if (!isSpent && config.models[name]?.strategy !== "lowest_cost") return false;
    const found = modelTargets(config, name);
    if ("problem" in found) return false;
    return found.targets.some((target) => knownOf(config, found.owner, target).pricedBy === "catalogue");
  });
  if (models.length === 0) return [];
  const where = models.map((name) => `models.${name}`).join(", ");
  return [`prices: taken from the catalogue of ${CATALOGUE.date}, which may be out of date: ${where}`];
}
