import { randomBytes } from "node:crypto";
import { z } from "zod";
import { identifier } from "../../../contract/names.ts";
import { moment } from "../../../contract/time.ts";
import { IDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { State } from "../../managed/state.ts";
import type { Resource } from "../../store/store.ts";
import { ApiProblem, problemSchema } from "../route/api-problem.ts";
import { type Caller, demandTenant, ROLES, sees } from "../route/caller.ts";
import { demandMatch, etagOf } from "../route/etag.ts";
import { pageFrom, pageOf, pageQuerySchema } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";
import { newSecret, type StoredToken, sha256 } from "../sign-in/token.ts";

const shape = {
  role: z.enum(ROLES),
  tenant: identifier.optional().describe("sees and changes only what is this tenant's"),
  expires_at: moment.optional(),
};
const view = z
  .strictObject({ id: z.string(), revision: z.int(), created_at: z.iso.datetime(), ...shape })
  .meta({ id: "AdminToken" });
const viewWithToken = view
  .extend({ token: z.string().describe("shown now and never again") })
  .meta({ id: "AdminTokenWithToken" });

function shown({ id, revision, createdAt, body }: Resource): z.output<typeof view> {
  const { sha256: _, ...fields } = body as StoredToken;
  return { id, revision, created_at: createdAt, ...fields };
}

/** @param environmentToken whether somebody can sign in without any token of the store */
export function tokenRoutes(live: LivePolicy, environmentToken: boolean): Route[] {
  const shared = { tag: "tokens", role: "admin", forTenants: true } as const;
  const seen = (caller: Caller) =>
    live.state.all("admin-token").filter(({ body }) => sees(caller, (body as StoredToken).tenant));
  const demand = (state: State, id: string, caller: Caller): Resource => {
    const token = state.get("admin-token", id);
    if (token !== undefined && sees(caller, (token.body as StoredToken).tenant)) return token;
    throw new ApiProblem("not-found", `no token "${id}"`);
  };
  return [
    route({
      ...shared,
      method: "get",
      path: "/tokens",
      summary: "List the admin tokens",
      query: pageQuerySchema,
      answers: { 200: { schema: pageOf(view), means: "a page, by id" } },
      run: ({ caller, query }) => ({ status: 200, body: pageFrom(seen(caller).map(shown), query) }),
    }),
    route({
      ...shared,
      method: "get",
      path: "/tokens/{id}",
      summary: "Read an admin token's role, scope and end",
      answers: { 200: { schema: view, means: "the token, without its secret" } },
      run({ caller, params: { id = "" } }) {
        const token = demand(live.state, id, caller);
        return { status: 200, body: shown(token), headers: { etag: etagOf(token.revision) } };
      },
    }),
    route({
      ...shared,
      method: "post",
      path: "/tokens",
      summary: "Make an admin token; it is in this answer and in no other",
      body: z.strictObject({ id: IDS["admin-token"].optional(), ...shape }),
      answers: {
        201: { schema: viewWithToken, means: "made, and good at once" },
        409: { schema: problemSchema, means: "the id is taken" },
      },
      async run({ caller, body: { id = `token-${randomBytes(6).toString("hex")}`, ...fields } }) {
        const tenant = fields.tenant ?? caller.tenant;
        demandTenant(caller, tenant);
        const token = newSecret("hga-");
        const { resources } = await live.change(caller.actor, (state) => {
          if (state.get("admin-token", id)) throw new ApiProblem("exists", `there is a token "${id}" already`);
          const stored: StoredToken = { ...fields, ...(tenant !== undefined && { tenant }), sha256: sha256(token) };
          return {
            puts: [{ kind: "admin-token", id, body: stored }],
            ...tokenEntry("create", id, stored),
          };
        });
        const [made] = resources;
        if (made === undefined) throw new Error("the store gave nothing back");
        const headers = { location: `/admin/v1/tokens/${id}`, etag: etagOf(made.revision) };
        return { status: 201, body: { ...shown(made), token }, headers };
      },
    }),
    route({
      ...shared,
      conditional: true,
      method: "delete",
      path: "/tokens/{id}",
      summary: "End an admin token",
      answers: {
        204: { schema: null, means: "it is not good any more" },
        409: { schema: problemSchema, means: "it is the last by which an admin can sign in" },
        412: { schema: problemSchema, means: "`If-Match` names another revision" },
      },
      async run({ caller, params: { id = "" }, ifMatch }) {
        await live.change(caller.actor, (state) => {
          const token = demand(state, id, caller);
          demandMatch(ifMatch, token.revision);
          if (!environmentToken) demandAnotherAdmin(state, id);
          return { deletes: [{ kind: "admin-token", id }], ...tokenEntry("delete", id, token.body as StoredToken) };
        });
        return { status: 204 };
      },
    }),
  ];
}

function tokenEntry(verb: string, id: string, { sha256: _, ...change }: StoredToken) {
  const { tenant } = change;
  return {
    action: `admin-token.${verb}`,
    object: `admin-token/${id}`,
    ...(tenant !== undefined && { tenant }),
    change,
  };
}

/** One for everything that does not end by itself. @throws ApiProblem */
function demandAnotherAdmin(state: State, id: string): void {
  const lasting = ({ body }: Resource) => {
    const { role, tenant, expires_at } = body as StoredToken;
    return role === "admin" && tenant === undefined && expires_at === undefined;
  };
  const admins = state.all("admin-token").filter(lasting);
  if (admins.length === 1 && admins[0]?.id === id) {
    throw new ApiProblem("last-admin", "make another admin token first, one without a tenant and an end");
  }
}
