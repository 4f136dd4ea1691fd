import type { Case } from "./case.ts";
import { expectationOf } from "./expectation.ts";
import type { Finding } from "./lint/finding.ts";
import type { Walked } from "./walk.ts";

/** A caller feels a wait that is longer. */
const FELT_MS = 500;

/** One case in `--json`; targets count from 1, as in the report. */
export interface Line {
  model: string;
  fault: string;
  /** How many targets had it, from the first on. */
  failing: number;
  attempts: { target: number; key?: string; met: string }[];
  answered_by: number | null;
  ms: number;
  caller: string;
  expected: string;
  verdict: "ok" | "differs" | "failed";
  reason?: string;
}

export function lineOf({ one, met, outcome, verdict }: Walked): Line {
  const last = met.at(-1);
  const answered = outcome.got.what === "answer" && last !== undefined;
  return {
    model: one.model.name,
    fault: faultName(one),
    failing: one.failing,
    attempts: attemptsOf(one, met),
    answered_by: answered ? last.target + 1 : null,
    ms: Math.round(outcome.ms),
    caller: noticed(outcome),
    expected: expected(one),
    ...verdict,
  };
}

function faultName({ fault, failing, keys, model }: Case): string {
  const hasKeys = (model.targets[0]?.keys.length ?? 0) > 1;
  const which = keys === "first" ? ", one key" : failing > 1 ? `, targets 1 to ${failing}` : "";
  return `${fault.name}${which || (hasKeys && isOfKey(fault.name) ? ", every key" : "")}`;
}

function isOfKey(fault: string): boolean {
  return /^(429|401|403|402)/.test(fault);
}

/** Who is not reached leaves no trace with the injector, and was the first to be tried. */
function attemptsOf({ fault, model, failing }: Case, met: Walked["met"]): Line["attempts"] {
  const unseen = fault.act.way === "unreachable" ? model.targets.slice(0, failing) : [];
  return [
    ...unseen.map(({ index }) => ({ target: index + 1, met: "not reached" })),
    ...met.map(({ target, key, answered }) => ({
      target: target + 1,
      ...(key !== undefined && { key }),
      met: answered ? "answered" : fault.name,
    })),
  ];
}

function noticed({ got, ms }: Walked["outcome"]): string {
  switch (got.what) {
    case "answer":
      return ms < FELT_MS ? "nothing" : `only the time, ${(ms / 1000).toFixed(1)} s`;
    case "error":
      return `${got.status}: ${got.message}`;
    case "broken":
      return got.event === undefined ? "a stream that broke off" : `an error event: ${got.event}`;
    case "nonsense":
      return `${got.status}, and nothing that it can read`;
    default:
      return "nothing came";
  }
}

function expected(one: Case): string {
  const says = expectationOf(one);
  if (says.outcome === "told") return "the caller is told";
  if (says.outcome === "broken") return "an error event";
  return `target ${says.by + 1} answers${says.otherKey ? ", with another key" : ""}`;
}

/** All of it in words. @param isColoured for a terminal */
export function reportOf(
  walked: readonly Walked[],
  findings: readonly Finding[],
  leftOut: readonly string[],
  seconds: number,
  isColoured: boolean,
): string {
  const models = [...new Set(walked.map(({ one }) => one.model))];
  const colour = (verdict: Line["verdict"], text: string) =>
    isColoured ? `\u001b[${COLOURS[verdict]}m${text}\u001b[0m` : text;
  const parts = models.map((model) => {
    const heading = model.targets
      .map(({ index, provider, upstream }) => `${index + 1} ${provider}/${upstream}`)
      .join(", ");
    const lines = walked.filter(({ one }) => one.model === model).map(lineOf);
    const rows = lines.map((line) => [
      line.fault,
      line.attempts
        .map(({ target, key, met }) => `${target}${manyKeys(line) && key ? ` (${key})` : ""} ${met}`)
        .join(" → ") || "nobody asked",
      line.answered_by === null ? "nobody" : String(line.answered_by),
      `${line.ms} ms`,
      line.caller,
    ]);
    const widths = [HEADS, ...rows].reduce<number[]>(
      (all, row) => row.map((cell, at) => Math.max(all[at] ?? 0, cell.length)),
      [],
    );
    const text = (row: readonly string[]) =>
      row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  ");
    const body = lines.map((line, at) => {
      const reason = line.reason === undefined ? "" : `\n          ${colour(line.verdict, line.reason)}`;
      return `  ${colour(line.verdict, line.verdict.padEnd(7))} ${text(rows[at] ?? [])}${reason}`;
    });
    return `${model.name}: ${heading}\n  ${"".padEnd(7)} ${text(HEADS)}\n${body.join("\n")}\n`;
  });
  const notes = [
    ...leftOut.map((sentence) => `walked otherwise than configured: ${sentence}`),
    ...findings.map(({ path, reason, isFatal }) =>
      colour(isFatal ? "failed" : "differs", `${isFatal ? "failed" : "warning"}: ${path}: ${reason}`),
    ),
  ];
  return `${parts.join("\n")}\n${notes.join("\n")}\n${summary(walked, findings, seconds)}\n`;
}

const HEADS = ["fault", "what was met, in order", "answered by", "after", "the caller noticed"];
const COLOURS = { ok: 32, differs: 33, failed: 31 };

function manyKeys({ attempts }: Line): boolean {
  return (
    new Set(attempts.map(({ target, key }) => `${target} ${key}`)).size >
    new Set(attempts.map(({ target }) => target)).size
  );
}

function summary(walked: readonly Walked[], findings: readonly Finding[], seconds: number): string {
  const count = (verdict: Line["verdict"]) => walked.filter((one) => one.verdict.verdict === verdict).length;
  const fatal = findings.filter(({ isFatal }) => isFatal).length;
  return `${walked.length} faults walked in ${seconds.toFixed(1)} s: ${count("ok")} as the failure table says, ${count("differs")} otherwise, ${count("failed") + fatal} failed`;
}
