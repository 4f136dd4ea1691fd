import { z } from "zod";
import type { StoredKey } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { ApiProblem } from "../route/api-problem.ts";
import { type Answer, type Call, type Route, route } from "../route/route.ts";
import { newSecret, sha256 } from "../sign-in/token.ts";
import { CLIENT_KEYS, view, viewWithSecret } from "./client-keys.ts";
import { CHANGE_PROBLEMS, demandOwn, entry, entryAnswer, putEdit } from "./collection.ts";
import { overlap, secondsOf } from "./overlap.ts";

/** What is done to a client key beside changing its fields. */
export function clientKeyVerbRoutes(live: LivePolicy): Route[] {
  return [
    route({
      ...about("rotate", "Give a client key another secret, which is in this answer and in no other"),
      body: z.strictObject({ overlap: overlap.default("1h") }).default({ overlap: "1h" }),
      answers: { 200: { schema: viewWithSecret, means: "the new secret is good at once" }, ...CHANGE_PROBLEMS },
      run: (call) => rotateClientKey(live, call, call.params.id ?? "", call.body.overlap),
    }),
    switchRoute(live, "disable", "Refuse a client key until it is enabled again", true),
    switchRoute(live, "enable", "Serve a disabled client key again", false),
  ];
}

function about(verb: string, summary: string) {
  const { name: tag, role } = CLIENT_KEYS;
  const method = "post" as const;
  return { tag, role, forTenants: true, conditional: true, method, path: `/client-keys/{id}:${verb}`, summary };
}

function switchRoute(live: LivePolicy, verb: string, summary: string, disabled: boolean): Route {
  return route({
    ...about(verb, summary),
    answers: { 200: { schema: view, means: "changed, and in force" }, ...CHANGE_PROBLEMS },
    async run({ caller, params: { id = "" }, ifMatch }) {
      await live.change(caller.actor, (state) => {
        const before = demandOwn(live, state, CLIENT_KEYS, id, { caller, ifMatch });
        return putEdit(CLIENT_KEYS, verb, { id, body: { ...(before.body as StoredKey), disabled } }, before, caller);
      });
      return entryAnswer(200, entry(live, CLIENT_KEYS, id, caller));
    },
  });
}

/** The secret before the last one is good for `overlap`; one before that is not any more. */
export async function rotateClientKey(
  live: LivePolicy,
  { caller, ifMatch }: Pick<Call, "caller" | "ifMatch">,
  id: string,
  overlap: string,
): Promise<Answer> {
  const secret = newSecret("hg-");
  await live.change(caller.actor, (state) => {
    const resource = demandOwn(live, state, CLIENT_KEYS, id, { caller, ifMatch });
    const { previous: _, ...before } = resource.body as StoredKey;
    if (before.secret_sha256 === undefined) {
      throw new ApiProblem("invalid", {
        problems: [{ path: "", reason: "it is known by its spiffe id and has no secret" }],
      });
    }
    const until = new Date(Date.now() + secondsOf(overlap) * 1000).toISOString();
    const previous = secondsOf(overlap) > 0 ? { previous: { secret_sha256: before.secret_sha256, until } } : {};
    const body: StoredKey = { ...before, secret_sha256: sha256(secret), ...previous };
    return putEdit(CLIENT_KEYS, "rotate", { id, body }, resource, caller);
  });
  return entryAnswer(200, { ...entry(live, CLIENT_KEYS, id, caller), secret } as ReturnType<typeof entry>);
}
