import { z } from "zod";
import { maskSecrets } from "../../json/mask-secrets.ts";
import { documentChanges, type VersionDocument } from "../../managed/version-document.ts";
import type { PolicyVersion, Store } from "../../store/store.ts";
import { ApiProblem } from "../route/api-problem.ts";
import { numberAfter, pageOf, pageQuerySchema } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";

export const changeView = z
  .strictObject({
    op: z.enum(["add", "remove", "replace"]),
    path: z.string().describe("JSON Pointer: `/file/models/m/targets`, `/client-keys/web/allow`"),
    from: z.unknown().optional(),
    value: z.unknown().optional(),
  })
  .meta({ id: "PolicyChange" });

const summary = {
  number: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  summary: z.string(),
  digest: z.string().describe("the policy's version, as `policy` of /healthz"),
};
const summaryView = z.strictObject(summary).meta({ id: "PolicyVersion" });
const view = z
  .strictObject({
    ...summary,
    document: z.unknown().describe("the file as it was, and the API's resources; no secrets"),
  })
  .meta({ id: "PolicyVersionWithDocument" });

export const changedView = z
  .strictObject({
    version: z.int().optional().describe("of the policy that is in force now; absent: nothing was to be changed"),
    changes: z.array(changeView),
    warnings: z.array(z.string()).describe("what else there is to know: client keys that are good again"),
  })
  .meta({ id: "PolicyChanged" });

export function versionRoutes(store: Store): Route[] {
  const shared = { tag: "policy", role: "viewer", forTenants: false } as const;
  return [
    route({
      ...shared,
      method: "get",
      path: "/policy/versions",
      summary: "List the versions of the policy, the newest first",
      query: pageQuerySchema,
      answers: { 200: { schema: pageOf(summaryView), means: "a page" } },
      async run({ query: { limit, after } }) {
        const before = numberAfter(after);
        const { items, next } = await store.versions({ limit, ...(before !== undefined && { before }) });
        return { status: 200, body: { items, ...(next !== undefined && { next: String(next) }) } };
      },
    }),
    route({
      ...shared,
      method: "get",
      path: "/policy/versions/{n}",
      summary: "Read a version of the policy",
      answers: { 200: { schema: view, means: "the version" } },
      async run({ params }) {
        const version = await demandVersion(store, params.n);
        return { status: 200, body: { ...version, document: maskSecrets(version.document) } };
      },
    }),
    route({
      ...shared,
      method: "get",
      path: "/policy/versions/{a}/diff/{b}",
      summary: "Compare two versions of the policy",
      answers: { 200: { schema: z.strictObject({ changes: z.array(changeView) }), means: "what leads from a to b" } },
      async run({ params }) {
        const [from, to] = [
          documentIn(await demandVersion(store, params.a)),
          documentIn(await demandVersion(store, params.b)),
        ];
        return { status: 200, body: { changes: documentChanges(from, to) } };
      },
    }),
  ];
}

/** @throws ApiProblem 404 */
export async function demandVersion(store: Store, number = ""): Promise<PolicyVersion> {
  const version = /^\d{1,15}$/.test(number) ? await store.version(Number(number)) : undefined;
  if (version === undefined) throw new ApiProblem("not-found", `no version ${number} of the policy is kept`);
  return version;
}

export function documentIn(version: PolicyVersion): VersionDocument {
  return version.document as VersionDocument;
}
