import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { pluginConfigSchema } from "../../contract/plugin-config.ts";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { renderEnvoy } from "../../envoy/render.ts";

test("envoy/envoy.yaml is the default configuration, rendered (headgate render --out envoy/envoy.yaml)", () => {
  const config = demoConfig();
  const checkedIn = readFileSync(join(PROJECT_ROOT, "envoy/envoy.yaml"), "utf8");
  expect(renderEnvoy(config, buildPolicy(config, {}))).toBe(checkedIn);
});

const CONFIG = parseConfig(
  `
providers:
  a: { dialect: openai, url: "https://a.example/v1", ca: /a.pem, keys: [ { secret: env:KEY_Z }, { secret: env:KEY_A } ] }
  b: { dialect: anthropic, url: "http://127.0.0.1:2" }
  c: { dialect: ollama, url: "https://[::1]:3", ca: /c.pem }
models:
  m.1: { targets: [ { provider: a }, { provider: b }, { provider: c } ] }
  n: { default: m.1 }
keys: [ { id: k, secret: env:CALLER } ]
control_plane: { listen: 0.0.0.0:10080, tls: { certificate: /control.crt, key: /control.key } }
`,
  "headgate.yaml",
);
const POLICY = buildPolicy(CONFIG, { CALLER: "caller-secret" });
const TEXT = renderEnvoy(CONFIG, POLICY);
// biome-ignore lint/suspicious/noExplicitAny: Envoy's whole configuration has no type here
const ENVOY = parse(TEXT) as any;
const clusters = new Map<string, (typeof ENVOY.static_resources.clusters)[number]>(
  ENVOY.static_resources.clusters.map((cluster: { name: string }) => [cluster.name, cluster]),
);
// biome-ignore lint/suspicious/noExplicitAny: likewise
const httpConnectionManager = (envoy: any) =>
  envoy.static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
const connectionManager = httpConnectionManager(ENVOY);
const gateway = connectionManager.http_filters.find(({ name }: { name: string }) => name === "headgate.gateway")
  .typed_config.config;

test("the gateway filter's configuration fits its schema", () => {
  expect(pluginConfigSchema.parse(JSON.parse(gateway.configuration.value))).toEqual({
    policy: POLICY,
    control_plane: { cluster: "headgate.control-plane", authority: "127.0.0.1:10080" },
  });
});

test("no secret stands in it", () => {
  const config = { ...CONFIG };
  const environment = { CALLER: "caller-secret", KEY_A: "provider-secret-a", KEY_Z: "provider-secret-z" };
  expect(renderEnvoy(config, buildPolicy(config, environment))).not.toMatch(/provider-secret|caller-secret/);
});

test("both filters have the same VM, with the provider keys' variables and the snapshot's", () => {
  const http = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  const provider = clusters.get("m.1@0").typed_extension_protocol_options[http].http_filters[0].typed_config.config;
  expect(provider.root_id).toBe("headgate.provider");
  expect(provider.vm_config).toEqual(gateway.vm_config);
  const names = ["HEADGATE_SNAPSHOT_TOKEN", "KEY_A", "KEY_Z"];
  expect(gateway.vm_config.environment_variables.host_env_keys).toEqual(names);
});

describe("pools", () => {
  const order = (pool: string) => clusters.get(pool).cluster_type.typed_config.clusters;

  test("start at each target in turn", () => {
    expect(order("m.1@0")).toEqual(["target:m.1/a", "target:m.1/b", "target:m.1/c"]);
    expect(order("m.1@1")).toEqual(["target:m.1/b", "target:m.1/c", "target:m.1/a"]);
    expect(order("m.1@2")).toEqual(["target:m.1/c", "target:m.1/a", "target:m.1/b"]);
  });

  test("of a model with a default alone hold that model's targets", () => {
    expect(order("n@1")).toEqual(order("m.1@1"));
  });

  test("are each led to by the route", () => {
    const { matcher_tree } =
      connectionManager.route_config.virtual_hosts[0].routes[0].route.inline_cluster_specifier_plugin.extension
        .typed_config.cluster_matcher;
    expect(matcher_tree.input.typed_config.key).toBe("wasm.headgate_pool");
    const { map } = matcher_tree.exact_match_map;
    expect(Object.keys(map)).toEqual(["m.1@0", "m.1@1", "m.1@2", "n@0", "n@1", "n@2"]);
    for (const [pool, { action }] of Object.entries<{ action: { typed_config: { cluster: string } } }>(map)) {
      expect(action.typed_config.cluster).toBe(pool);
    }
  });
});

