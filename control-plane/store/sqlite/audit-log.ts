import { type Head, NO_ENTRY } from "../../audit/chain.ts";
import type { AuditEntry, AuditQuery } from "../../audit/entry.ts";
import type { Database, Row, Value } from "./database.ts";

const COLUMNS = "sequence, at, actor, action, object, tenant, change, previous, hash";

export function readHead(database: Database): Head {
  const [row] = database.rows("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
  return row === undefined ? NO_ENTRY : { sequence: Number(row.sequence), hash: String(row.hash) };
}

export function writeEntry(database: Database, entry: AuditEntry): void {
  const { sequence, at, actor, action, object, tenant = null, change, previous, hash } = entry;
  const sql = `INSERT INTO audit (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  database.run(sql, sequence, at, actor, action, object, tenant, JSON.stringify(change), previous, hash);
}

export function readEntries(database: Database, query: AuditQuery): { items: AuditEntry[]; next?: number } {
  const { after, limit, newestFirst = false, actor, object, tenant, since, until } = query;
  const conditions: readonly [sql: string, value: Value | undefined][] = [
    [newestFirst ? "sequence < ?" : "sequence > ?", after],
    ["actor = ?", actor],
    ["object = ?", object],
    ["tenant = ?", tenant],
    ["at >= ?", since],
    ["at < ?", until],
  ];
  const asked = conditions.filter((condition): condition is [string, Value] => condition[1] !== undefined);
  const where = ["true", ...asked.map(([sql]) => sql)].join(" AND ");
  const order = newestFirst ? "DESC" : "ASC";
  const rows = database.rows(
    `SELECT ${COLUMNS} FROM audit WHERE ${where} ORDER BY sequence ${order} LIMIT ?`,
    ...asked.map(([, value]) => value),
    limit + 1,
  );
  const items = rows.slice(0, limit).map(entryOf);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: last.sequence } : { items };
}

function entryOf({ sequence, at, actor, action, object, tenant, change, previous, hash }: Row): AuditEntry {
  return {
    sequence: Number(sequence),
    at: String(at),
    actor: String(actor),
    action: String(action),
    object: String(object),
    ...(tenant !== null && { tenant: String(tenant) }),
    change: JSON.parse(String(change)) as unknown,
    previous: String(previous),
    hash: String(hash),
  };
}
