import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../../contract/config.ts";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { createLog } from "../../control-plane/process/log.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { PRESETS } from "../../control-plane/provider/presets.ts";
import { findEnvoy } from "../../control-plane/setup/find-envoy.ts";
import { runProgram } from "../../control-plane/setup/run-program.ts";
import { ensureWasm } from "../../control-plane/setup/wasm.ts";
import { renderEnvoy, renderRemoteEnvoy } from "../../envoy/render.ts";

const HASH = "a".repeat(64);

/** Each under its own name, those that have no address for everybody at one of ours. */
const EVERY_PRESET = Object.entries(PRESETS).map(
  ([name, { url }]) => `  ${name}: ${url.includes("{") ? "{ url: https://ours.example }" : "{}"}\n`,
);

const CONFIGS: [name: string, config: Config | string][] = [
  ["the default", demoConfig()],
  [
    "every preset",
    `providers:\n${EVERY_PRESET.join("")}models:\n  m:\n    targets: [ ${Object.keys(PRESETS)
      .map((provider) => `{ provider: ${provider} }`)
      .join(", ")} ]\n`,
  ],
  [
    "providers over TLS, with keys",
    `
providers:
  openai: { dialect: openai, url: https://api.openai.com/v1, keys: [ { secret: env:NOT_SET_A }, { secret: env:NOT_SET_B } ] }
  anthropic: { dialect: anthropic, url: https://api.anthropic.com, keys: [ { secret: env:NOT_SET_A } ] }
  own: { dialect: openai, url: "https://10.0.0.1:8443/v1" }
models:
  gpt-4.1: { targets: [ { provider: openai }, { provider: anthropic, model: claude }, { provider: own }, { provider: openai, model: gpt-4o } ] }
`,
  ],
  [
    "IPv6 everywhere",
    `
listen: "[::]:10000"
control_plane: { listen: "[::1]:10080" }
admin: "[::1]:9901"
anonymous: true
providers: { a: { dialect: ollama, url: "http://[::1]:11434" }, b: { dialect: openai, url: "https://[::1]:8443/v1" } }
models: { m: { targets: [ { provider: a }, { provider: b } ] } }
`,
  ],
  [
    "client keys, tenants, names that YAML could take for something else",
    `
listen: 0.0.0.0:8080
control_plane: { listen: 0.0.0.0:8081, tls: { certificate: /control.crt, key: /control.key } }
admin: localhost:8082
timeouts: { connect: 250ms, first_token: 20s, idle: 90.5s }
providers: { "1.0": { dialect: openai, url: "http://provider.example:8000/base/v1" }, "null": { dialect: ollama, url: "http://localhost:11434" } }
models:
  "true": { targets: [ { provider: "1.0", weight: 0.5 }, { provider: "null", weight: 1 } ] }
  "123": { targets: [ { provider: "null" } ] }
  "llama3.2:3b": { targets: [ { provider: "null" } ] }
  "org/model#1": { targets: [ { provider: "1.0" } ] }
tenants: { "yes": }
keys:
  - { id: "no", tenant: "yes", secret_sha256: ${HASH}, allow: [ "*", "gpt-?" ], deny: [ "~" ] }
  - { id: "1e3", tenant: "yes", secret_sha256: ${HASH.replace("a", "1")} }
`,
  ],
  [
    "providers that are watched and held",
    `
providers:
  openai: { keys: [ { secret: env:NOT_SET_A } ], health_check: true }
  ollama:
    health_check: { path: "/api/version", interval: 5s, timeout: 100ms, unhealthy_threshold: 3, healthy_threshold: 2, statuses: [ "200", 300-302 ] }
    outlier_detection: { consecutive_failures: 5, interval: 500ms, base_ejection_time: 1s, max_ejection_time: 10s }
    circuit_breaker: { connections: 10, pending_requests: 20, requests: 30, retries: 5 }
models:
  m: { targets: [ { provider: openai }, { provider: ollama } ] }
  n: { targets: [ { provider: ollama } ] }
`,
  ],
  [
    "clusters and routes from the control plane",
    `
control_plane: { xds: true }
providers: { a: { dialect: openai, url: "http://127.0.0.1:1/v1" } }
models: { m: { targets: [ { provider: a } ] } }
`,
  ],
  [
    "models that are globs, and one that takes another's targets",
    `
providers: { a: { dialect: openai, url: "http://127.0.0.1:1/v1" } }
models:
  "*": { targets: [ { provider: a } ] }
  "gpt-?*": { targets: [ { provider: a } ] }
  one: { targets: [ { provider: a }, { provider: a, model: two } ] }
  auto: { default: one }
`,
  ],
];

const PATIENCE_MS = 120_000;

let envoy = "";
let folder = "";

beforeAll(async () => {
  const log = createLog("test");
  await ensureWasm(PROJECT_ROOT, log);
  envoy = (await findEnvoy(PROJECT_ROOT, process.env, log)).binary;
  folder = mkdtempSync(join(tmpdir(), "headgate-"));
  mkdirSync(join(folder, "build"));
  symlinkSync(join(PROJECT_ROOT, "build/headgate.wasm"), join(folder, "build/headgate.wasm"));
}, PATIENCE_MS);

afterAll(() => {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
});

describe("Envoy takes it, without a warning", () => {
  test.each(CONFIGS)(
    "%s",
    async (_name, given) => {
      const config = typeof given === "string" ? parseConfig(given, "headgate.yaml") : given;
      const { xds } = config.control_plane;
      const rendered = xds ? renderRemoteEnvoy(config) : renderEnvoy(config, buildPolicy(config, {}));
      writeFileSync(join(folder, "envoy.yaml"), rendered);
      const args = ["--mode", "validate", "-c", "envoy.yaml", "--log-level", "warning", "--disable-hot-restart"];
      const { code, stdout, stderr } = await runProgram(envoy, args, { cwd: folder, env: {} });
      expect(stderr).toBe("");
      expect(stdout.trim()).toBe("configuration 'envoy.yaml' OK");
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );
});
