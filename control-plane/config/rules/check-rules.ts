import type { Config } from "../../../contract/config.ts";
import type { Rule } from "../../../contract/rule.ts";
import { ruleId } from "../../../contract/rule.ts";
import { isGlob } from "../../pattern/glob.ts";
import { patternFits } from "../../pattern/pattern-fits.ts";
import { patternProblem } from "../../pattern/pattern-problem.ts";
import { regexProblem } from "../../pattern/regex-problem.ts";
import { didYouMean } from "../../problem/did-you-mean.ts";
import type { Path, Report } from "../../problem/problem.ts";
import { checkContradictions } from "./contradictions.ts";
import { covers } from "./covers.ts";

/** The limits of the filter, in plugin/match/keywords.ts. */
const MAX_KEYWORDS = 4096;
const MAX_KEYWORD_BYTES = 32_768;

/** Rules and decisions against the rest of the configuration, and against each other. */
export function checkRules(config: Config, report: Report): void {
  for (const [name, decision] of Object.entries(config.decisions)) {
    if (decision.default !== undefined) checkName(decision.default, ["decisions", name, "default"], config, report);
    // Envoy takes none for no limit.
    if (Number.parseFloat(decision.timeout) === 0) {
      report(["decisions", name, "timeout"], "must be longer than 0s");
    }
  }
  for (const [index, rule] of config.rules.entries()) {
    const path = ["rules", index];
    checkId(config.rules, index, report);
    if (rule.use !== undefined) checkName(rule.use, [...path, "use"], config, report);
    if (rule.ask !== undefined && !Object.hasOwn(config.decisions, rule.ask)) {
      const hint = didYouMean(rule.ask, Object.keys(config.decisions));
      report([...path, "ask"], `no decision named "${rule.ask}"${hint}`);
    }
    checkPatterns(rule, path, report);
    checkContradictions(rule.when, [...path, "when"], config, report);
    checkOrder(config.rules, index, report);
  }
  checkKeywords(config.rules, report);
}

function checkId(rules: readonly Rule[], index: number, report: Report): void {
  const ids = rules.slice(0, index + 1).map(ruleId);
  const first = ids.indexOf(ids[index] ?? "");
  if (first !== index) report(["rules", index, "id"], `"${ids[index]}" is already the id of rules[${first}]`);
}

/** Of one model that there is. */
function checkName(name: string, path: Path, { models }: Config, report: Report): void {
  const names = Object.keys(models);
  if (isGlob(name)) report(path, "expected one model, not a glob");
  else if (!names.some((model) => patternFits(model, name))) {
    report(path, `no model named "${name}"${didYouMean(name, names)}`);
  }
}

function checkPatterns({ when }: Rule, path: Path, report: Report): void {
  for (const name of ["model", "tenant"] as const) {
    for (const pattern of when[name] ?? []) {
      const problem = patternProblem(pattern);
      if (problem !== undefined) report([...path, "when", name], `"${pattern}": ${problem}`);
    }
  }
  for (const [name, value] of Object.entries(when.headers ?? {})) {
    const problem = typeof value === "string" ? patternProblem(value) : undefined;
    if (problem !== undefined) report([...path, "when", "headers", name], problem);
  }
  const problem = when.prompt_matches === undefined ? undefined : regexProblem(when.prompt_matches);
  if (problem !== undefined) report([...path, "when", "prompt_matches"], `the regular expression ${problem}`);
}

/** Only the first rule that holds applies: one behind a wider one never does. */
function checkOrder(rules: readonly Rule[], index: number, report: Report): void {
  const rule = rules[index];
  if (rule === undefined) return;
  const earlier = rules.slice(0, index).findIndex(({ when }) => covers(when, rule.when));
  const other = rules[earlier];
  if (other === undefined) return;
  const why = Object.keys(other.when).length === 0 ? "holds for every request" : "holds wherever this one would hold";
  const name = other.id === undefined ? `rules[${earlier}]` : `rules[${earlier}] ("${other.id}")`;
  report(["rules", index], `can never apply: ${name} stands before it and ${why}; move this one up, or remove it`);
}

function checkKeywords(rules: readonly Rule[], report: Report): void {
  const words = rules.flatMap(({ when }) => when.keywords ?? []);
  const bytes = words.reduce((sum, word) => sum + Buffer.byteLength(word), 0);
  if (words.length > MAX_KEYWORDS || bytes > MAX_KEYWORD_BYTES) {
    report(
      ["rules"],
      `${words.length} keywords of ${bytes} bytes: all rules together may have ${MAX_KEYWORDS} of ${MAX_KEYWORD_BYTES} bytes`,
    );
  }
}
