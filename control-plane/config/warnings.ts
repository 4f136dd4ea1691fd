import { type Config, servesAnybody } from "../../contract/config.ts";
import { budgetWarnings } from "../limits/budget-warnings.ts";
import { priceWarnings } from "../limits/price-warnings.ts";
import { cannotWork } from "../lint/lint.ts";
import { routingWarnings } from "./check-routing.ts";
import { ruleWarnings } from "./rules/rule-warnings.ts";

/** What is right as it stands and may still not be what was meant. */
export function warningsOf(config: Config): string[] {
  const warnings = [
    ...ruleWarnings(config),
    ...budgetWarnings(config),
    ...priceWarnings(config),
    ...routingWarnings(config),
    ...timeouts(config),
    ...defaults(config),
    ...pages(config),
    ...cannotWork(config).map(({ path, reason }) => `${path}: ${reason}`),
  ];
  // A name or a pattern of the file may hold a line break.
  return [...new Set(warnings.map((warning) => warning.replaceAll(/\s*[\r\n]\s*/g, " ")))];
}

function defaults({ models }: Config): string[] {
  return Object.entries(models).flatMap(([name, { targets, default: other }]) =>
    targets && other !== undefined ? [`models.${name}.default: has no effect beside targets`] : [],
  );
}

/** A gateway on loopback has no other door, and every browser on the machine is behind it. */
function pages(config: Config): string[] {
  if (!servesAnybody(config) || !config.cors?.allow_origins.includes("*")) return [];
  return [
    'cors.allow_origins: with "*" and without client keys, every web page may use your providers: name the pages',
  ];
}

/** Envoy has one clock for a caller's silence, and it runs while the attempts wait for their first tokens. */
function timeouts({ timeouts: { idle, first_token } }: Config): string[] {
  if (Number.parseFloat(idle) > Number.parseFloat(first_token)) return [];
  return [
    `timeouts.idle: ${idle} ends a request before timeouts.first_token (${first_token}) sends it to another target`,
  ];
}
