import { randomBytes } from "node:crypto";
import { z } from "zod";
import { identifier } from "../../../contract/names.ts";
import { providerKeyFields } from "../../../contract/provider-key.ts";
import { moment } from "../../../contract/time.ts";
import { IDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { ProviderKeyBox } from "../../managed/provider-key-box.ts";
import { asOf, rotated, type StoredProviderKey, storedProviderKeySchema } from "../../managed/stored-provider-key.ts";
import { OperatorError } from "../../process/operator-error.ts";
import { ApiProblem } from "../route/api-problem.ts";
import type { Caller } from "../route/caller.ts";
import { type Answer, type Route, route } from "../route/route.ts";
import {
  CHANGE_PROBLEMS,
  type Collection,
  created,
  demandFree,
  demandOwn,
  entry,
  entryAnswer,
  entryShape,
  putEdit,
} from "./collection.ts";
import { changeRoutes, readRoutes, writing } from "./managed-routes.ts";
import { overlap, secondsOf } from "./overlap.ts";

const STATES = ["active", "pending", "expired"] as const;

export const providerKeyView = z
  .strictObject({
    ...entryShape,
    provider: z.string(),
    ...providerKeyFields.shape,
    state: z.enum(STATES).describe("`pending`: before its `not_before`"),
    previous_until: moment.optional().describe("until when the secret before the last rotation is good"),
    next_at: moment.optional().describe("when the secret of a rotation by schedule takes its place"),
  })
  .meta({ id: "ProviderKey" });

/** What goes into a header: printable, without white space. */
const providerSecret = z
  .string()
  .max(8192)
  .regex(/^[!-~]+$/, "expected the key alone: letters, digits and signs, no white space")
  .describe("the key: it is sealed, and in no answer");

/** A rotation, beside whose it is. */
export const rotationShape = {
  secret: providerSecret,
  overlap: overlap.default("1h"),
  at: moment.optional().describe("when the new secret takes the place of the one before; absent: now"),
  expires_at: moment.optional().describe("of the new secret: the times of the one before go with that"),
};
type WrittenRotation = z.output<z.ZodObject<typeof rotationShape>>;

/** Those of the store; what the file names stands in the environment, and is nobody's to see here. */
function providerKeys(live: LivePolicy): Collection {
  return {
    kind: "provider-key",
    name: "provider-keys",
    noun: "provider key",
    role: "admin",
    inForce: () => live.state.all("provider-key").map(({ id, body }) => ({ id, ...shown(body as StoredProviderKey) })),
  };
}

function shown(body: StoredProviderKey) {
  const now = Date.now();
  const key = storedProviderKeySchema.parse(asOf(now, body));
  const { sealed: _, generation: __, previous, next, ...fields } = key;
  return {
    ...fields,
    state: stateOf(fields, now),
    ...(previous && { previous_until: previous.until }),
    ...(next && { next_at: next.at }),
  };
}

function stateOf({ not_before, expires_at }: Pick<StoredProviderKey, "not_before" | "expires_at">, now: number) {
  if (not_before !== undefined && Date.parse(not_before) > now) return "pending";
  return expires_at !== undefined && Date.parse(expires_at) <= now ? "expired" : "active";
}

export function providerKeyRoutes(live: LivePolicy, box: ProviderKeyBox): Route[] {
  const keys = providerKeys(live);
  const shared = { tag: keys.name, role: keys.role, forTenants: false } as const;
  const fields = writing(providerKeyFields.shape, {
    fieldsOf: ({ body }) => ({ ...asOf(Date.now(), body as StoredProviderKey) }),
  });
  return [
    ...readRoutes(live, keys, providerKeyView).map((read): Route => ({ ...read, role: "admin" })),
    route({
      ...shared,
      method: "post",
      path: "/provider-keys",
      summary: "Give a provider a key beside those it has",
      body: z.strictObject({
        id: IDS["provider-key"].optional(),
        provider: identifier,
        secret: providerSecret,
        ...providerKeyFields.shape,
      }),
      answers: { 201: { schema: providerKeyView, means: "sealed, and in force" }, ...CHANGE_PROBLEMS },
      async run({ caller, body: { provider, id = `${provider}-${randomBytes(4).toString("hex")}`, secret, ...rest } }) {
        await live.change(caller.actor, (state) => {
          demandFree(live, state, keys, id);
          const body: StoredProviderKey = { ...rest, provider, sealed: sealed(box, id, secret) };
          return putEdit(keys, "create", { id, body }, undefined, caller);
        });
        return created(live, keys, id, caller);
      },
    }),
    route({
      ...shared,
      conditional: true,
      method: "post",
      path: "/provider-keys/{id}:rotate",
      summary: "Put another secret in the place of a provider key's, now or at a moment",
      body: z.strictObject(rotationShape),
      answers: { 200: { schema: providerKeyView, means: "sealed, and in force when it is to be" }, ...CHANGE_PROBLEMS },
      run: ({ caller, params, body, ifMatch }) =>
        rotateProviderKey(live, box, { caller, ifMatch, id: params.id ?? "", rotation: body }),
    }),
    ...changeRoutes(live, keys, providerKeyView, fields),
  ];
}

/**
 * Requests that are under way end with the secret that they were sent with. During the overlap requests are sent with
 * the new one, and with the one before where that is refused.
 */
export async function rotateProviderKey(
  live: LivePolicy,
  box: ProviderKeyBox,
  call: { caller: Caller; ifMatch: string | undefined; id: string; rotation: WrittenRotation },
): Promise<Answer> {
  const keys = providerKeys(live);
  const { caller, ifMatch, id, rotation } = call;
  await live.change(caller.actor, (state) => {
    const before = demandOwn(live, state, keys, id, { caller, ifMatch });
    const body = rotated(Date.now(), before.body as StoredProviderKey, {
      ...rotation,
      sealed: sealed(box, id, rotation.secret),
      overlap: secondsOf(rotation.overlap) * 1000,
    });
    return putEdit(keys, "rotate", { id, body }, before, caller);
  });
  return entryAnswer(200, entry(live, keys, id, caller));
}

function sealed(box: ProviderKeyBox, id: string, secret: string): string {
  try {
    return box.seal(id, secret);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new ApiProblem("no-master-key", error.message);
  }
}
