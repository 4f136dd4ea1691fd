import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { needsRestart } from "../../envoy/needs-restart.ts";
import type { Plan } from "../../envoy/plan.ts";
import { renderDynamicEnvoy, renderEnvoy } from "../../envoy/render.ts";

const TEXT = `
listen: 127.0.0.1:1000
control_plane: { listen: 127.0.0.1:1001 }
admin: 127.0.0.1:1002
timeouts: { connect: 1s, first_token: 2s, idle: 3s }
providers:
  a: { dialect: openai, url: "https://a.example/v1", keys: [ { secret: env:KEY } ] }
  b: { dialect: anthropic, url: "http://127.0.0.1:2" }
models:
  "g-*": { targets: [ { provider: a } ] }
  m: { targets: [ { provider: a }, { provider: b, model: x } ] }
  n: { default: m }
keys: [ { id: k, secret_sha256: ${"a".repeat(64)} } ]
`;

/** Changes of every kind; which of them need a restart is not said here: Envoy's configuration knows. */
const CHANGES: [from: string | RegExp, to: string][] = [
  ["127.0.0.1:1000", "127.0.0.1:1003"],
  ["127.0.0.1:1001", "127.0.0.1:1003"],
  ["127.0.0.1:1002", "127.0.0.1:1003"],
  ["connect: 1s", "connect: 2s"],
  ["first_token: 2s", "first_token: 2500ms"],
  ["idle: 3s", "idle: 4s"],
  ["idle: 3s", "idle: 3000ms"],
  ["https://a.example/v1", "https://a.example/v2"],
  ["https://a.example/v1", "https://b.example/v1"],
  ["https://a.example/v1", "http://a.example/v1"],
  ["https://a.example/v1", "https://a.example:8443/v1"],
  ['/v1"', '/v1", ca: /ca.pem'],
  ["127.0.0.1:2", "127.0.0.1:3"],
  ['127.0.0.1:2"', '127.0.0.1:2", health_check: { path: /up }'],
  ['127.0.0.1:2"', '127.0.0.1:2", outlier_detection: { consecutive_failures: 9 }'],
  ['127.0.0.1:2"', '127.0.0.1:2", circuit_breaker: { retries: 9 }'],
  ["dialect: openai", "dialect: ollama"],
  ["dialect: openai", "preset: groq"],
  ["dialect: anthropic", "preset: vllm"],
  ['b: { dialect: anthropic, url: "http://127.0.0.1:2" }', "b: { preset: groq }"],
  ['"http://127.0.0.1:2" }', '"http://127.0.0.1:2", traits: { thinking: adaptive } }'],
  ["model: x", "model: x, traits: { thinking: adaptive }"],
  ["env:KEY", "env:OTHER"],
  [", keys: [ { secret: env:KEY } ]", ""],
  ["model: x", "model: y"],
  ["model: x", "model: x, weight: 2, max_tokens: 5"],
  [", { provider: b, model: x }", ""],
  ["[ { provider: a }, { provider: b, model: x } ]", "[ { provider: b, model: x }, { provider: a } ]"],
  ["{ provider: b, model: x }", "{ provider: a, model: x }"],
  ["n: { default: m }", "n: { targets: [ { provider: a } ] }"],
  ["  n: { default: m }\n", ""],
  ["  n: { default: m }\n", "  n: { default: m }\n  o: { default: m }\n"],
  ['"g-*"', '"h-*"'],
  [/( {2}"g-\*".*\n)( {2}m: .*\n)/, "$2$1"],
  ["id: k", "id: l, allow: [ m ]"],
  ["id: k", "id: k, tenant: other"],
  ["id: k", "id: k, disabled: true"],
  [/^/, "tls: { certificate: /c.pem, key: /k.pem }\n"],
  [/^/, "jwt: { issuer: i, jwks_file: /jwks.json }\n"],
  [/^/, "cors: { allow_origins: [ https://ui.example ] }\n"],
  [/^/, 'cors: { allow_origins: [ "*" ] }\n'],
  [/^keys: .*$/m, "keys: []"],
  [/^/, "explain: false\n"],
  [/^/, "max_heap_bytes: 1000000000\n"],
  [/^/, "limits: { per_ip: { requests_per_minute: 9 } }\n"],
];

function plan(text: string): Plan {
  const config = parseConfig(text, "headgate.yaml");
  return { config, policy: buildPolicy(config, {}) };
}

/** Envoy's configuration without what a snapshot carries, and without the order of what has a name. */
function structure(envoyYaml: string): string {
  const parsed = parse(envoyYaml, (key, value: unknown) => {
    if (key === "configuration" || key === "environment_variables") return undefined;
    if (key === "clusters" && Array.isArray(value) && typeof value[0] === "object") {
      return Object.fromEntries(value.map((cluster: { name: string }) => [cluster.name, cluster]));
    }
    return value;
  });
  return JSON.stringify(sorted(parsed));
}

const WAYS = [
  { dynamic: false, rendered: ({ config, policy }: Plan) => structure(renderEnvoy(config, policy)) },
  {
    dynamic: true,
    rendered: ({ config, policy }: Plan) =>
      structure(renderDynamicEnvoy(config, policy, { folder: "/xds", variables: [] })),
  },
];

const running = plan(TEXT);

describe.each(WAYS)("where Envoy gets its clusters from the control plane: $dynamic", ({ dynamic, rendered }) => {
  const before = rendered(running);

  test.each(CHANGES)("%s → %s", (from, to) => {
    const changed = TEXT.replace(from, to);
    expect(changed).not.toBe(TEXT);
    const next = plan(changed);
    expect(needsRestart(running, next, { dynamic }).length === 0).toBe(rendered(next) === before);
  });

  test("both kinds are among them", () => {
    const restarts = CHANGES.map(
      ([from, to]) => needsRestart(running, plan(TEXT.replace(from, to)), { dynamic }).length > 0,
    );
    expect(restarts.filter(Boolean).length).toBeGreaterThan(5);
    expect(restarts.filter((needed) => !needed).length).toBeGreaterThan(8);
  });
});

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]));
}
