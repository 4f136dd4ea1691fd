import { chained, type Head } from "../audit/chain.ts";
import { RevisionConflict, StaleBasis } from "./errors.ts";
import type { Change, Committed, Kind, PolicyVersion, Put, Resource } from "./store.ts";

/** What a change meets in the store. */
export interface Found {
  commit: number;
  /** Of the last policy version. */
  version: number;
  head: Head;
  /** The last revision of an id, and when it was made, or undefined if it is deleted now. */
  resource(kind: Kind, id: string): { revision: number; createdAt: string | undefined } | undefined;
}

/** What is to be written, all of it or nothing. */
export interface AppliedChange extends Committed {
  deleted: { kind: Kind; id: string }[];
  version?: PolicyVersion;
}

/**
 * What comes of a change: the same for every store.
 *
 * @throws RevisionConflict, StaleBasis; TypeError for a change that makes no sense
 */
export function applyChange(change: Change, found: Found, at: string): AppliedChange {
  const { puts = [], deletes = [], version, audit, basedOn } = change;
  if (basedOn !== undefined && basedOn !== found.commit) throw new StaleBasis(basedOn, found.commit);
  refuseTwice([...puts, ...deletes]);
  const deleted = deletes.filter(({ kind, id, expected }) => {
    const there = revisionNow(found, kind, id);
    if (expected !== undefined) expect(kind, id, expected, there);
    return there !== "absent";
  });
  return {
    commit: found.commit + 1,
    at,
    resources: puts.map((put) => putOf(put, found, at)),
    deleted: deleted.map(({ kind, id }) => ({ kind, id })),
    ...(version !== undefined && { version: { ...version, number: found.version + 1, at } }),
    audit: chained(found.head, at, audit),
  };
}

/** What the caller is told of it. */
export function committed({ commit, at, resources, version, audit }: AppliedChange): Committed {
  if (version === undefined) return { commit, at, resources, audit };
  const { document: _, ...summary } = version;
  return { commit, at, resources, version: summary, audit };
}

function putOf({ kind, id, body, position, expected }: Put, found: Found, at: string): Resource {
  // Control characters: SQLite's text ends at U+0000, and a terminal would obey the others.
  if (id === "" || /\p{Cc}|\p{Cs}/u.test(id)) throw new TypeError(`${kind}: no id: ${JSON.stringify(id)}`);
  if (position !== undefined && !Number.isFinite(position)) throw new TypeError(`${kind} "${id}": no position`);
  if (expected !== undefined) expect(kind, id, expected, revisionNow(found, kind, id));
  const before = found.resource(kind, id);
  return {
    kind,
    id,
    revision: (before?.revision ?? 0) + 1,
    body: JSON.parse(JSON.stringify(body)) as unknown,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    ...(position !== undefined && { position }),
  };
}

function revisionNow(found: Found, kind: Kind, id: string): number | "absent" {
  const there = found.resource(kind, id);
  return there?.createdAt === undefined ? "absent" : there.revision;
}

function expect(kind: Kind, id: string, expected: number | "absent", there: number | "absent"): void {
  if (expected !== there) throw new RevisionConflict({ kind, id, expected, found: there });
}

function refuseTwice(touched: readonly { kind: Kind; id: string }[]): void {
  const seen = new Set<string>();
  for (const { kind, id } of touched) {
    const name = `${kind}/${id}`;
    if (seen.has(name)) throw new TypeError(`${kind} "${id}" is in one change twice`);
    seen.add(name);
  }
}