describe("targets", () => {
  test("name themselves to the provider filter", () => {
    const [endpoint] = clusters.get("target:m.1/b").load_assignment.endpoints[0].lb_endpoints;
    expect(endpoint.metadata.filter_metadata.headgate.target).toBe("m.1/b");
    expect(endpoint.endpoint.address.socket_address).toEqual({ address: "127.0.0.1", port_value: 2 });
  });

  test("over TLS are asked for by name, and have to prove it", () => {
    const byName = clusters.get("target:m.1/a").transport_socket.typed_config;
    expect(byName.sni).toBe("a.example");
    expect(byName.common_tls_context.validation_context).toEqual({
      trusted_ca: { filename: "/a.pem" },
      match_typed_subject_alt_names: [{ san_type: "DNS", matcher: { exact: "a.example" } }],
    });
    const byAddress = clusters.get("target:m.1/c").transport_socket.typed_config;
    expect(byAddress.sni).toBeUndefined();
    expect(byAddress.common_tls_context.validation_context.match_typed_subject_alt_names).toEqual([
      { san_type: "IP_ADDRESS", matcher: { exact: "::1" } },
    ]);
    expect(clusters.get("target:m.1/b").transport_socket).toBeUndefined();
  });

  test("with a dot in their name have one without in the statistics", () => {
    expect(clusters.get("target:m.1/a").alt_stat_name).toBe("target:m_1/a");
    expect(clusters.get("n@0").alt_stat_name).toBeUndefined();
  });
});

test("every buffer takes a body of 32 MiB, and a connection is read in small pieces", () => {
  const [listener, ...limits] = [...TEXT.matchAll(/buffer_limit(?:_bytes)?: (\d+)/g)].map(([, limit]) => Number(limit));
  // Two routes, three targets, six pools.
  expect(limits).toHaveLength(11);
  for (const limit of limits) expect(limit).toBeGreaterThan(32 * 1024 * 1024);
  expect(listener).toBeLessThanOrEqual(128 * 1024);
});

test("a comment is said once, and the same configuration is the same text", () => {
  const comments = TEXT.split("\n").filter((line) => line.trim().startsWith("#"));
  expect(new Set(comments).size).toBe(comments.length);
  expect(renderEnvoy(CONFIG, POLICY)).toBe(TEXT);
});

describe("which pages may ask stands at the routes", () => {
  const originsOf = (more: object) => {
    const rendered = parse(renderEnvoy({ ...CONFIG, ...more }, POLICY));
    const [host] = httpConnectionManager(rendered).route_config.virtual_hosts;
    return host.typed_per_filter_config?.["envoy.filters.http.cors"].config.allow_origin_string_match;
  };

  test("as they are named", () => {
    expect(originsOf({ cors: { allow_origins: ["https://ui.example:443", "https://*.Pages.example"] } })).toEqual([
      { exact: "https://ui.example" },
      { safe_regex: { regex: "https://([a-z0-9_-]+\\.)+pages\\.example" } },
    ]);
    expect(originsOf({ cors: { allow_origins: [] } })).toBeUndefined();
  });

  test("where none is named: all that have to bring a key, or none", () => {
    expect(originsOf({})).toEqual([{ exact: "*" }]);
    expect(originsOf({ keys: [] })).toBeUndefined();
    expect(originsOf({ keys: [], anonymous: false })).toEqual([{ exact: "*" }]);
  });
});
