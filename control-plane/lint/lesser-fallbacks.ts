import type { Config } from "../../contract/config.ts";
import type { Finding } from "./finding.ts";

type Target = NonNullable<Config["models"][string]["targets"]>[number];

/** Requests that the first target takes and no other does: for them the model has no fallback. */
export function lesserFallbacks({ models, providers }: Config): Finding[] {
  return Object.entries(models).flatMap(([name, { targets = [] }]) => {
    const [first, ...others] = targets;
    if (first === undefined || others.length === 0) return [];
    const holdsToSchema = ({ provider, traits }: Target) =>
      ({ ...providers[provider]?.traits, ...traits }).json_schema !== false;
    const lacking: [boolean, string][] = [
      [first.vision !== false && others.every(({ vision }) => vision === false), "with images (vision: false)"],
      [first.tools !== false && others.every(({ tools }) => tools === false), "with tools (tools: false)"],
      [holdsToSchema(first) && !others.some(holdsToSchema), "for a JSON schema (traits.json_schema: false)"],
      [areShorter(others, first), `longer than ${longest(others)} tokens (context_length)`],
    ];
    return lacking
      .filter(([holds]) => holds)
      .map(([, what]) => ({
        path: `models.${name}.targets`,
        reason: `requests ${what} have no fallback: the first target alone takes them; add another that does`,
        isFatal: false,
      }));
  });
}

function longest(targets: readonly Target[]): number {
  return Math.max(...targets.map(({ context_length = Number.POSITIVE_INFINITY }) => context_length));
}

function areShorter(others: readonly Target[], { context_length }: Target): boolean {
  return context_length !== undefined && longest(others) < context_length;
}
