import type { AppliedChange, Found } from "../applied-change.ts";
import { inOrder, type Place, placeOf } from "../order.ts";
import type { Change, Kind, Resource } from "../store.ts";
import type { Connection } from "./connection.ts";
import type { Keys } from "./key-names.ts";
import { LIST } from "./script/list.ts";

export async function readResource(connection: Connection, keys: Keys, kind: Kind, id: string) {
  const text = await connection.run((client) => client.hGet(keys.resources(kind), id));
  return text === null ? undefined : (JSON.parse(text) as Resource);
}

export async function readBehind(
  connection: Connection,
  keys: Keys,
  kind: Kind,
  behind: Place | undefined,
  limit: number,
): Promise<Resource[]> {
  // No id holds a control character: nothing comes between an id and the same with one at its end.
  const mark = behind === undefined ? [] : [String(behind.place), `${behind.id}\u0000`];
  const texts = await connection.script<string[]>(
    LIST,
    [keys.order(kind), keys.resources(kind)],
    [String(limit), ...mark],
  );
  return texts.map((text) => JSON.parse(text) as Resource);
}

/** What `hVals` gives of a kind's resources, in order. */
export function ordered(texts: readonly string[]): Resource[] {
  return texts.map((text) => JSON.parse(text) as Resource).sort(inOrder);
}

/** The revisions of what a change touches. */
export async function readTouched(connection: Connection, keys: Keys, change: Change): Promise<Found["resource"]> {
  const found = new Map<string, { revision: number; createdAt: string | undefined }>();
  const touched = [...(change.puts ?? []), ...(change.deletes ?? [])];
  for (const kind of new Set(touched.map((one) => one.kind))) {
    const fields = touched.filter((one) => one.kind === kind).map(({ id }) => id);
    const [revisions, texts] = await connection.run((client) =>
      Promise.all([client.hmGet(keys.revisions(kind), fields), client.hmGet(keys.resources(kind), fields)]),
    );
    for (const [index, id] of fields.entries()) {
      const [revision, text] = [revisions[index], texts[index]];
      if (revision == null) continue;
      const createdAt = text == null ? undefined : (JSON.parse(text) as Resource).createdAt;
      found.set(`${kind}/${id}`, { revision: Number(revision), createdAt });
    }
  }
  return (kind, id) => found.get(`${kind}/${id}`);
}

export function commandsFor({ resources, deleted }: AppliedChange, keys: Keys): string[][] {
  return [
    ...deleted.flatMap(({ kind, id }) => [
      ["HDEL", keys.resources(kind), id],
      ["ZREM", keys.order(kind), id],
    ]),
    ...resources.flatMap((resource) => {
      const { kind, id, revision } = resource;
      return [
        ["HSET", keys.resources(kind), id, JSON.stringify(resource)],
        ["HSET", keys.revisions(kind), id, String(revision)],
        ["ZADD", keys.order(kind), String(placeOf(resource).place), id],
      ];
    }),
  ];
}
