import { isDeepStrictEqual } from "node:util";
import type { Condition } from "../../../contract/condition.ts";
import { patternCovers } from "../../pattern/pattern-fits.ts";
import { rangeOf } from "./range.ts";

/** With every condition. */
type Whole = { [K in keyof Condition]-?: NonNullable<Condition[K]> };
type Name = keyof Whole;

/** For each condition: whether `wide` holds wherever `narrow` does. Sound, not complete: false where it is not sure. */
const COVERS: { readonly [K in Name]: (wide: Whole[K], narrow: Whole[K]) => boolean } = {
  model: patternsCover,
  tenant: patternsCover,
  dialect: includesAll,
  endpoint: includesAll,
  tags: includesAll,
  script: includesAll,
  headers: (wide, narrow) =>
    Object.entries(wide).every(([name, value]) => {
      const given = narrow[name];
      if (value === true) return given !== undefined && given !== false;
      return given === value || (typeof value === "string" && typeof given === "string" && patternCovers(value, given));
    }),
  time: isDeepStrictEqual,
  estimated_tokens: rangeCovers,
  bytes: rangeCovers,
  messages: rangeCovers,
  has_tools: Object.is,
  has_images: Object.is,
  has_system: Object.is,
  has_schema: Object.is,
  keywords: (wide, narrow) => includesAll(wide.map(inLowerCase), narrow.map(inLowerCase)),
  prompt_matches: Object.is,
  contains_pii: (wide, narrow) => {
    if (wide === false || narrow === false) return wide === narrow;
    return includesAll(wide, narrow);
  },
};

/** Whether a rule with the conditions `wide` takes every request that one with `narrow` would take. */
export function covers(wide: Condition, narrow: Condition): boolean {
  return (Object.keys(wide) as Name[]).every((name) => isAlwaysTrue(name, wide) || coversIn(name, wide, narrow));
}

function coversIn<K extends Name>(name: K, wide: Condition, narrow: Condition): boolean {
  const [a, b] = [wide[name], narrow[name]];
  if (a === undefined) return true;
  const both: (wide: Whole[K], narrow: Whole[K]) => boolean = COVERS[name];
  return b !== undefined && both(a as Whole[K], b as Whole[K]);
}

/** What every request meets. */
function isAlwaysTrue(name: Name, when: Condition): boolean {
  switch (name) {
    case "model":
      return when.model?.includes("*") ?? true;
    case "dialect":
      return new Set(when.dialect).size === 4;
    case "endpoint":
      return new Set(when.endpoint).size === 3;
    case "headers":
      return Object.keys(when.headers ?? {}).length === 0;
    case "time":
      return when.time?.from === when.time?.to && (when.time?.days === undefined || new Set(when.time.days).size === 7);
    case "estimated_tokens":
    case "bytes":
    case "messages": {
      const { least, most } = rangeOf(when[name] ?? {});
      return least === 0 && most === Number.POSITIVE_INFINITY;
    }
    default:
      return false;
  }
}

function patternsCover(wide: readonly string[], narrow: readonly string[]): boolean {
  return narrow.every((pattern) => wide.some((wider) => patternCovers(wider, pattern)));
}

function includesAll<T>(wide: readonly T[], narrow: readonly T[]): boolean {
  return narrow.every((item) => wide.includes(item));
}

function rangeCovers(wide: Whole["bytes"], narrow: Whole["bytes"]): boolean {
  const [outer, inner] = [rangeOf(wide), rangeOf(narrow)];
  return outer.least <= inner.least && inner.most <= outer.most;
}

function inLowerCase(text: string): string {
  return text.toLowerCase();
}
