import { type PolicyVersion, type PolicyVersionSummary, VERSIONS_KEPT } from "../store.ts";
import type { Database, Row } from "./database.ts";

export function lastVersion(database: Database): number {
  const [row] = database.rows("SELECT coalesce(max(number), 0) AS number FROM policy_version");
  return Number(row?.number);
}

export function readVersion(database: Database, number: number): PolicyVersion | undefined {
  const sql = "SELECT number, at, actor, summary, digest, document FROM policy_version WHERE number = ?";
  const [row] = database.rows(sql, number);
  return row && { ...summaryOf(row), document: JSON.parse(String(row.document)) as unknown };
}

/** Newest first, of those before `before`. */
export function readVersions(database: Database, before: number, limit: number): PolicyVersionSummary[] {
  const sql =
    "SELECT number, at, actor, summary, digest FROM policy_version WHERE number < ? ORDER BY number DESC LIMIT ?";
  return database.rows(sql, before, limit).map(summaryOf);
}

export function writeVersion(database: Database, version: PolicyVersion): void {
  const { number, at, actor, summary, digest, document } = version;
  const sql = "INSERT INTO policy_version (number, at, actor, summary, digest, document) VALUES (?, ?, ?, ?, ?, ?)";
  database.run(sql, number, at, actor, summary, digest, JSON.stringify(document));
  database.run("DELETE FROM policy_version WHERE number <= ?", number - VERSIONS_KEPT);
}

function summaryOf({ number, at, actor, summary, digest }: Row): PolicyVersionSummary {
  return {
    number: Number(number),
    at: String(at),
    actor: String(actor),
    summary: String(summary),
    digest: String(digest),
  };
}
