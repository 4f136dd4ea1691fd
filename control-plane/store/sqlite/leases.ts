import { type EnvoyEntry, grant } from "../lease/grant.ts";
import type { Lease, ScopeReport, UsageRow } from "../lease/lease.ts";
import { forgetAt } from "../lease/retention.ts";
import type { Database, Row } from "./database.ts";

/**
 * Takes one Envoy's reports, within a transaction. All scopes go in and out as one JSON: a statement for each would
 * block the process for three times as long (0.09 ms a scope).
 */
export function lease(database: Database, envoy: string, reports: readonly ScopeReport[], at: number): Lease[] {
  const entries = readEntries(database, reports);
  const shared = reports.map((report) => ({
    report,
    ...grant(entries.get(nameOf(report)) ?? [], envoy, report, at),
  }));
  const windows = reports.map(({ scope, window, windowEnds, limit }) => [
    scope,
    window,
    windowEnds,
    limit,
    forgetAt(window, windowEnds),
  ]);
  database.run(
    `INSERT INTO lease_window (scope, window, ends, most, forget_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?) WHERE true
     ON CONFLICT DO UPDATE SET ends = excluded.ends, most = excluded.most, forget_at = excluded.forget_at`,
    JSON.stringify(windows),
  );
  const leases = shared.map(({ report: { scope, window }, entry }) => [
    scope,
    window,
    entry.used,
    entry.allowance,
    entry.holding,
    entry.seenAt,
  ]);
  database.run(
    `INSERT OR REPLACE INTO lease (envoy, scope, window, used, allowance, holding, seen_at)
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
    envoy,
    JSON.stringify(leases),
  );
  return shared.map(({ report: { scope, window }, lease }) => ({ scope, window, ...lease }));
}

/** By `nameOf`. */
function readEntries(database: Database, reports: readonly ScopeReport[]): Map<string, EnvoyEntry[]> {
  const rows = database.rows(
    `SELECT scope, window, envoy, used, allowance, holding, seen_at FROM lease
     WHERE (scope, window) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`,
    JSON.stringify(reports.map(({ scope, window }) => [scope, window])),
  );
  const entries = new Map<string, EnvoyEntry[]>();
  for (const row of rows) {
    const name = nameOf({ scope: String(row.scope), window: String(row.window) });
    const known = entries.get(name);
    if (known === undefined) entries.set(name, [entryOf(row)]);
    else known.push(entryOf(row));
  }
  return entries;
}

function nameOf({ scope, window }: Pick<ScopeReport, "scope" | "window">): string {
  return JSON.stringify([scope, window]);
}

export function forgetWindows(database: Database, at: number): void {
  database.run("DELETE FROM lease_window WHERE forget_at <= ?", at);
}

export function readUsage(database: Database, scopes: readonly string[] | undefined): UsageRow[] {
  const some = scopes === undefined ? "" : "WHERE scope IN (SELECT value FROM json_each(?))";
  const sql = `SELECT scope, window, ends, most, sum(used) AS used FROM lease_window JOIN lease USING (scope, window)
    ${some} GROUP BY scope, window ORDER BY scope, window`;
  const rows = scopes === undefined ? database.rows(sql) : database.rows(sql, JSON.stringify(scopes));
  return rows.map((row) => ({
    scope: String(row.scope),
    window: String(row.window),
    windowEnds: Number(row.ends),
    limit: Number(row.most),
    used: Number(row.used),
  }));
}

function entryOf({ envoy, used, allowance, holding, seen_at }: Row): EnvoyEntry {
  return {
    envoy: String(envoy),
    used: Number(used),
    allowance: Number(allowance),
    holding: Number(holding),
    seenAt: Number(seen_at),
  };
}
