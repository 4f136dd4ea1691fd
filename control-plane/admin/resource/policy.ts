import { z } from "zod";
import { configOrProblems, parseYaml } from "../../config/parse.ts";
import { warningsOf } from "../../config/warnings.ts";
import { IDS, POLICY_KINDS } from "../../managed/kinds.ts";
import type { LivePolicy } from "../../managed/live-policy.ts";
import type { PlannedPolicy } from "../../managed/plan.ts";
import { Refused } from "../../managed/refused.ts";
import { preview, type Replaced, replaceAll } from "../../managed/replace-all.ts";
import type { Steps } from "../../managed/steps.ts";
import { documentChanges, documentOf } from "../../managed/version-document.ts";
import { stepsTo, type WrittenDocument, writtenDocumentSchema } from "../../managed/written-policy.ts";
import { problemsOf } from "../../problem/problem.ts";
import { OperatorError } from "../../process/operator-error.ts";
import { ApiProblem } from "../route/api-problem.ts";
import { type Route, route } from "../route/route.ts";
import { CHANGE_PROBLEMS } from "./collection.ts";
import { changedView, changeView } from "./versions.ts";

const checkView = z
  .strictObject({
    ok: z.boolean().describe("whether it would be taken"),
    refused: z.enum(["invalid", "needs-restart", "envoy", "opens-gateway"]).optional(),
    problems: z.array(z.strictObject({ path: z.string(), reason: z.string() })).describe("why it would not be"),
    warnings: z.array(z.string()),
    changes: z.array(changeView).describe("what would be different"),
  })
  .meta({ id: "PolicyCheck" });
type Check = z.output<typeof checkView>;

const step = z.union([
  z.strictObject({
    op: z.literal("put"),
    kind: z.enum(POLICY_KINDS).exclude(["provider-key"]),
    id: z.string(),
    body: z.record(z.string(), z.unknown()).describe("as the kind's POST takes it, without the id"),
    position: z.number().optional(),
  }),
  z.strictObject({ op: z.literal("delete"), kind: z.enum(POLICY_KINDS), id: z.string() }),
]);

const checkBody = z.union([
  z.array(step).describe("changes of what the API manages"),
  z.string().describe("a whole headgate.yaml, as YAML"),
  z.record(z.string(), z.unknown()).describe("a whole headgate.yaml, as JSON"),
]);

export function policyRoutes(live: LivePolicy): Route[] {
  const shared = { tag: "policy", method: "post", forTenants: false, yaml: true } as const;
  return [
    route({
      ...shared,
      role: "viewer",
      path: "/policy:check",
      summary: "Say what a headgate.yaml, or changes of what the API manages, would come to; nothing is changed",
      body: checkBody,
      answers: { 200: { schema: checkView, means: "the verdict" } },
      run: ({ body }) => ({ status: 200, body: Array.isArray(body) ? checkSteps(live, body) : checkFile(live, body) }),
    }),
    route({
      ...shared,
      role: "admin",
      path: "/policy:apply",
      summary: "Put a document in the place of what the API manages, in one change",
      query: z.strictObject({
        dry_run: z.enum(["true", "false"]).default("false").describe("`true`: as policy:check, nothing is changed"),
      }),
      body: z.union([writtenDocumentSchema, z.string().describe("the same as YAML")]),
      answers: {
        200: { schema: z.union([changedView, checkView]), means: "in force, as a new version; or the verdict" },
        ...CHANGE_PROBLEMS,
      },
      async run({ caller, query, body }) {
        const document = typeof body === "string" ? documentIn(body) : body;
        const about = { action: "policy.apply", object: "policy" };
        if (query.dry_run === "true") return { status: 200, body: checkDocument(live, document) };
        return { status: 200, body: await replaceAll(live, caller.actor, about, (state) => stepsTo(document, state)) };
      },
    }),
  ];
}

function checkFile(live: LivePolicy, body: string | object): Check {
  let value: unknown = body;
  if (typeof body === "string") {
    try {
      value = parseYaml(body, "headgate.yaml");
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      return refusal("invalid", [{ path: "", reason: error.message }]);
    }
  }
  const judged = configOrProblems(value);
  if ("problems" in judged) return refusal("invalid", judged.problems);
  const { resources } = live.state;
  const changes = documentChanges(documentOf(live.file, resources), documentOf(judged.config, resources));
  return verdict({ changes, warnings: warningsOf(judged.config) }, () => live.plan(judged.config, resources));
}

function checkSteps(live: LivePolicy, body: z.output<typeof step>[]): Check {
  const problems = body.flatMap(({ kind, id }, index) => {
    const valid = IDS[kind].safeParse(id);
    return valid.success ? [] : [{ path: `[${index}].id`, reason: valid.error.issues[0]?.message ?? "is none" }];
  });
  if (problems.length > 0) return refusal("invalid", problems);
  const made: Steps = { puts: [], deletes: [] };
  for (const change of body) {
    if (change.op === "delete") made.deletes.push(change);
    else made.puts.push({ ...change, body: { ...secretOf(live, change), ...change.body } });
  }
  return checkMade(live, made);
}

/** A client key keeps the secret that it has; a new one would get one, which here is any that nobody has. */
function secretOf(live: LivePolicy, { kind, id, body }: { kind: string; id: string; body: Record<string, unknown> }) {
  if (kind !== "client-key" || body.spiffe !== undefined) return {};
  const { secret_sha256 = "0".repeat(64) } = (live.state.get("client-key", id)?.body ?? {}) as {
    secret_sha256?: string;
  };
  return { secret_sha256 };
}

function checkDocument(live: LivePolicy, document: WrittenDocument): Check {
  try {
    return checkMade(live, stepsTo(document, live.state));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusal(error.refusal, error.problems);
  }
}

function checkMade(live: LivePolicy, made: Steps): Check {
  return verdict(preview(live, made), () => live.allowed(live.after(made)));
}

function verdict({ changes, warnings }: Replaced, plan: () => PlannedPolicy): Check {
  try {
    plan();
    return { ok: true, problems: [], warnings, changes };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...refusal(error.refusal, error.problems), warnings, changes };
  }
}

function refusal(refused: NonNullable<Check["refused"]>, problems: readonly { path: string; reason: string }[]): Check {
  return { ok: false, refused, problems: [...problems], warnings: [], changes: [] };
}

/** @throws ApiProblem */
function documentIn(text: string): WrittenDocument {
  let value: unknown;
  try {
    value = parseYaml(text, "the document");
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new ApiProblem("bad-request", error.message);
  }
  const result = writtenDocumentSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiProblem("invalid", { problems: problemsOf(result.error, writtenDocumentSchema) });
}
