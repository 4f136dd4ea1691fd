import { z } from "zod";
import type { Config } from "../../../contract/config.ts";
import { maskSecrets } from "../../json/mask-secrets.ts";
import { IDS, type PolicyKind } from "../../managed/kinds.ts";
import type { Edit, LivePolicy } from "../../managed/live-policy.ts";
import type { State } from "../../managed/state.ts";
import type { Put, Resource } from "../../store/store.ts";
import { ApiProblem, problemSchema } from "../route/api-problem.ts";
import { type Caller, demandTenant, type Role, sees } from "../route/caller.ts";
import { demandMatch, etagOf } from "../route/etag.ts";
import type { Answer, Route } from "../route/route.ts";

/** What every resource says of itself. */
export const entryShape = {
  id: z.string(),
  source: z.enum(["file", "api"]).describe("`file`: of headgate.yaml, and changed there only"),
  revision: z.int().optional().describe("the ETag; absent for the file's"),
  created_at: z.iso.datetime().optional(),
  updated_at: z.iso.datetime().optional(),
};

type Entry = { id: string; source: "file" | "api" };

/** One kind of the policy's resources, as the API shows and takes it. */
export interface Collection {
  kind: PolicyKind;
  /** `client-keys`: the path, and the tag in the documentation. */
  name: string;
  /** `client key`, in messages. */
  noun: string;
  /** The least role for a change. */
  role: Role;
  /** Whose one is, for kinds that are a tenant's own. */
  tenantOf?(fields: Readonly<Record<string, unknown>>): string | undefined;
  /** All in force, in their order, with `id` and what else there is to say of each. */
  inForce(config: Config): { id: string; [field: string]: unknown }[];
}

/** Everything of a collection that the caller sees. */
export function entries(live: LivePolicy, collection: Collection, caller: Caller): Entry[] {
  return collection
    .inForce(live.config)
    .filter((fields) => visible(collection, fields, caller))
    .map((fields) => withOrigin(live.state.get(collection.kind, fields.id), fields));
}

/** @throws ApiProblem 404 */
export function entry(live: LivePolicy, collection: Collection, id: string, caller: Caller): Entry {
  const found = collection.inForce(live.config).find((fields) => fields.id === id);
  if (found === undefined || !visible(collection, found, caller)) throw notFound(collection, id);
  return withOrigin(live.state.get(collection.kind, id), found);
}

function withOrigin(resource: Resource | undefined, fields: { id: string }): Entry {
  if (resource === undefined) return { ...fields, source: "file" };
  const { revision, createdAt, updatedAt, position } = resource;
  const times = { revision, created_at: createdAt, updated_at: updatedAt };
  return { ...fields, source: "api", ...times, ...(position !== undefined && { position }) };
}

function visible(collection: Collection, fields: Readonly<Record<string, unknown>>, caller: Caller): boolean {
  return collection.tenantOf === undefined || sees(caller, collection.tenantOf(fields));
}

function notFound({ noun }: Collection, id: string): ApiProblem {
  return new ApiProblem("not-found", `no ${noun} "${id}"`);
}

/** With its ETag, if it has one. */
export function entryAnswer(status: number, body: Entry, headers: Record<string, string> = {}): Answer {
  const { revision } = body as { revision?: number };
  return { status, body, headers: { ...(revision !== undefined && { etag: etagOf(revision) }), ...headers } };
}

/** The answer to a creation: what is new, and where. @param more beside the entry: a secret that is shown once */
export function created(
  live: LivePolicy,
  collection: Collection,
  id: string,
  caller: Caller,
  more: object = {},
): Answer {
  const location = `/admin/v1/${collection.name}/${encodeURIComponent(id)}`;
  return entryAnswer(201, { ...entry(live, collection, id, caller), ...more }, { location });
}

/** @throws ApiProblem for an id that is none, or taken */
export function demandFree(live: LivePolicy, state: State, { kind, noun, inForce }: Collection, id: string): void {
  const valid = IDS[kind].safeParse(id);
  if (!valid.success) {
    const reason = valid.error.issues[0]?.message ?? "is none";
    throw new ApiProblem("invalid", { problems: [{ path: "id", reason }] });
  }
  if (state.get(kind, id) !== undefined) throw new ApiProblem("exists", `there is a ${noun} "${id}" already`);
  if (inForce(live.config).some((fields) => fields.id === id)) {
    throw new ApiProblem("in-file", `the file has a ${noun} "${id}": change it there, or take another id`);
  }
}

/** What is there to be changed. @throws ApiProblem 404, 409 for the file's, 412 */
export function demandOwn(
  live: LivePolicy,
  state: State,
  collection: Collection,
  id: string,
  { caller, ifMatch }: { caller: Caller; ifMatch: string | undefined },
): Resource {
  const resource = state.get(collection.kind, id);
  if (resource === undefined) {
    entry(live, collection, id, caller);
    throw new ApiProblem("in-file", `the ${collection.noun} "${id}" stands in the file: change it there`);
  }
  if (!visible(collection, resource.body as Record<string, unknown>, caller)) throw notFound(collection, id);
  demandMatch(ifMatch, resource.revision);
  return resource;
}

/** One resource put in the place of another, or as a new one. */
export function putEdit(
  collection: Collection,
  verb: string,
  put: Omit<Put, "kind">,
  before: Resource | undefined,
  caller: Caller,
): Edit {
  const { kind, tenantOf } = collection;
  const tenant = tenantOf?.(put.body as Record<string, unknown>);
  if (tenantOf !== undefined) demandTenant(caller, tenant);
  return {
    puts: [{ kind, ...put }],
    action: `${kind}.${verb}`,
    object: `${kind}/${put.id}`,
    ...(tenant !== undefined && { tenant }),
    change: { ...(before && { from: maskSecrets(before.body) }), to: maskSecrets(put.body) },
  };
}

export function deleteEdit({ kind, tenantOf }: Collection, { id, body }: Resource): Edit {
  const tenant = tenantOf?.(body as Record<string, unknown>);
  return {
    deletes: [{ kind, id }],
    action: `${kind}.delete`,
    object: `${kind}/${id}`,
    ...(tenant !== undefined && { tenant }),
    change: { from: maskSecrets(body) },
  };
}

/** Problems that a change of a policy's resource can meet, for the documentation. */
export const CHANGE_PROBLEMS: Route["answers"] = {
  409: { schema: problemSchema, means: "in the file, taken, or not possible without a restart of Envoy" },
  412: { schema: problemSchema, means: "`If-Match` names another revision" },
  422: { schema: problemSchema, means: "the policy would not be valid: nothing was changed" },
};
