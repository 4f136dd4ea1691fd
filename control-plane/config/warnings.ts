import type { Config } from "../contract.ts";
import { budgetWarnings } from "../limits/budget-warnings.ts";
import { ruleWarnings } from "./rules/warnings.ts";

/** What is right as it stands and may still not be what was meant. */
export function warningsOf(config: Config): string[] {
  return [
    ...notEnforced(config).map((path) => `${path}: not enforced by this version`),
    ...ruleWarnings(config),
    ...budgetWarnings(config),
    ...timeouts(config),
  ];
}

/**
 * What the configuration asks for and this version does not do. It is accepted, so that a file
 * written for a later version loads, and said aloud, so that nobody trusts a limit that is none.
 */
function notEnforced(config: Config): string[] {
  const asked: string[] = [];
  for (const [name, model] of Object.entries(config.models)) {
    if (model.strategy !== undefined) asked.push(`models.${name}.strategy`);
    if (model.targets !== undefined && model.default !== undefined) asked.push(`models.${name}.default`);
  }
  for (const [name, provider] of Object.entries(config.providers)) {
    if (provider.region !== undefined) asked.push(`providers.${name}.region`);
    if (provider.private !== undefined) asked.push(`providers.${name}.private`);
  }
  return asked;
}

/** Envoy has one clock for a caller's silence, and it runs while the attempts wait for their first tokens. */
function timeouts({ timeouts: { idle, first_token } }: Config): string[] {
  if (Number.parseFloat(idle) > Number.parseFloat(first_token)) return [];
  return [
    `timeouts.idle: ${idle} ends a request before timeouts.first_token (${first_token}) sends it to another target`,
  ];
}
