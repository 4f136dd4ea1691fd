import type { Config } from "../../../contract/config.ts";
import { patternFits } from "../../pattern/pattern-fits.ts";

type Key = Config["keys"][number];
type Rule = Config["rules"][number];

/** Rules that lead a caller to a model which its key may not use: those callers get a 403. */
export function ruleWarnings(config: Config): string[] {
  return config.rules.flatMap((rule, index) => {
    const { use } = rule;
    if (use === undefined) return [];
    const refused = config.keys.filter((key) => mayMeet(key, rule, config) && mayUse(key, use, config) === false);
    if (refused.length === 0) return [];
    const named = refused.slice(0, 5).map(({ id }) => `"${id}"`);
    const others = refused.length > named.length ? ` and ${refused.length - named.length} more` : "";
    const who = refused.length === 1 ? "the key" : "the keys";
    return [`rules[${index}].use: ${who} ${named.join(", ")}${others} may not use "${use}" and will be refused`];
  });
}

/** Whether a request of the key can meet the rule's conditions on callers and models. */
function mayMeet(key: Key, { when }: Rule, config: Config): boolean {
  if (when.tenant !== undefined && !when.tenant.some((pattern) => patternFits(pattern, key.tenant) ?? true))
    return false;
  if (when.tags !== undefined && !when.tags.some((tag) => key.tags.includes(tag))) return false;
  const asked = Object.keys(config.models).filter((name) => mayUse(key, name, config) !== false);
  return asked.some((name) => when.model?.some((pattern) => patternFits(pattern, name) ?? true) ?? true);
}

/** Undefined: a regular expression decides, which only the filter can try. */
function mayUse(key: Key, model: string, { tenants }: Config): boolean | undefined {
  const tenant = Object.hasOwn(tenants, key.tenant) ? tenants[key.tenant] : undefined;
  const verdicts = [permits(key, model), tenant ? permits(tenant, model) : true];
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function permits({ allow, deny }: { allow: readonly string[]; deny: readonly string[] }, model: string) {
  const denied = deny.map((pattern) => patternFits(pattern, model));
  if (denied.includes(true)) return false;
  const allowed = allow.map((pattern) => patternFits(pattern, model));
  if (!allowed.includes(true) && !allowed.includes(undefined)) return false;
  return allowed.includes(true) && !denied.includes(undefined) ? true : undefined;
}
