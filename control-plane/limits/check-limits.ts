import type { Config } from "../../contract/config.ts";
import { isGlob } from "../pattern/glob.ts";
import { didYouMean } from "../problem/did-you-mean.ts";
import type { Path, Report } from "../problem/problem.ts";
import { eachLimited, spends } from "./each-limited.ts";

/** Limits that make no sense together. */
export function checkLimits(config: Config, report: Report): void {
  for (const { path, limits, budget } of eachLimited(config)) {
    const hasBudget = spends(budget);
    if (limits.end_streams && limits.tokens_per_minute === undefined && !hasBudget) {
      report(
        [...path, "limits", "end_streams"],
        "there is no limit that could end one: set tokens_per_minute or a budget",
      );
    }
    const { max_tokens_per_request: most, tokens_per_minute: minute } = limits;
    if (most !== undefined && minute !== undefined && most > minute) {
      report([...path, "limits", "max_tokens_per_request"], `is more than tokens_per_minute (${minute}) lets through`);
    }
    const { usd_per_day: day, usd_per_month: month } = budget;
    if (day !== undefined && month !== undefined && day > month) {
      report([...path, "budget", "usd_per_day"], `is more than usd_per_month (${month}) lets through`);
    }
    if (budget.soft) checkSoft(config, [...path, "budget", "soft"], budget.soft.use, hasBudget, report);
  }
}

function checkSoft({ models }: Config, path: Path, use: string, hasBudget: boolean, report: Report): void {
  if (!hasBudget) report(path, "there is no budget of which it could be a part: set usd_per_day or usd_per_month");
  const [field, name] = path;
  if (!Object.hasOwn(models, use) || isGlob(use)) {
    report([...path, "use"], `no model named "${use}"${didYouMean(use, Object.keys(models))}`);
  } else if (field === "models" && name === use) report([...path, "use"], "is the model itself: name a cheaper one");
}
