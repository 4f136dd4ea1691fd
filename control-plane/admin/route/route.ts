import type { z } from "zod";
import type { Caller, Role } from "./caller.ts";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** What a route gets of a request: read, checked, signed in. */
export interface Call<Query = unknown, Body = unknown> {
  caller: Caller;
  /** Of the path. */
  params: Readonly<Record<string, string>>;
  query: Query;
  body: Body;
  /** `If-Match`, as it came. */
  ifMatch: string | undefined;
}

export interface Answer {
  status: number;
  /** Absent: an answer without a body. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** One thing that the admin API can be asked: the router and the OpenAPI document are both made from it. */
export interface Route<Query = unknown, Body = unknown> {
  method: Method;
  /** From `/admin/v1` on, parameters as OpenAPI has them: `/client-keys/{id}:rotate`. */
  path: string;
  summary: string;
  /** What stands together in the documentation. */
  tag: string;
  /** The least role. */
  role: Role;
  /** Whether a token of one tenant may ask it too; the route itself then sees to what it is shown. */
  forTenants: boolean;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** `application/yaml` is read too, as the text that it is. */
  yaml?: boolean;
  /** status → the answer's schema, and what it means; null: no body. */
  answers: Readonly<Record<number, { schema: z.ZodType | null; means: string }>>;
  /** Whether it honours `If-Match`. */
  conditional?: boolean;
  run(call: Call<Query, Body>): Promise<Answer> | Answer;
}

/** Keeps the types of a route's query and body together; in a list they are unknown. */
export function route<Query, Body>(made: Route<Query, Body>): Route {
  return made as unknown as Route;
}
