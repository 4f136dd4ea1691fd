import type { z } from "zod";
import { jsonSchemaOf } from "../../../contract/json-schema.ts";
import { problemSchema } from "../route/api-problem.ts";
import { ROLES } from "../route/caller.ts";
import type { Route } from "../route/route.ts";

/** Where a group of routes is mounted. */
export interface Mounted {
  /** `/admin/v1` */
  at: string;
  routes: readonly Route[];
}

type Json = Record<string, unknown>;

const PROBLEM = { $ref: "#/components/schemas/Problem" };

/** OpenAPI 3.1 (its schemas are JSON Schema 2020-12), made from the very schemas that requests are checked by. */
export function openApiDocument(mounted: readonly Mounted[]): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const { at, routes } of mounted) {
    for (const route of routes) {
      const path = at + route.path;
      paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
    }
  }
  paths[EVENTS] = { get: EVENTS_OPERATION };
  schemaOf(problemSchema, "output", schemas);
  return {
    openapi: "3.1.1",
    info: {
      title: "Headgate admin API",
      version: "1",
      description: DESCRIPTION,
    },
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "an admin token, or a JWT" } },
    },
  };
}

const DESCRIPTION = `The policy in force is \`headgate.yaml\` and what is managed here, checked whole: a change that would
not be valid is refused, and the policy before stays in force. What stands in the file is shown with \`source: file\`
and changed there only.

Roles: ${ROLES.join(" < ")}; a token may be held to one tenant, and then sees and changes only what is that tenant's.
\`ETag\` and \`If-Match\` guard against lost updates: optional, 412 if another change was faster. Lists have pages:
\`limit\`, \`after\`, \`next\`. Errors are problem documents (RFC 9457) with the path of what is wrong.`;

function operation(route: Route, schemas: Json): Json {
  const { summary, tag, role, forTenants, body, yaml, conditional } = route;
  return {
    operationId: operationId(route),
    tags: [tag],
    summary,
    description: `Role \`${role}\`${forTenants ? ", also of one tenant" : ""}.`,
    parameters: [...pathParameters(route.path), ...queryParameters(route, schemas), ...(conditional ? [IF_MATCH] : [])],
    ...(body && {
      requestBody: {
        // A body with nothing but defaults may be left out.
        required: !body.safeParse(undefined).success,
        content: {
          "application/json": { schema: schemaOf(body, "input", schemas) },
          ...(yaml && { "application/yaml": { schema: { type: "string" } } }),
        },
      },
    }),
    responses: responses(route, schemas),
  };
}

/** `rotateClientKeys`, of `post /client-keys/{id}:rotate`. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z]+/).filter((word) => word !== "");
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function responses(route: Route, schemas: Json): Json {
  const own = Object.entries(route.answers).map(([status, { schema, means }]) => {
    if (schema === null) return [status, { description: means }];
    const problem = schema === problemSchema;
    const type = problem ? "application/problem+json" : "application/json";
    const etag = !problem && (route.conditional || route.path.endsWith("{id}"));
    return [
      status,
      {
        description: means,
        ...(etag && { headers: { ETag: { schema: { type: "string" } } } }),
        content: { [type]: { schema: problem ? PROBLEM : schemaOf(schema, "output", schemas) } },
      },
    ];
  });
  return {
    ...Object.fromEntries(own),
    default: { description: "a problem", content: { "application/problem+json": { schema: PROBLEM } } },
  };
}

const EVENTS = "/admin/v1/events";
const EVENTS_OPERATION = {
  operationId: "getEvents",
  tags: ["events"],
  summary: "What happens: server-sent events, or with Upgrade: websocket the same as text messages {type, id, data}",
  description: `Role \`viewer\`, also of one tenant. \`policy\`: another policy is in force. \`audit\`: an entry of the audit log.
\`usage\`: what changed within the last second. \`key\`: a provider key expires in a week or a day, has expired, is exhausted
or refused. \`health\`: what /healthz says, when it says something else.
\`target.degraded\`, \`target.recovered\`: a target does worse than others of its model, or well again.
\`provider.cooldown\`: a cool-down begins. A reader that is a mebibyte behind is cut off, and catches up by its last event id.`,
  parameters: [
    {
      name: "Last-Event-ID",
      in: "header",
      required: false,
      schema: { type: "string" },
      description: "go on after this one",
    },
  ],
  responses: {
    200: { description: "the events", content: { "text/event-stream": { schema: { type: "string" } } } },
    default: { description: "a problem", content: { "application/problem+json": { schema: PROBLEM } } },
  },
};

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: false,
  description: "the ETag that the change is based on",
  schema: { type: "string" },
};

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters({ query }: Route, schemas: Json): Json[] {
  if (query === undefined) return [];
  const { properties = {} } = schemaOf(query, "input", schemas) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    required: false,
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** A schema's JSON Schema; those with a name of their own stand in `components`. */
function schemaOf(schema: z.ZodType, io: "input" | "output", schemas: Json): Json {
  const { $defs, $schema: _, ...made } = jsonSchemaOf(schema, io) as Json;
  Object.assign(schemas, inComponents($defs ?? {}));
  return inComponents(made) as Json;
}

function inComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inComponents);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : inComponents(inner),
    ]),
  );
}
