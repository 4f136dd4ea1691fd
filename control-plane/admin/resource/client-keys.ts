import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Config } from "../../../contract/config.ts";
import { digest, identifier } from "../../../contract/names.ts";
import { moment } from "../../../contract/time.ts";
import { IDS, keyFieldsSchema } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { type Route, route } from "../route/route.ts";
import { newSecret, sha256 } from "../sign-in/token.ts";
import { CHANGE_PROBLEMS, type Collection, created, demandFree, entryShape, putEdit } from "./collection.ts";
import { changeRoutes, readRoutes, writing } from "./managed-routes.ts";

const STATES = ["active", "disabled", "pending", "expired"] as const;

export const view = z
  .strictObject({
    ...entryShape,
    ...keyFieldsSchema.shape,
    state: z.enum(STATES).describe("`pending`: before its `not_before`"),
    known_by: z.enum(["secret", "spiffe"]),
    previous_until: moment.optional().describe("until when the secret before the last rotation is good"),
  })
  .meta({ id: "ClientKey" });

/** With what is shown once. */
export const viewWithSecret = view
  .extend({ secret: z.string().optional().describe("what the caller presents: shown now and never again") })
  .meta({ id: "ClientKeyWithSecret" });

const body = z.strictObject({
  id: IDS["client-key"].optional(),
  ...keyFieldsSchema.shape,
  tenant: identifier.optional().describe("absent: the token's own, or `default`"),
  secret_sha256: digest.optional().describe("of a secret that exists already; without it, one is made"),
});

export const CLIENT_KEYS: Collection = {
  kind: "client-key",
  name: "client-keys",
  noun: "client key",
  role: "operator",
  tenantOf: ({ tenant = "default" }) => String(tenant),
  inForce: ({ keys }) => keys.map(shownKey),
};

function shownKey({ secret, secret_sha256, previous, ...key }: Config["keys"][number]) {
  return {
    ...key,
    state: stateOf(key, Date.now()),
    known_by: key.spiffe === undefined ? "secret" : "spiffe",
    ...(previous && { previous_until: previous.until }),
  };
}

function stateOf(key: Pick<Config["keys"][number], "disabled" | "not_before" | "expires_at">, now: number) {
  if (key.disabled) return "disabled";
  if (key.not_before !== undefined && Date.parse(key.not_before) > now) return "pending";
  return key.expires_at !== undefined && Date.parse(key.expires_at) <= now ? "expired" : "active";
}

export function clientKeyRoutes(live: LivePolicy): Route[] {
  return [
    ...readRoutes(live, CLIENT_KEYS, view),
    route({
      tag: CLIENT_KEYS.name,
      role: CLIENT_KEYS.role,
      forTenants: true,
      method: "post",
      path: "/client-keys",
      summary: "Make a client key; its secret is in this answer and in no other",
      body,
      answers: { 201: { schema: viewWithSecret, means: "made, and in force" }, ...CHANGE_PROBLEMS },
      async run({ caller, body: { id = `key-${randomBytes(6).toString("hex")}`, secret_sha256, ...fields } }) {
        const made = secret_sha256 === undefined && fields.spiffe === undefined ? newSecret("hg-") : undefined;
        const hash = made === undefined ? secret_sha256 : sha256(made);
        await live.change(caller.actor, (state) => {
          demandFree(live, state, CLIENT_KEYS, id);
          const tenant = fields.tenant ?? caller.tenant ?? "default";
          const body = { ...fields, tenant, ...(hash !== undefined && { secret_sha256: hash }) };
          return putEdit(CLIENT_KEYS, "create", { id, body }, undefined, caller);
        });
        return created(live, CLIENT_KEYS, id, caller, made === undefined ? {} : { secret: made });
      },
    }),
    ...changeRoutes(live, CLIENT_KEYS, view, writing(keyFieldsSchema.shape)),
  ];
}
