import { type PolicyVersion, type PolicyVersionSummary, VERSIONS_KEPT } from "../store.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";

export function commandsFor({ document, ...summary }: PolicyVersion, keys: Keys): string[][] {
  const number = String(summary.number);
  const forgotten = String(summary.number - VERSIONS_KEPT);
  return [
    ["HSET", keys.versions, number, JSON.stringify(summary)],
    ["HSET", keys.documents, number, JSON.stringify(document)],
    ["HDEL", keys.versions, forgotten],
    ["HDEL", keys.documents, forgotten],
  ];
}

export async function readVersion(connection: Connection, keys: Keys, number: number) {
  const field = String(number);
  const [summary, document] = await connection.run((client) =>
    Promise.all([client.hGet(keys.versions, field), client.hGet(keys.documents, field)]),
  );
  if (summary === null || document === null) return undefined;
  return { ...(JSON.parse(summary) as PolicyVersionSummary), document: JSON.parse(document) as unknown };
}

export async function readVersions(
  connection: Connection,
  keys: Keys,
  { before, limit }: { before?: number; limit: number },
): Promise<{ items: PolicyVersionSummary[]; next?: number }> {
  const texts = await connection.run((client) => client.hVals(keys.versions));
  const kept = texts
    .map((text) => JSON.parse(text) as PolicyVersionSummary)
    .filter(({ number }) => before === undefined || number < before)
    .sort((a, b) => b.number - a.number);
  const items = kept.slice(0, limit);
  const last = items.at(-1);
  return kept.length > limit && last !== undefined ? { items, next: last.number } : { items };
}
