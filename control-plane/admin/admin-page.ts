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

The control plane serves an API at \`/admin/v1\`. It manages tenants, client keys, provider keys, providers, models,
prices and rules beside \`headgate.yaml\`. The file goes first, and the API never changes it.

\`\`\`sh
export HEADGATE_ADMIN_TOKEN=$(cat headgate.admin-token)       # made by the first start, beside headgate.yaml
curl -H "Authorization: Bearer $HEADGATE_ADMIN_TOKEN" -H 'Content-Type: application/json' \\
  http://127.0.0.1:10080/admin/v1/client-keys -d '{ "id": "web", "tenant": "shop", "allow": ["gpt-*"] }'
\`\`\`

A change is in force in every Envoy at once. It is a version that can be rolled back to, and an entry of an audit log
whose entries are chained by hashes.

\`GET /admin/docs\` shows every request and answer in a browser. \`GET /admin/v1/openapi.json\` is the OpenAPI 3.1
document that it is made from. Both hold no secret and need no token. Browsers refuse to open port 10080, the default (it
is in the Fetch standard's list of bad ports): give \`control_plane.listen\` another port to look at the page.

## What is in force

The policy in force is \`headgate.yaml\` and what the API manages, checked as one whole. What stands in the file has
\`source: file\`. It is changed in the file only (409 \`in-file\`). The file's rules are asked before the API's.

The policy before stays in force if a change is refused:

| status | the change |
|---|---|
| 422 \`invalid\` | would not be valid. \`problems\` has the paths. |
| 422 \`envoy\` | is one that the running Envoy does not take, such as a provider's \`ca\` that is no PEM file. Envoy's log has the reason. |
| 409 \`opens-gateway\` | would let callers without a key in, who are refused now. Set \`anonymous: false\` in the file to demand keys even before the first is made. |
| 409 \`needs-restart\` | needs clusters that an Envoy with a rendered file does not have. |

Under \`npm start\`, and with \`control_plane.xds\`, models, targets and providers come and go while Envoy runs
([targets.md](targets.md#without-a-restart)). The API answers when Envoy has them.

The file must be valid by itself, because Envoy is started from it. If the file and the API do not go together any more,
the policy before stays in force. \`/healthz\` says why: \`rejected\` for a file that is refused, \`trouble\` otherwise.

Each change of the policy is a version. The last hundred are kept. A roll back restores what the API managed in a version,
in one change. It also restores secrets, and client keys that were revoked since; its answer names them in \`warnings\`.

## Conventions

- **Signing in**: \`Authorization: Bearer\` with an admin token or a JWT. There is no cookie, and no CORS. After ten
  failures within a minute an address has to wait (429, \`retry-after\`).
- **Errors** are \`application/problem+json\` (RFC 9457). \`type\` is \`urn:headgate:<kind>\`. \`problems\` has each
  \`path\` and \`reason\`. A path within the resource that is asked about stands alone (\`allow[0]\`). Other paths have
  the resource's name (\`client-keys/web: tenant\`, \`models.m.default\`).
- **Two changes at once**: who sends \`If-Match\` with an \`ETag\` is told of a change that was faster (412). Who does not
  send it overwrites that change.
- **\`PATCH\`** changes the fields that it has. null takes a field away. Unknown fields are refused.
- **Lists** have \`limit\` (100, at most 500) and \`after\`. \`next\` is there until the last page.
- **Secrets** of client keys and admin tokens are in the answer that makes them, and in no other. The store has their
  SHA-256. Provider keys are sealed (AES-256-GCM), and in no answer.
- **A model's name** goes into a path with \`/\` as \`%2F\`.

## Who may

| role | may |
|---|---|
| \`viewer\` | read |
| \`operator\` | also change tenants, client keys, models, prices and rules |
| \`admin\` | also change providers and their keys, tokens and whole documents, and roll back |

A token may be held to one tenant. It then sees that tenant, and its client keys, usage and audit entries. It changes the
tenant's client keys. As an admin it makes tokens for the tenant. These requests have a * below. Everything else is for
tokens of the whole gateway.

**The first token** is \`HEADGATE_ADMIN_TOKEN\` of the environment. Without it the first start makes one. It writes the
token to \`headgate.admin-token\` beside the store, readable by its owner only.

**JSON Web Tokens** of your identity provider are taken too, with \`control_plane.jwt\`: \`issuer\`, \`audience\`,
\`jwks_url\` or \`jwks_file\`, \`role_claim\` (\`headgate_role\`), \`tenant_claim\` (\`headgate_tenant\`). A token needs
\`exp\` and \`sub\`, and a signature by RSA, ECDSA or EdDSA.

## Rotation

**A client key**: \`POST /admin/v1/client-keys/{id}:rotate\` makes another secret. The secret before is good for the
\`overlap\` (\`1h\`).

**A provider key**: \`POST /admin/v1/provider-keys/{id}:rotate\` takes \`{ "secret", "overlap", "at", "expires_at" }\`.
The rotation happens at once, or at the moment \`at\`.

- The new secret is sealed and sent to the gateways now. They take it up at that moment, by their own clocks. They need no
  control plane for that.
- During the \`overlap\` (\`1h\`) the secret before is still good. It is used only where nothing else can be, for example
  when the provider refuses the new one.
- Limits and budget belong to the key, whichever its secret. \`not_before\` and \`expires_at\` belong to the secret, and
  go with it.

\`POST /admin/keys/rotate\` does both: it takes \`{ "id", "overlap" }\` for a client key, or \`{ "provider", "secret" }\`
for the key that the API gave a provider (\`key\` says which one, if the provider has several).

## Events

\`GET /admin/v1/events\` sends server-sent events. With \`Upgrade: websocket\` it sends text messages \`{ type, id, data
}\`.

| event | when |
|---|---|
| \`policy\` | another policy is in force |
| \`audit\` | an entry of the audit log |
| \`usage\` | what changed of limits and budgets, once a second |
| \`health\` | \`/healthz\` says something else |
| \`target.degraded\`, \`target.recovered\` | a target does worse than others of its model, or well again: [health.md](health.md#degraded) |
| \`provider.cooldown\` | a [cool-down](provider-keys.md#cool-down) begins |
| \`key\` | something about a provider key, \`{ provider, key, state, at }\`: it is \`expiring\` (a week and a day before its end), \`expired\`, \`exhausted\` (by its budget or its provider's quota) or \`refused\` (by its provider). Each is an audit entry too. |

\`Last-Event-ID\` (for a WebSocket \`?last_event_id=\` too) sends the audit entries since. A reader that is a mebibyte
behind is cut off.

## Requests
`;
