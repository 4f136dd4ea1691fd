import type { Result } from "./result.ts";
import { problemsOf } from "./verdict.ts";

const HEADINGS = ["scenario", "requests", "answered", "retried", "cut", "failed", "slowest", "took"];
const WIDTHS = [20, 8, 8, 8, 6, 6, 8, 8];

/** Above the first line. */
export function heading(): string {
  const head = row(HEADINGS);
  return `${head}\n${"─".repeat(head.length)}`;
}

/** One scenario. */
export function lineOf(result: Result): string {
  const { scenario, skipped, requests, answered, retried, cut, failed, slowestMs, seconds } = result;
  if (skipped !== undefined) return `${row([scenario.name])}  SKIPPED: ${skipped}`;
  const counts = [requests, answered, retried, cut, failed].map(String);
  const cells = row([scenario.name, ...counts, `${slowestMs.toFixed(0)} ms`, `${seconds.toFixed(1)} s`]);
  return `${cells}  ${remark(result)}`.trimEnd();
}

/** What a caller noticed has a reason, or it is wrong. */
function remark(result: Result): string {
  if (problemsOf(result).length > 0) return "NOT AS IT HAS TO BE";
  return result.cut + result.failed > 0 ? (result.scenario.excuse?.why ?? "") : "";
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0]!) : cell.padStart(WIDTHS[index]!))).join(" ");
}
