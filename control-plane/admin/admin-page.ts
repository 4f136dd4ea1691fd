import { openApiDocument } from "./openapi/openapi.ts";
import { adminRoutes, type RoutesOptions } from "./routes.ts";

interface Operation {
  tags: string[];
  summary: string;
  description: string;
}

/** `docs/admin.md`: the routes and their roles, from the OpenAPI document. */
export function adminPage(): string {
  // They are described here and not run: what they would work on is never touched.
  const routes = adminRoutes({ environmentToken: false } as RoutesOptions);
  const { paths } = openApiDocument(routes) as { paths: Record<string, Record<string, Operation>> };
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { tags, summary, description }]) => {
      const [, role = "", tenant = ""] = /^Role `(\w+)`(, also of one tenant)?/.exec(description) ?? [];
      return {
        tag: tags[0] ?? "",
        line: `| \`${method.toUpperCase()} ${path}\` | ${role}${tenant && " *"} | ${summary} |`,
      };
    }),
  );
  const tags = [...new Set(rows.map(({ tag }) => tag))];
  const tables = tags.map((tag) => {
    const lines = rows.filter((row) => row.tag === tag).map(({ line }) => line);
    return `### ${tag}\n\n| request | role | |\n|---|---|---|\n${lines.join("\n")}\n`;
  });
  return `${INTRODUCTION}\n${tables.join("\n")}`;
}

const INTRODUCTION = `# Admin API

<!-- Written by \`npm run docs\` from control-plane/admin: change it there. -->

\`GET /admin/docs\` shows every request and answer in a browser, \`GET /admin/v1/openapi.json\` is the OpenAPI 3.1 document
that it is made from. Both need no token, for they hold no secret. Browsers refuse to open port 10080, the default (the
Fetch standard's list of bad ports): give \`control_plane.listen\` another to look at the page.

## What is in force

The policy in force is \`headgate.yaml\` and what the API manages, checked whole. What stands in the file has
\`source: file\`, and is changed there only (409 \`in-file\`). The file's rules are asked before the API's. A change that
would not be valid is refused (422 \`invalid\`, with paths), and so is one that the running Envoy does not take (422
\`envoy\`: a provider's \`ca\` that is no file, say; Envoy's log has the reason), and one by which callers without a key
would be served who are not now (409 \`opens-gateway\`): the policy before stays in force. Set \`anonymous: false\` in the
file to demand keys even before the first is made.

Under \`npm start\`, and with \`control_plane.xds\`, models, targets and providers come and go while Envoy runs
(docs/targets.md): an answer comes when Envoy has them. Another Envoy that runs from a file of \`headgate render\` has the clusters that stand there: beside one, a change that needs
others is refused (409 \`needs-restart\`).

The file has to be valid by itself: Envoy is started from it. If file and API do not go together any more, the policy
before stays in force, and \`/healthz\` says why (\`rejected\` for a file that is refused, \`trouble\` otherwise).

Each change of the policy is a version; the last hundred are kept. A roll back restores what the API managed in a
version, in one change: secrets, and client keys that were revoked since, too, which its answer names in \`warnings\`.

## Conventions

- \`Authorization: Bearer\` with an admin token or a JWT; no cookie, no CORS. After ten failures within a minute an
  address has to wait (429, \`retry-after\`).
- Errors are \`application/problem+json\` (RFC 9457): \`type\` is \`urn:headgate:<kind>\`, \`problems\` has each \`path\` and
  \`reason\`. Paths within the resource that is asked about stand alone (\`allow[0]\`), others have its name
  (\`client-keys/web: tenant\`, \`models.m.default\`).
- \`ETag\` and \`If-Match\`: who sends \`If-Match\` is told of a change that was faster (412), who does not overwrites it.
- A \`PATCH\` changes the fields that it has; null takes one away. Unknown fields are refused.
- Lists: \`limit\` (100, at most 500), \`after\`; \`next\` is there until the last page.
- Secrets of client keys and admin tokens are in the answer that makes them and in no other; the store has their
  SHA-256. Provider keys are sealed (AES-256-GCM) and in no answer.
- A model's name goes into a path with \`/\` as \`%2F\`.

## Who may

\`viewer\` reads, \`operator\` manages tenants, client keys, models, prices and rules, \`admin\` also providers and their keys, tokens,
whole documents and roll backs. A token may be held to one tenant: it sees that tenant and its client keys, usage and audit
entries, changes its client keys, and as an admin makes tokens for it (requests with * below); everything else is the
whole gateway's.

The first token: \`HEADGATE_ADMIN_TOKEN\` in the environment; without it the first start makes one, and writes it to
\`headgate.admin-token\` beside the store, readable by its owner only. With \`control_plane.jwt\` tokens of an issuer are
taken too: \`issuer\`, \`audience\`, \`jwks_url\` or \`jwks_file\`, \`role_claim\` (\`headgate_role\`), \`tenant_claim\`
(\`headgate_tenant\`); they need \`exp\` and \`sub\`, and a signature by RSA, ECDSA or EdDSA.

\`POST /admin/keys/rotate\` takes \`{ "id", "overlap" }\` for a client key, or \`{ "provider", "secret" }\` for the key that the
API gave a provider (\`key\` says which, if it has several).

A provider key is rotated by \`{ "secret", "overlap", "at", "expires_at" }\`: at once, or by a schedule at the moment \`at\`. The
new secret is sealed and sent to the gateways now; they take it up then by their own clocks, whether or not the control
plane can be reached. Through the \`overlap\` (\`1h\`) the secret before goes on being good: it is used where nothing else can
be, such as when the provider refuses the new one. Limits and budget are the key's, whichever its secret; \`not_before\` and
\`expires_at\` are the secret's, and go with it.

## Events

\`GET /admin/v1/events\` sends server-sent events, or with \`Upgrade: websocket\` text messages \`{ type, id, data }\`:
\`policy\` (another is in force), \`audit\` (an entry), \`usage\` (what changed, once a second), \`health\` (what \`/healthz\` says,
when it says something else), \`target.degraded\` and \`target.recovered\` (a target does worse than others of its model, or
well again: [health.md](health.md)), \`provider.cooldown\` (a provider key is left alone for a while), \`key\` (\`{ provider,
key, state, at }\` of a provider key: \`expiring\` a week and a day before its end, \`expired\`, \`exhausted\` by its budget or
its provider's quota, \`refused\` by its provider; each is an audit entry too). \`Last-Event-ID\` (for a WebSocket
\`?last_event_id=\` too) sends the audit entries since. A reader that is a mebibyte behind is cut off.

## Requests
`;
