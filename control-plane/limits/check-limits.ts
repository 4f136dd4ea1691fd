import type { Config } from "../../contract/config.ts";
import type { Report } from "../problem/problem.ts";
import { eachLimited } from "./each-limited.ts";

/** Limits that make no sense together. */
export function checkLimits(config: Config, report: Report): void {
  for (const { path, limits, budget } of eachLimited(config)) {
    const hasBudget = Object.values(budget).some((usd) => usd !== undefined);
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
  }
}
