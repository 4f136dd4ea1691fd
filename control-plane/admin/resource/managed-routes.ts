import type { z } from "zod";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { Resource } from "../../store/store.ts";
import { patched, patchSchema } from "../route/merge-patch.ts";
import { pageFrom, pageOf, pageQuerySchema } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";
import {
  CHANGE_PROBLEMS,
  type Collection,
  created,
  deleteEdit,
  demandFree,
  demandOwn,
  entries,
  entry,
  entryAnswer,
  putEdit,
} from "./collection.ts";

type Fields = Record<string, unknown>;

/** How a resource's fields stand in the store. */
export interface Writing {
  /** The fields that a PATCH may change. */
  shape: z.ZodRawShape;
  fieldsOf(resource: Resource): Fields;
  /** `fields` without the id. */
  put(id: string, fields: Fields): { id: string; body: unknown; position?: number };
}

const AS_IT_STANDS: Omit<Writing, "shape"> = {
  fieldsOf: ({ body }) => body as Fields,
  put: (id, body) => ({ id, body }),
};

export function writing(shape: z.ZodRawShape, other: Partial<Writing> = {}): Writing {
  return { shape, ...AS_IT_STANDS, ...other };
}

/** The list of a collection, and one of it. */
export function readRoutes(live: LivePolicy, collection: Collection, view: z.ZodType): Route[] {
  const { name, noun, tenantOf } = collection;
  const shared = { tag: name, role: "viewer", forTenants: tenantOf !== undefined } as const;
  return [
    route({
      ...shared,
      method: "get",
      path: `/${name}`,
      summary: `List ${noun}s: the file's and those made here`,
      query: pageQuerySchema,
      answers: { 200: { schema: pageOf(view), means: "a page, in their order" } },
      run: ({ caller, query }) => ({ status: 200, body: pageFrom(entries(live, collection, caller), query) }),
    }),
    route({
      ...shared,
      method: "get",
      path: `/${name}/{id}`,
      summary: `Read a ${noun}`,
      answers: { 200: { schema: view, means: `the ${noun}` } },
      run: ({ caller, params }) => entryAnswer(200, entry(live, collection, params.id ?? "", caller)),
    }),
  ];
}

/** A new one, by a body that names its id. */
export function createRoute(
  live: LivePolicy,
  collection: Collection,
  view: z.ZodType,
  body: z.ZodType,
  how: Writing,
): Route {
  const { name, noun, role, tenantOf } = collection;
  return route<unknown, unknown>({
    tag: name,
    role,
    forTenants: tenantOf !== undefined,
    method: "post",
    path: `/${name}`,
    summary: `Make a ${noun}`,
    body,
    answers: { 201: { schema: view, means: "made, and in force" }, ...CHANGE_PROBLEMS },
    async run({ caller, body }) {
      const { id, ...fields } = body as { id: string } & Fields;
      await live.change(caller.actor, (state) => {
        demandFree(live, state, collection, id);
        return putEdit(collection, "create", how.put(id, fields), undefined, caller);
      });
      return created(live, collection, id, caller);
    },
  });
}

/** Changes of some fields, and the end of one. */
export function changeRoutes(live: LivePolicy, collection: Collection, view: z.ZodType, how: Writing): Route[] {
  const { name, noun, role, tenantOf } = collection;
  const shared = { tag: name, role, forTenants: tenantOf !== undefined, conditional: true } as const;
  return [
    route({
      ...shared,
      method: "patch",
      path: `/${name}/{id}`,
      summary: `Change a ${noun}: a field that is given takes the place of the one before, null takes it away`,
      body: patchSchema(how.shape),
      answers: { 200: { schema: view, means: "changed, and in force" }, ...CHANGE_PROBLEMS },
      async run({ caller, params: { id = "" }, body, ifMatch }) {
        await live.change(caller.actor, (state) => {
          const before = demandOwn(live, state, collection, id, { caller, ifMatch });
          const put = how.put(id, patched(how.fieldsOf(before), body));
          return putEdit(collection, "update", put, before, caller);
        });
        return entryAnswer(200, entry(live, collection, id, caller));
      },
    }),
    deleteRoute(live, collection),
  ];
}

export function deleteRoute(live: LivePolicy, collection: Collection): Route {
  const { name, noun, role, tenantOf } = collection;
  return route({
    tag: name,
    role,
    forTenants: tenantOf !== undefined,
    conditional: true,
    method: "delete",
    path: `/${name}/{id}`,
    summary: `Delete a ${noun}`,
    answers: { 204: { schema: null, means: "gone, and no more in force" }, ...CHANGE_PROBLEMS },
    async run({ caller, params: { id = "" }, ifMatch }) {
      await live.change(caller.actor, (state) => {
        return deleteEdit(collection, demandOwn(live, state, collection, id, { caller, ifMatch }));
      });
      return { status: 204 };
    },
  });
}
