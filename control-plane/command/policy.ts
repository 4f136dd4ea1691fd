import { readFileSync } from "node:fs";
import { formatProblem, type Problem } from "../problem/problem.ts";
import { OperatorError } from "../process/operator-error.ts";
import { ADMIN_DETAILS, ADMIN_FLAGS, askAdmin, print, table } from "./admin-client.ts";
import { check } from "./check.ts";
import type { Command, Flags } from "./command.ts";
import { type Changes, changeLines, words } from "./policy-changes.ts";

interface Verdict extends Changes {
  ok: boolean;
  refused?: string;
  problems: Problem[];
}

export const policyCheck: Command = {
  name: "policy check",
  summary: "say whether a headgate.yaml would be taken, and what would change; nothing is changed",
  details: `With --offline the file is checked by itself, without a control plane.\n${ADMIN_DETAILS}`,
  args: ["<file>"],
  flags: { offline: "", ...ADMIN_FLAGS },
  async run(flags, [file = ""]) {
    if (flags.offline !== undefined) {
      await check.run({ config: file }, []);
      return;
    }
    const verdict = await askAdmin(flags, { method: "POST", path: "/policy:check", yaml: read(file) });
    judge(flags, verdict, file);
  },
};

export const policyApply: Command = {
  name: "policy apply",
  summary: "put a document in the place of what the API manages, in one change",
  details: `The document has sections of headgate.yaml: tenants, keys, providers, models, rules. A section that is there takes the
place of all that the API has of it; one that is not is left alone. A key that is there keeps its secret.\n${ADMIN_DETAILS}`,
  args: ["<file>"],
  flags: { "dry-run": "", ...ADMIN_FLAGS },
  async run(flags, [file = ""]) {
    const dry = flags["dry-run"] !== undefined;
    const path = `/policy:apply${dry ? "?dry_run=true" : ""}`;
    const answer = await askAdmin(flags, { method: "POST", path, yaml: read(file) });
    if (dry) judge(flags, answer, file);
    else print(flags, answer, words(answer));
  },
};

export const policyDiff: Command = {
  name: "policy diff",
  summary: "show what a document would change if it were applied, or what lies between two versions",
  details: `headgate policy diff managed.yaml\nheadgate policy diff 3 7\n${ADMIN_DETAILS}`,
  args: ["<file or version>", "[version]"],
  flags: { ...ADMIN_FLAGS },
  async run(flags, [from = "", to]) {
    if (to === undefined) {
      const answer = await askAdmin(flags, { method: "POST", path: "/policy:apply?dry_run=true", yaml: read(from) });
      judge(flags, answer, from);
      return;
    }
    const path = `/policy/versions/${encodeURIComponent(from)}/diff/${encodeURIComponent(to)}`;
    const answer: Changes = await askAdmin(flags, { method: "GET", path });
    print(flags, answer, changeLines(answer));
  },
};

export const policyVersions: Command = {
  name: "policy versions",
  summary: "list the last versions of the policy, the newest first",
  details: ADMIN_DETAILS,
  flags: { ...ADMIN_FLAGS },
  async run(flags) {
    const { items } = await askAdmin(flags, { method: "GET", path: "/policy/versions?limit=100" });
    const rows = items.map((each: Record<string, unknown>) =>
      ["number", "at", "actor", "summary"].map((field) => String(each[field])),
    );
    print(flags, items, table([["VERSION", "AT", "BY", "WHAT"], ...rows]));
  },
};

/** @throws OperatorError for what would be refused, after the changes are shown */
function judge(flags: Flags, verdict: Verdict, file: string): void {
  print(flags, verdict, verdict.ok ? changeLines(verdict) : "");
  for (const warning of verdict.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  if (verdict.ok) return;
  const why = verdict.refused === "needs-restart" ? "needs a restart of Envoy: " : "";
  throw new OperatorError(verdict.problems.map((problem) => `${file}: ${why}${formatProblem(problem)}`).join("\n"));
}

/** @throws OperatorError */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new OperatorError(`${file}: cannot be read: ${(error as Error).message}`);
  }
}
