import type { Finding } from "../lint/finding.ts";
import type { WalkedModel } from "./case/case.ts";
import { type Line, lineOf } from "./report-line.ts";
import type { Walked } from "./walk.ts";

/** All that there is to tell of a walk. */
interface Walk {
  walked: readonly Walked[];
  findings: readonly Finding[];
  /** In what it was not the user's configuration. */
  leftOut: readonly string[];
  seconds: number;
}

/** In words. @param isColoured for a terminal */
export function reportOf({ walked, findings, leftOut, seconds }: Walk, isColoured: boolean): string {
  const paint: Paint = (verdict, text) => (isColoured ? `\u001b[${COLOURS[verdict]}m${text}\u001b[0m` : text);
  const models = [...new Set(walked.map(({ one }) => one.model))];
  const tables = models.map((model) =>
    modelTable(model, walked.filter(({ one }) => one.model === model).map(lineOf), paint),
  );
  const told = findings.map(({ path, reason, isFatal }) =>
    isFatal ? `${paint("failed", "failed")}: ${path}: ${reason}` : `${paint("differs", "warning")}: ${path}: ${reason}`,
  );
  const notes = leftOut.map((sentence) => `not as configured: ${sentence}`);
  return [...tables, ...told, ...notes, summary(walked, findings, seconds), ""].join("\n");
}

type Paint = (verdict: Line["verdict"], text: string) => string;

const COLOURS = { ok: 32, differs: 33, failed: 31 };

const HEADS = ["fault", "at", "met, in order", "answered by", "after", "the caller noticed"];
const VERDICT_WIDTH = "differs".length;

function modelTable(model: WalkedModel, lines: readonly Line[], paint: Paint): string {
  const targets = model.targets.map(({ index, provider, upstream }) => `${index + 1} ${provider}/${upstream}`);
  const rows = lines.map(cellsOf);
  const widths = HEADS.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const joined = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const indent = " ".repeat(VERDICT_WIDTH + 4);
  const body = lines.flatMap(({ verdict, reason }, at) => [
    `  ${paint(verdict, verdict.padEnd(VERDICT_WIDTH))}  ${joined(rows[at] ?? [])}`,
    ...(reason === undefined ? [] : [`${indent}${paint(verdict, reason)}`]),
  ]);
  return [`${model.name}: ${targets.join(", ")}`, `${indent}${joined(HEADS)}`, ...body, ""].join("\n");
}

function cellsOf(line: Line): string[] {
  const hasManyKeys = line.at.includes("key");
  const attempts = line.attempts.map(
    ({ target, key, met }) => `${target}${hasManyKeys && key !== undefined ? ` (${key})` : ""} ${met}`,
  );
  return [
    line.fault,
    line.at,
    attempts.join(", ") || "nobody asked",
    line.answered_by === null ? "nobody" : String(line.answered_by),
    `${line.ms} ms`,
    line.caller_noticed,
  ];
}

function summary(walked: readonly Walked[], findings: readonly Finding[], seconds: number): string {
  const count = (verdict: Line["verdict"]) => walked.filter((each) => each.verdict.verdict === verdict).length;
  const failed = count("failed") + findings.filter(({ isFatal }) => isFatal).length;
  return `${walked.length} faults in ${seconds.toFixed(1)} s: ${count("ok")} ok, ${count("differs")} other than the failure table says, ${failed} failed`;
}
