import { isGlob } from "./glob.ts";

/**
 * Whether a pattern of an allowlist fits a name. Undefined: nobody here can tell, for a regular expression
 * is matched by the filter, whose syntax is RE2's.
 */
export function patternFits(pattern: string, name: string): boolean | undefined {
  if (pattern.startsWith("/")) return undefined;
  return isGlob(pattern) ? globExpression(pattern).test(name) : pattern === name;
}

function globExpression(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`, "u");
}

/** Whether there is a name that fits both; each is a name or a glob. */
export function globsMeet(a: string, b: string): boolean {
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const found = step(i, j);
    known.set(key, found);
    return found;
  };
  const step = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    if (a[i] === "*") return meet(i + 1, j) || (j < b.length && meet(i, j + 1));
    if (b[j] === "*") return meet(i, j + 1) || (i < a.length && meet(i + 1, j));
    if (i === a.length || j === b.length) return false;
    return (a[i] === b[j] || a[i] === "?" || b[j] === "?") && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}

/** Whether every name that fits `narrow` fits `wide` too. Sound: false where it is not sure. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === "*") return true;
  if (wide.startsWith("/") || narrow.startsWith("/")) return false;
  // A star of the narrow one stands for any run: only a star of the wide one may meet it.
  if (narrow.includes("*") && wide.includes("?")) return false;
  return patternFits(wide, narrow) === true;
}
