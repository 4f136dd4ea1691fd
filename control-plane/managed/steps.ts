import { canonicalJson } from "../json/canonical-json.ts";
import type { Delete, Put, Resource } from "../store/store.ts";
import { isPolicyKind, type StoredKey } from "./kinds.ts";
import type { VersionDocument } from "./version-document.ts";

export type Wanted = VersionDocument["resources"][number];

export interface Steps {
  puts: Put[];
  deletes: Delete[];
}

/** What makes the resources of `now` those that are wanted: all of their kinds, and no other. */
export function steps(
  now: readonly Resource[],
  wanted: readonly Wanted[],
  touches: (kind: string) => boolean = isPolicyKind,
): Steps {
  const before = new Map(now.map((resource) => [`${resource.kind}/${resource.id}`, resource]));
  const kept = new Set(wanted.map(({ kind, id }) => `${kind}/${id}`));
  const puts = wanted.filter((put) => {
    const { body, position } = before.get(`${put.kind}/${put.id}`) ?? {};
    return !same(body, put.body) || position !== put.position;
  });
  const deletes = now.filter(({ kind, id }) => touches(kind) && !kept.has(`${kind}/${id}`));
  return { puts: [...puts], deletes: deletes.map(({ kind, id }) => ({ kind, id })) };
}

function same(a: unknown, b: unknown): boolean {
  return a !== undefined && canonicalJson(a) === canonicalJson(b);
}

/** Client keys that callers can use (again) after these steps and cannot now: what somebody revoked, for a reason. */
export function opened(now: readonly Resource[], puts: readonly Put[]): string[] {
  const before = new Map(now.flatMap((one) => (one.kind === "client-key" ? [[one.id, one.body as StoredKey]] : [])));
  return puts.flatMap(({ kind, id, body }) => {
    if (kind !== "client-key") return [];
    const key = body as StoredKey;
    const was = before.get(id);
    if (key.disabled) return [];
    if (was === undefined) return [`client-keys/${id} is good again: it had been deleted`];
    if (was.disabled) return [`client-keys/${id} is good again: it had been disabled`];
    return was.secret_sha256 === key.secret_sha256 ? [] : [`client-keys/${id} has the secret that it had then`];
  });
}
