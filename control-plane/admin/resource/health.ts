import { z } from "zod";
import type { KnownTarget, TargetHealth } from "../../health/target-health.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import { pageFrom, pageOf, pageQuery } from "../route/page.ts";
import { type Route, route } from "../route/route.ts";

const healthView = z
  .strictObject({
    target: z.string().describe("`<model>/<provider>`"),
    model: z.string(),
    score: z.number().optional().describe("in (0, 1], 1 is best: docs/health.md; absent: nothing is known"),
    degraded: z.boolean().describe("gets a small part of the traffic, until it does better"),
    since: z.iso.datetime().optional().describe("when it became what `degraded` says; absent: it never was degraded"),
    attempts: z.number().describe("how many the rates are made of, older ones counting less"),
    error_rate: z.number().optional().describe("of the attempts, those that failed by the host's or the model's fault"),
    latency_ms: z.number().optional().describe("to the first token, on average"),
    p95_ms: z.number().optional().describe("the same, 95th percentile"),
    tokens_per_second: z.number().optional().describe("of a stream, behind the first token"),
    coherence: z.number().optional().describe("of the answers, those without a flaw"),
    judged: z.number().optional().describe("the mean of the judge's verdicts (`health.judge`), 0 to 1; absent: none"),
  })
  .meta({ id: "TargetHealth" });

export function healthRoutes(live: LivePolicy, targetHealth: TargetHealth): Route[] {
  return [
    route({
      tag: "health",
      role: "viewer",
      forTenants: false,
      method: "get",
      path: "/health",
      summary: "How each target does, by what the Envoys of this control plane tell",
      query: z.strictObject({ ...pageQuery, model: z.string().optional().describe("its targets only") }),
      answers: { 200: { schema: pageOf(healthView), means: "a page, in the policy's order" } },
      run({ query }) {
        const known = new Map(targetHealth.known().map((target) => [target.id, target]));
        const rows = live.current.policy.models
          .filter(({ name }) => query.model === undefined || name === query.model)
          .flatMap(({ name: model, targets }) => targets.map(({ id }) => ({ id, model, known: known.get(id) })));
        const { items, next } = pageFrom(rows, query);
        return { status: 200, body: { items: items.map(shown), ...(next && { next }) } };
      },
    }),
  ];
}

function shown({ id, model, known }: { id: string; model: string; known: KnownTarget | undefined }) {
  if (known === undefined) return { target: id, model, degraded: false, attempts: 0 };
  const { score, degraded, since, rates } = known;
  const { attempts, errorRate, latencyMs, p95Ms, tokensPerSecond, answers, flawRate, judged } = rates;
  return {
    target: id,
    model,
    score,
    degraded,
    ...(since !== undefined && { since: new Date(since).toISOString() }),
    attempts: rounded(attempts),
    ...(attempts > 0 && { error_rate: rounded(errorRate) }),
    ...(latencyMs !== undefined && { latency_ms: Math.round(latencyMs) }),
    ...(p95Ms !== undefined && { p95_ms: p95Ms }),
    ...(tokensPerSecond !== undefined && { tokens_per_second: rounded(tokensPerSecond) }),
    ...(answers > 0 && { coherence: rounded(1 - flawRate) }),
    ...(judged !== undefined && { judged: rounded(judged) }),
  } satisfies z.output<typeof healthView>;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
