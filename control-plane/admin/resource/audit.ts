import { z } from "zod";
import { verify } from "../../audit/chain.ts";
import { allAuditEntries } from "../../store/all-audit-entries.ts";
import type { Store } from "../../store/store.ts";
import { ApiProblem } from "../route/api-problem.ts";
import { numberAfter, pageOf, pageQuery } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";

const moment = z.iso.datetime({ offset: true });

const auditEntryView = z
  .strictObject({
    sequence: z.int().describe("1, 2, … without a gap"),
    at: z.iso.datetime(),
    actor: z.string().describe("`token:ops`, `jwt:alice@example.com`, `file:headgate.yaml`"),
    action: z.string(),
    object: z.string(),
    tenant: z.string().optional(),
    change: z.unknown().describe("without secrets"),
    previous: z.string().describe("the hash of the entry before"),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });

const verdictView = z
  .union([
    z.strictObject({
      ok: z.literal(true),
      entries: z.int(),
      head: z
        .strictObject({ sequence: z.int(), hash: z.string() })
        .describe("note it elsewhere: it shows a log cut short"),
    }),
    z.strictObject({ ok: z.literal(false), sequence: z.int(), reason: z.string() }),
  ])
  .meta({ id: "AuditVerdict" });

const verifyQuery = z.strictObject({
  sequence: z.coerce.number().int().positive().optional().describe("of a head that was noted"),
  hash: z.string().optional().describe("of that head"),
});

const query = z.strictObject({
  ...pageQuery,
  order: z.enum(["oldest", "newest"]).default("newest").describe("which come first"),
  actor: z.string().optional(),
  object: z.string().optional().describe("`client-key/web`"),
  tenant: z.string().optional(),
  since: moment.optional(),
  until: moment.optional(),
});

export function auditRoutes(store: Store): Route[] {
  const shared = { tag: "audit", method: "get", role: "viewer" } as const;
  return [
    route({
      ...shared,
      forTenants: true,
      path: "/audit",
      summary: "Who changed what, and when",
      query,
      answers: { 200: { schema: pageOf(auditEntryView), means: "a page" } },
      async run({ caller, query: { limit, after: cursor, order, since, until, tenant, ...by } }) {
        if (caller.tenant !== undefined && tenant !== undefined && tenant !== caller.tenant) {
          throw new ApiProblem("not-allowed", `this token is for the tenant "${caller.tenant}" only`);
        }
        const [after, whose] = [numberAfter(cursor), caller.tenant ?? tenant];
        const { items, next } = await store.audit({
          limit,
          newestFirst: order === "newest",
          ...(after !== undefined && { after }),
          ...(whose !== undefined && { tenant: whose }),
          ...(since !== undefined && { since: new Date(since).toISOString() }),
          ...(until !== undefined && { until: new Date(until).toISOString() }),
          ...(by.actor !== undefined && { actor: by.actor }),
          ...(by.object !== undefined && { object: by.object }),
        });
        return { status: 200, body: { items, ...(next !== undefined && { next: String(next) }) } };
      },
    }),
    route({
      ...shared,
      forTenants: false,
      path: "/audit:verify",
      summary: "Say whether the audit log is whole: each entry's hash, and the chain of them",
      query: verifyQuery,
      answers: { 200: { schema: verdictView, means: "the verdict" } },
      async run({ query: { sequence, hash } }) {
        const noted = sequence !== undefined && hash !== undefined ? { sequence, hash } : undefined;
        return { status: 200, body: await verify(allAuditEntries(store), noted) };
      },
    }),
  ];
}
