import { randomBytes } from "node:crypto";
import { z } from "zod";
import { identifier } from "../../contract/names.ts";
import { IDS, type StoredProviderKey } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { ProviderKeyBox } from "../../managed/provider-key-box.ts";
import { OperatorError } from "../../operator-error.ts";
import type { Caller } from "../caller.ts";
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
} from "../collection.ts";
import { deleteRoute, readRoutes } from "../managed-routes.ts";
import { Problem } from "../problem.ts";
import { type Answer, type Route, route } from "../route.ts";

export const providerKeyView = z.strictObject({ ...entryShape, provider: z.string() }).meta({ id: "ProviderKey" });

/** What goes into a header: printable, without white space. */
export const providerSecret = z
  .string()
  .max(8192)
  .regex(/^[!-~]+$/, "expected the key alone: letters, digits and signs, no white space")
  .describe("the key: it is sealed, and in no answer");

/** Those of the store; what the file names stands in the environment, and is nobody's to see here. */
export function providerKeys(live: LivePolicy): Collection {
  return {
    kind: "provider-key",
    name: "provider-keys",
    noun: "provider key",
    role: "admin",
    inForce: () =>
      live.state.all("provider-key").map(({ id, body }) => ({ id, provider: (body as StoredProviderKey).provider })),
  };
}

export function providerKeyRoutes(live: LivePolicy, box: ProviderKeyBox): Route[] {
  const keys = providerKeys(live);
  const shared = { tag: keys.name, role: keys.role, forTenants: false } as const;
  return [
    ...readRoutes(live, keys, providerKeyView).map((read): Route => ({ ...read, role: "admin" })),
    route({
      ...shared,
      method: "post",
      path: "/provider-keys",
      summary: "Give a provider a key, in turn with those it has",
      body: z.strictObject({ id: IDS["provider-key"].optional(), provider: identifier, secret: providerSecret }),
      answers: { 201: { schema: providerKeyView, means: "sealed, and in force" }, ...CHANGE_PROBLEMS },
      async run({ caller, body: { provider, id = `${provider}-${randomBytes(4).toString("hex")}`, secret } }) {
        await live.change(caller.actor, (state) => {
          demandFree(live, state, keys, id);
          return putEdit(
            keys,
            "create",
            { id, body: { provider, sealed: sealed(box, id, secret) } },
            undefined,
            caller,
          );
        });
        return created(live, keys, id, caller);
      },
    }),
    route({
      ...shared,
      conditional: true,
      method: "post",
      path: "/provider-keys/{id}:rotate",
      summary: "Put another key in the place of a provider key",
      body: z.strictObject({ secret: providerSecret }),
      answers: { 200: { schema: providerKeyView, means: "sealed, and in force" }, ...CHANGE_PROBLEMS },
      run: ({ caller, params, body, ifMatch }) =>
        rotateProviderKey(live, box, { caller, ifMatch, id: params.id ?? "", secret: body.secret }),
    }),
    deleteRoute(live, keys),
  ];
}

/** At once: requests that are under way end with the key that they were sent with. */
export async function rotateProviderKey(
  live: LivePolicy,
  box: ProviderKeyBox,
  { caller, ifMatch, id, secret }: { caller: Caller; ifMatch: string | undefined; id: string; secret: string },
): Promise<Answer> {
  const keys = providerKeys(live);
  await live.change(caller.actor, (state) => {
    const before = demandOwn(live, state, keys, id, { caller, ifMatch });
    const { provider } = before.body as StoredProviderKey;
    return putEdit(keys, "rotate", { id, body: { provider, sealed: sealed(box, id, secret) } }, before, caller);
  });
  return entryAnswer(200, entry(live, keys, id, caller));
}

function sealed(box: ProviderKeyBox, id: string, secret: string): string {
  try {
    return box.seal(id, secret);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new Problem("no-master-key", error.message);
  }
}
