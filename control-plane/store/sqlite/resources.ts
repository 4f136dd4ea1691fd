import { type Place, placeOf } from "../order.ts";
import type { Kind, Resource } from "../store.ts";
import type { Database, Row } from "./database.ts";

const COLUMNS = "kind, id, revision, position, body, created_at, updated_at";

export function readResource(database: Database, kind: Kind, id: string): Resource | undefined {
  const [row] = database.rows(
    `SELECT ${COLUMNS} FROM resource WHERE kind = ? AND id = ? AND body IS NOT NULL`,
    kind,
    id,
  );
  return row && resourceOf(row);
}

export function readKind(database: Database, kind: Kind): Resource[] {
  return database
    .rows(`SELECT ${COLUMNS} FROM resource WHERE kind = ? AND body IS NOT NULL ORDER BY place, id`, kind)
    .map(resourceOf);
}

export function readBehind(database: Database, kind: Kind, { place, id }: Place, limit: number): Resource[] {
  const sql = `SELECT ${COLUMNS} FROM resource WHERE kind = ? AND body IS NOT NULL AND (place, id) > (?, ?) ORDER BY place, id LIMIT ?`;
  return database.rows(sql, kind, place, id, limit).map(resourceOf);
}

/** Of an id that is there or was. */
export function readRevision(database: Database, kind: Kind, id: string) {
  const sql = "SELECT revision, created_at, body IS NULL AS deleted FROM resource WHERE kind = ? AND id = ?";
  const [row] = database.rows(sql, kind, id);
  return row && { revision: Number(row.revision), createdAt: row.deleted ? undefined : String(row.created_at) };
}

export function writeResource(database: Database, resource: Resource): void {
  const { kind, id, revision, position = null, body, createdAt, updatedAt } = resource;
  const sql = `INSERT OR REPLACE INTO resource (${COLUMNS}, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
  const { place } = placeOf(resource);
  database.run(sql, kind, id, revision, position, JSON.stringify(body), createdAt, updatedAt, place);
}

export function deleteResource(database: Database, kind: Kind, id: string, at: string): void {
  const sql =
    "UPDATE resource SET body = NULL, position = NULL, created_at = NULL, updated_at = ? WHERE kind = ? AND id = ?";
  database.run(sql, at, kind, id);
}

function resourceOf({ kind, id, revision, position, body, created_at, updated_at }: Row): Resource {
  return {
    kind: kind as Kind,
    id: String(id),
    revision: Number(revision),
    body: JSON.parse(String(body)) as unknown,
    createdAt: String(created_at),
    updatedAt: String(updated_at),
    ...(position !== null && { position: Number(position) }),
  };
}
