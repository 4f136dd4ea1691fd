import { z } from "zod";
import { Refused } from "../../managed/refused.ts";
import type { Problem } from "../../problem/problem.ts";
import { BadCursor, StoreUnavailable } from "../../store/errors.ts";

/** RFC 9457, with where in the request or the policy the reasons lie. */
export const problemSchema = z
  .strictObject({
    type: z.string().describe("`urn:headgate:<slug>`: what kind of problem this is"),
    title: z.string().describe("the kind of problem, in words"),
    status: z.int(),
    detail: z.string().optional().describe("what happened this time, and what to do"),
    path: z.string().optional().describe("the first of `problems`' paths"),
    problems: z
      .array(z.strictObject({ path: z.string(), reason: z.string() }))
      .optional()
      .describe(
        "everything that is wrong, each with its path: `allow[0]` in the request, `models.m.default` elsewhere",
      ),
  })
  .meta({ id: "Problem" });

/** slug → status and title */
const KINDS = {
  "bad-request": [400, "The request makes no sense"],
  "not-signed-in": [401, "A token is needed"],
  "not-allowed": [403, "The token does not allow this"],
  "not-found": [404, "There is no such thing"],
  "no-such-method": [405, "The path does not know this method"],
  exists: [409, "The id is taken"],
  "in-file": [409, "The file has this: change it there"],
  "needs-restart": [409, "The running Envoy cannot take this without a restart"],
  envoy: [422, "Envoy did not take this"],
  "opens-gateway": [409, "Callers without a key would be served"],
  "last-admin": [409, "Nobody could sign in any more"],
  changed: [412, "Another change was faster"],
  "too-large": [413, "The body is too large"],
  "not-json": [415, "The body is of another type than is read here"],
  invalid: [422, "Not valid"],
  "too-many-failures": [429, "Too many failed sign-ins"],
  internal: [500, "A fault of the control plane"],
  "no-master-key": [503, "Secrets cannot be sealed"],
  "store-unavailable": [503, "The store cannot be used now"],
} as const satisfies Record<string, readonly [number, string]>;

type ProblemKind = keyof typeof KINDS;

interface ProblemDetails {
  detail?: string;
  problems?: readonly Problem[];
  headers?: Readonly<Record<string, string>>;
}

/** Thrown by whatever answers a request; the router makes the answer of it. */
export class ApiProblem extends Error {
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(kind: ProblemKind, details: ProblemDetails | string = {}) {
    super(kind);
    this.name = "ApiProblem";
    this.kind = kind;
    this.details = typeof details === "string" ? { detail: details } : details;
  }

  get status(): number {
    return KINDS[this.kind][0];
  }

  body(): z.output<typeof problemSchema> {
    const { detail, problems } = this.details;
    const path = problems?.find((problem) => problem.path !== "")?.path;
    return {
      type: `urn:headgate:${this.kind}`,
      title: KINDS[this.kind][1],
      status: this.status,
      ...(detail !== undefined && { detail }),
      ...(path !== undefined && { path }),
      ...(problems && { problems: problems.map(({ path, reason }) => ({ path, reason })) }),
    };
  }
}

/**
 * Whatever was thrown as a problem; what is no one's expected failure tells nothing.
 *
 * @param subject `client-keys/web`, if the request is about one resource: paths within it are told without it
 */
export function asApiProblem(error: unknown, subject?: string): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof Refused) {
    return new ApiProblem(error.refusal, { problems: error.problems.map((problem) => within(problem, subject)) });
  }
  if (error instanceof BadCursor)
    return new ApiProblem("bad-request", { problems: [{ path: "after", reason: error.message }] });
  if (error instanceof StoreUnavailable) return new ApiProblem("store-unavailable", error.message);
  return new ApiProblem("internal");
}

function within({ path, reason }: Problem, subject: string | undefined): Problem {
  if (subject === undefined || !path.startsWith(subject)) return { path, reason };
  if (path === subject) return { path: "", reason };
  return path.startsWith(`${subject}: `) ? { path: path.slice(subject.length + 2), reason } : { path, reason };
}
