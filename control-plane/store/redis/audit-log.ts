import type { AuditEntry, AuditQuery } from "../../audit/entry.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";

/** How many entries are looked through at once for those that were asked for. */
const BATCH = 500;

export function commandsFor(entries: readonly AuditEntry[], keys: Keys): string[][] {
  return entries.map((entry) => ["XADD", keys.audit, `${entry.sequence}-0`, "entry", JSON.stringify(entry)]);
}

export async function readEntries(connection: Connection, keys: Keys, query: AuditQuery) {
  const { limit, newestFirst = false } = query;
  const items: AuditEntry[] = [];
  let after = query.after;
  for (;;) {
    const batch = await readBatch(connection, keys, after, newestFirst);
    for (const entry of batch) {
      if (!matches(entry, query)) continue;
      const last = items.at(-1);
      if (items.length === limit && last !== undefined) return { items, next: last.sequence };
      items.push(entry);
    }
    if (batch.length < BATCH) return { items };
    after = batch.at(-1)?.sequence;
  }
}

async function readBatch(connection: Connection, keys: Keys, after: number | undefined, newestFirst: boolean) {
  const messages = await connection.run((client) =>
    newestFirst
      ? client.xRevRange(keys.audit, after === undefined ? "+" : `(${after}-0`, "-", { COUNT: BATCH })
      : client.xRange(keys.audit, after === undefined ? "-" : `(${after}-0`, "+", { COUNT: BATCH }),
  );
  return (messages ?? []).map(({ message }) => JSON.parse(message.entry ?? "") as AuditEntry);
}

function matches(entry: AuditEntry, { actor, object, tenant, since, until }: AuditQuery): boolean {
  return (
    (actor === undefined || entry.actor === actor) &&
    (object === undefined || entry.object === object) &&
    (tenant === undefined || entry.tenant === tenant) &&
    (since === undefined || entry.at >= since) &&
    (until === undefined || entry.at < until)
  );
}
