import express, { type NextFunction, type Request, type Response, Router } from "express";
import type { z } from "zod";
import { problemsOf } from "../../problem/problem.ts";
import type { Log } from "../../process/log.ts";
import { ApiProblem, asApiProblem } from "./api-problem.ts";
import { type Caller, hasRole } from "./caller.ts";
import type { Route } from "./route.ts";

/** A policy of ten thousand keys is some three megabytes. */
const LARGEST_BODY = "16mb";

interface RouterOptions {
  routes: readonly Route[];
  /** Who makes this request. @throws ApiProblem */
  signIn(request: Request): Promise<Caller>;
  log: Log;
}

/** The routes under a path of their own; every other answer there is a problem too. */
export function adminRouter({ routes, signIn, log }: RouterOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use((_request, response, next) => {
    response.set({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    next();
  });
  for (const route of routes) {
    router[route.method](expressPath(route.path), async (request, response) => {
      try {
        await answer(route, request, response, await allowed(route, request, signIn));
      } catch (error) {
        refuse(error, request, response, log, subjectOf(route, request));
      }
    });
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    router.all(expressPath(path), (request, response) => {
      refuse(new ApiProblem("no-such-method", { headers: { allow: allow.join(", ") } }), request, response, log);
    });
  }
  router.use((request, response) => refuse(new ApiProblem("not-found"), request, response, log));
  // Four parameters are what makes it an error handler.
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    // Express could not decode the path.
    refuse(error instanceof URIError ? new ApiProblem("not-found") : error, request, response, log);
  });
  return router;
}

/** `/a/{id}:verb` in Express' words. */
function expressPath(path: string): string {
  return path.replaceAll(":", "\\:").replaceAll(/\{(\w+)\}/g, ":$1");
}

async function allowed(route: Route, request: Request, signIn: RouterOptions["signIn"]): Promise<Caller> {
  const caller = await signIn(request);
  if (!hasRole(caller, route.role)) {
    throw new ApiProblem("not-allowed", `this needs the role "${route.role}", the token has "${caller.role}"`);
  }
  if (caller.tenant !== undefined && !route.forTenants) {
    throw new ApiProblem(
      "not-allowed",
      `this is the whole gateway's, the token is for the tenant "${caller.tenant}" only`,
    );
  }
  return caller;
}

async function answer(route: Route, request: Request, response: Response, caller: Caller): Promise<void> {
  const made = await route.run({
    caller,
    params: request.params as Record<string, string>,
    query: checked(route.query, { ...request.query }, "bad-request"),
    body: checked(route.body, await bodyOf(route, request, response), "invalid"),
    ifMatch: request.get("if-match"),
  });
  response.status(made.status).set({ ...made.headers });
  if (made.body === undefined) response.end();
  else response.json(made.body);
}

function checked(schema: z.ZodType | undefined, value: unknown, kind: "bad-request" | "invalid"): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiProblem(kind, { problems: problemsOf(result.error, schema) });
}

const readText = express.text({ type: () => true, limit: LARGEST_BODY });

/** @throws ApiProblem */
async function bodyOf(route: Route, request: Request, response: Response): Promise<unknown> {
  if (route.body === undefined) return undefined;
  const text = await new Promise<string>((resolve, reject) => {
    readText(request, response, (error?: unknown) => {
      if (error === undefined) resolve(typeof request.body === "string" ? request.body : "");
      else if ((error as { status?: number }).status === 413)
        reject(new ApiProblem("too-large", `at most ${LARGEST_BODY}`));
      else reject(new ApiProblem("bad-request", "the body cannot be read"));
    });
  });
  if (text === "") return undefined;
  if (route.yaml && request.is(["application/yaml", "text/yaml", "application/x-yaml"])) return text;
  if (!request.is(["json", "+json"])) {
    throw new ApiProblem("not-json", `send application/json${route.yaml ? " or application/yaml" : ""}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ApiProblem("bad-request", { problems: [{ path: "", reason: `not JSON: ${jsonReason(error)}` }] });
  }
}

/** Where, but not what stands there: V8 shows a part of the text, which may be a secret. */
function jsonReason(error: unknown): string {
  return /position \d+( \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0] ?? "it ends too soon";
}

/** `client-keys/web`: paths of problems within it are told from there. */
function subjectOf(route: Route, request: Request): string | undefined {
  const [, collection] = route.path.split("/");
  const id = request.params.id ?? (typeof request.body === "string" ? idIn(request.body) : undefined);
  return id === undefined ? undefined : `${collection}/${id}`;
}

function idIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { id?: string }).id;
  } catch {
    return undefined;
  }
}

function refuse(error: unknown, request: Request, response: Response, log: Log, subject?: string): void {
  const problem = asApiProblem(error, subject);
  if (problem.kind === "internal") log.error(`${request.method} ${request.path}: ${describe(error)}`);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(problem.status).set({ ...problem.details.headers });
  response.type("application/problem+json").send(JSON.stringify(problem.body()));
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "thrown: no error";
}
