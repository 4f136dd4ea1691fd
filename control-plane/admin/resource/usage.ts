import { z } from "zod";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { UsageRow } from "../../store/lease/lease.ts";
import type { Store } from "../../store/store.ts";
import type { Caller } from "../route/caller.ts";
import { pageFrom, pageOf, pageQuery } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";

const rowView = z
  .strictObject({
    scope: z.string().describe("what is limited: `key:k1|requests|minute`"),
    window: z.string().describe("`2026-11-21T10:05Z` (a minute), `2026-11-21` (a day), `2026-11` (a month), UTC"),
    window_ends: z.iso.datetime(),
    limit: z.number().describe("requests, tokens, or millionths of a dollar"),
    used: z.number().describe("by all Envoys together, as last reported"),
  })
  .meta({ id: "Usage" });

export function shownRow({ scope, window, windowEnds, limit, used }: UsageRow): z.output<typeof rowView> {
  return { scope, window, window_ends: new Date(windowEnds).toISOString(), limit, used };
}

/** Whether the scope (`tenant:shop|…`, `key:web|…`) is the caller's to see. */
export function ownScopes(live: LivePolicy, caller: Caller): (scope: string) => boolean {
  if (caller.tenant === undefined) return () => true;
  const own = live.config.keys.filter(({ tenant }) => tenant === caller.tenant).map(({ id }) => `key:${id}`);
  const subjects = new Set([`tenant:${caller.tenant}`, ...own]);
  return (scope) => subjects.has(scope.slice(0, scope.indexOf("|")));
}

export function usageRoutes(live: LivePolicy, store: Store): Route[] {
  return [
    route({
      tag: "usage",
      role: "viewer",
      forTenants: true,
      method: "get",
      path: "/usage",
      summary: "What has been used of limits and budgets, in the windows that run",
      query: z.strictObject({
        ...pageQuery,
        subject: z.string().optional().describe("of one only: `key:web`, `tenant:shop`, `model:gpt-4o`"),
      }),
      answers: { 200: { schema: pageOf(rowView), means: "a page, by scope and window" } },
      async run({ caller, query }) {
        const sees = ownScopes(live, caller);
        const rows = (await store.usage())
          .filter(({ scope }) => sees(scope) && (query.subject === undefined || scope.startsWith(`${query.subject}|`)))
          .map((row) => ({ id: `${row.scope} ${row.window}`, row }))
          .sort((a, b) => (a.id < b.id ? -1 : 1));
        const { items, next } = pageFrom(rows, query);
        return { status: 200, body: { items: items.map(({ row }) => shownRow(row)), ...(next && { next }) } };
      },
    }),
  ];
}
