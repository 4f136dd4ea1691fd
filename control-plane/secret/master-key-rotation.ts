import type { Resource, Store } from "../store/store.ts";
import type { MasterKeys } from "./master-key.ts";
import { rewrap } from "./sealed.ts";

/** Whose secret a resource's sealed value is, for `seal` and `unseal`. */
export function recordOf({ kind, id }: Pick<Resource, "kind" | "id">): string {
  return `${kind}/${id}`;
}

/**
 * Brings every sealed secret of the store under the current master key, in one change: after it, the previous keys
 * can be thrown away.
 *
 * @returns how many resources held one that was not
 * @throws OperatorError if one does not open; then nothing is changed
 * @throws StaleBasis if the store was changed meanwhile: call again
 */
export async function rewrapStore(store: Store, keys: MasterKeys, actor: string): Promise<number> {
  const { commit, resources } = await store.contents();
  const puts = resources.flatMap((resource) => {
    const body = rewrapped(resource.body, recordOf(resource), keys);
    return body === resource.body ? [] : [{ ...resource, body, expected: resource.revision }];
  });
  if (puts.length === 0) return 0;
  const change = { master_key: keys.current.id, resources: puts.map(recordOf) };
  await store.commit({
    puts,
    basedOn: commit,
    audit: [{ actor, action: "master-key.rotate", object: "store", change }],
  });
  return puts.length;
}

/** The very same value if nothing in it is to be changed. */
function rewrapped(value: unknown, record: string, keys: MasterKeys): unknown {
  if (typeof value === "string") return value.startsWith('{"v":1,"keyId":') ? rewrap(value, record, keys) : value;
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, inner]) => [name, rewrapped(inner, record, keys)] as const);
  if (members.every(([name, inner]) => inner === (value as Record<string, unknown>)[name])) return value;
  return Array.isArray(value) ? members.map(([, inner]) => inner) : Object.fromEntries(members);
}
