import type { Result } from "./run-scenario.ts";
import { problemsOf } from "./verdict.ts";

const HEADINGS = ["scenario", "requests", "answered", "retried", "cut", "failed", "slowest", "took", ""];

/** One line a scenario. */
export function tableOf(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column % 8 === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  const [head = "", ...lines] = rows.map(line);
  return [head, "─".repeat(head.length), ...lines].join("\n");
}

function cells(result: Result): string[] {
  const { scenario, skipped, requests, answered, retried, cut, failed, slowestMs, seconds } = result;
  if (skipped !== undefined) return [scenario.name, "–", "–", "–", "–", "–", "–", "–", `SKIPPED: ${skipped}`];
  const counts = [requests, answered, retried, cut, failed].map(String);
  const verdict = problemsOf(result).length > 0 ? "NOT AS IT HAS TO BE" : remark(result);
  return [scenario.name, ...counts, `${slowestMs.toFixed(0)} ms`, `${seconds.toFixed(1)} s`, verdict];
}

/** What was noticed has a reason. */
function remark({ scenario, cut, failed }: Result): string {
  return cut + failed > 0 ? (scenario.excuse?.why ?? "") : "";
}
