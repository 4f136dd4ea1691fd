import { z } from "zod";
import { identifier } from "../../../contract/names.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { ProviderKeyBox } from "../../managed/provider-key-box.ts";
import type { StoredProviderKey } from "../../managed/stored-provider-key.ts";
import { ApiProblem } from "../route/api-problem.ts";
import { hasRole } from "../route/caller.ts";
import { type Route, route } from "../route/route.ts";
import { rotateClientKey } from "./client-key-verbs.ts";
import { viewWithSecret } from "./client-keys.ts";
import { CHANGE_PROBLEMS } from "./collection.ts";
import { overlap } from "./overlap.ts";
import { providerKeyView, rotateProviderKey, rotationShape } from "./provider-keys.ts";

const body = z.union([
  z
    .strictObject({ id: identifier, overlap: overlap.default("1h") })
    .describe("a client key: as POST /admin/v1/client-keys/{id}:rotate"),
  z
    .strictObject({
      provider: identifier,
      key: identifier.optional().describe("which of the provider's keys; needed where the API gave it several"),
      ...rotationShape,
    })
    .describe("a provider key: as POST /admin/v1/provider-keys/{id}:rotate"),
]);

/** `POST /admin/keys/rotate`: one path for keys of both kinds, for scripts that rotate by a schedule. */
export function rotateRoute(live: LivePolicy, box: ProviderKeyBox): Route {
  return route({
    tag: "client-keys",
    role: "operator",
    forTenants: true,
    conditional: true,
    method: "post",
    path: "/keys/rotate",
    summary: "Rotate a client key by its id, or a provider's key by the provider (for that the role admin is needed)",
    body,
    answers: {
      200: { schema: z.union([viewWithSecret, providerKeyView]), means: "the new key is in force" },
      ...CHANGE_PROBLEMS,
    },
    run({ caller, body, ifMatch }) {
      if ("id" in body) return rotateClientKey(live, { caller, ifMatch }, body.id, body.overlap);
      if (!hasRole(caller, "admin") || caller.tenant !== undefined) {
        throw new ApiProblem("not-allowed", 'a provider key needs the role "admin", and a token of no tenant');
      }
      const { provider, key = onlyKeyOf(live, provider), ...rotation } = body;
      return rotateProviderKey(live, box, { caller, ifMatch, id: key, rotation });
    },
  });
}

/** @throws ApiProblem if the provider has none that the API gave it, or several */
function onlyKeyOf(live: LivePolicy, provider: string): string {
  const keys = live.state.all("provider-key").filter(({ body }) => (body as StoredProviderKey).provider === provider);
  const [first, ...more] = keys;
  if (first === undefined) {
    const reason = "the API gave it no key: what the file names is rotated in the environment";
    throw new ApiProblem("not-found", `${provider}: ${reason}`);
  }
  if (more.length > 0) {
    const reason = `which one: ${keys.map(({ id }) => id).join(", ")}`;
    throw new ApiProblem("invalid", { problems: [{ path: "key", reason }] });
  }
  return first.id;
}
