import { regexProblem } from "./regex-problem.ts";

/**
 * Why an entry of an allowlist is refused; undefined if it is not: an exact name, a glob (`*` and `?`),
 * or a `/regular expression/` that must span the whole name (`/…/i`: in any case).
 */
export function patternProblem(text: string): string | undefined {
  if (text === "") return "must not be empty";
  if (text.startsWith("/")) return slashedProblem(text);
  return /[[\]{}!]/.test(text)
    ? "a name or a glob: '*' and '?' are the only wildcards; a regular expression stands between slashes"
    : undefined;
}

function slashedProblem(text: string): string | undefined {
  const found = /^\/(?<source>.*)\/(?<anyCase>i?)$/su.exec(text)?.groups;
  if (found === undefined) return "begins with a slash: a regular expression ends with one, or with /i for any case";
  const { source = "", anyCase } = found;
  if (source === "") return "an empty regular expression";
  const problem = regexProblem(source, anyCase === "i");
  return problem === undefined ? undefined : `the regular expression ${problem}`;
}
