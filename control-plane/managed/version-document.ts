import type { Config } from "../../contract/config.ts";
import { maskSecrets } from "../json/mask-secrets.ts";
import type { Resource } from "../store/store.ts";
import { isPolicyKind, POLICY_KINDS, type PolicyKind } from "./kinds.ts";

/** What a version of the policy keeps: enough to build it again. Secrets in it are hashed or sealed. */
export interface VersionDocument {
  /** The file, as it was then. */
  file: Config;
  /** What the API managed. */
  resources: { kind: PolicyKind; id: string; body: unknown; position?: number }[];
}

export function documentOf(file: Config, resources: readonly Resource[]): VersionDocument {
  return {
    file,
    resources: resources.flatMap(({ kind, id, body, position }) =>
      isPolicyKind(kind) ? [{ kind, id, body, ...(position !== undefined && { position }) }] : [],
    ),
  };
}

/** One step from a document to another, as in JSON Patch (RFC 6902). Secrets are not shown, only that they differ. */
export interface DocumentChange {
  op: "add" | "remove" | "replace";
  /** JSON Pointer (RFC 6901): `/file/models/m/targets`, `/client-keys/web/allow`. */
  path: string;
  from?: unknown;
  value?: unknown;
}

export function documentChanges(before: VersionDocument, after: VersionDocument): DocumentChange[] {
  const changes: DocumentChange[] = [];
  compare("", tree(before), tree(after), changes);
  return changes;
}

/** By name in place of lists, so that one key more is one change. */
function tree({ file, resources }: VersionDocument): object {
  const byKind = Object.fromEntries(POLICY_KINDS.map((kind) => [`${kind}s`, {} as Record<string, unknown>]));
  for (const { kind, id, body, position } of resources) {
    const all = byKind[`${kind}s`];
    if (all) all[id] = { ...(body as object), ...(position !== undefined && { position }) };
  }
  const keys = Object.fromEntries(file.keys.map((key) => [key.id, key]));
  return { file: { ...file, keys }, ...byKind };
}

function compare(path: string, before: unknown, after: unknown, changes: DocumentChange[]): void {
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const inner = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      compare(inner, before[name], after[name], changes);
    }
    return;
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const field = path.slice(path.lastIndexOf("/") + 1);
  // A field's name says whether it is a secret.
  const shown = (value: unknown) => (maskSecrets({ [field]: value }) as Record<string, unknown>)[field];
  if (before === undefined) changes.push({ op: "add", path, value: shown(after) });
  else if (after === undefined) changes.push({ op: "remove", path, from: shown(before) });
  else changes.push({ op: "replace", path, from: shown(before), value: shown(after) });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
