import { describe, expect, test } from "vitest";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { envoyResources } from "../../envoy/resources.ts";
import { wasmVm } from "../../envoy/wasm-filter.ts";

/** How a provider's targets are watched and held, in Envoy's own words. */
function clustersOf(provider: string, more = "") {
  const config = parseConfig(
    `
providers:
  p: { ${provider} }
  other: { dialect: ollama, url: "http://127.0.0.1:1" }
models:
  m: { targets: [ { provider: p }, { provider: other } ] }
  alone: { targets: [ { provider: p } ] }
${more}`,
    "headgate.yaml",
  );
  const { clusters } = envoyResources(config, buildPolicy(config, {}), wasmVm("filter.wasm", []));
  // biome-ignore lint/suspicious/noExplicitAny: Envoy's clusters have no type here
  return new Map<string, any>(clusters.map((cluster) => [cluster.name, cluster]));
}

const targetOf = (provider: string) => clustersOf(provider).get("target:m/p");
const OPENAI = 'dialect: openai, url: "http://127.0.0.1:1/v1"';

describe("a health check", () => {
  const CASES: [provider: string, path: string, host: string][] = [
    [OPENAI, "/v1/models", "127.0.0.1:1"],
    ["preset: openrouter, keys: []", "/api/v1/models", "openrouter.ai"],
    ["preset: anthropic, keys: []", "/v1/models", "api.anthropic.com"],
    ["preset: ollama", "/", "127.0.0.1:11434"],
    ['dialect: ollama, url: "http://[::1]:2/behind"', "/behind/", "[::1]:2"],
    ['dialect: responses, url: "https://a.example:8443/v1"', "/v1/models", "a.example:8443"],
  ];
  test.each(CASES)("of %s asks for %s", (provider, path, host) => {
    const [check] = targetOf(`${provider}, health_check: true`).health_checks;
    expect(check.http_health_check).toMatchObject({ path, host });
  });

  test.each([
    [`${OPENAI}`, [[200, 300]]],
    [
      `${OPENAI}, keys: [ { secret: env:KEY } ]`,
      [
        [200, 300],
        [401, 402],
        [403, 404],
      ],
    ],
  ])("of %s is content with %j", (provider, ranges) => {
    const [check] = targetOf(`${provider}, health_check: true`).health_checks;
    expect(check.http_health_check.expected_statuses).toEqual(ranges.map(([start, end]) => ({ start, end })));
  });

  test("waits 200 ms, over TLS two seconds, every 30 s, with traffic or without", () => {
    const common = { interval: "30s", no_traffic_interval: "30s" };
    expect(targetOf(`${OPENAI}, health_check: true`).health_checks[0]).toMatchObject({ timeout: "0.2s", ...common });
    const secure = 'dialect: openai, url: "https://a.example/v1", health_check: {}';
    expect(targetOf(secure).health_checks[0]).toMatchObject({ timeout: "2s", ...common });
  });

  test("is what it was set to", () => {
    const check =
      "{ path: /up, interval: 5s, timeout: 1s, unhealthy_threshold: 4, healthy_threshold: 3, statuses: [ '204', 300-301 ] }";
    expect(targetOf(`${OPENAI}, health_check: ${check}`).health_checks).toMatchObject([
      {
        interval: "5s",
        timeout: "1s",
        unhealthy_threshold: 4,
        healthy_threshold: 3,
        http_health_check: {
          path: "/up",
          expected_statuses: [
            { start: 204, end: 205 },
            { start: 300, end: 302 },
          ],
        },
      },
    ]);
  });

  test("is made only where it is asked for", () => {
    expect(targetOf(OPENAI).health_checks).toBeUndefined();
    expect(targetOf(`${OPENAI}, health_check: false`).health_checks).toBeUndefined();
  });
});

test("a target that no other could take over from is neither ejected nor asked", () => {
  const alone = clustersOf(`${OPENAI}, health_check: true`).get("target:alone/p");
  expect(alone.health_checks).toBeUndefined();
  expect(alone.outlier_detection).toBeUndefined();
});

test("ejection is what it was set to, and complete", () => {
  const set = "{ consecutive_failures: 7, interval: 2s, base_ejection_time: 10s, max_ejection_time: 60s }";
  expect(targetOf(`${OPENAI}, outlier_detection: ${set}`).outlier_detection).toEqual({
    consecutive_5xx: 7,
    consecutive_gateway_failure: 7,
    enforcing_consecutive_gateway_failure: 100,
    interval: "2s",
    base_ejection_time: "10s",
    max_ejection_time: "60s",
    max_ejection_percent: 100,
  });
});

test("a pool has as many retries as the provider of its first target, the target the rest", () => {
  const clusters = clustersOf(
    `${OPENAI}, circuit_breaker: { connections: 1, pending_requests: 2, requests: 3, retries: 4 }`,
  );
  expect(clusters.get("target:m/p").circuit_breakers.thresholds).toEqual([
    { max_connections: 1, max_pending_requests: 2, max_requests: 3 },
  ]);
  const retries = (pool: string) => clusters.get(pool).circuit_breakers.thresholds[0].max_retries;
  expect([retries("m@0"), retries("m@1")]).toEqual([4, 1024]);
});
