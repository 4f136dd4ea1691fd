import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { clientKeySchema } from "../../contract/client-key.ts";
import { policySchema } from "../../contract/policy.ts";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { providerKeyProblems } from "../../control-plane/policy/provider-key-problems.ts";
import { snapshotOf } from "../../control-plane/snapshot/snapshot.ts";

const CONFIG = parseConfig(
  `
providers:
  openai: { dialect: openai, url: "https://api.openai.com/v1/", keys: [ { secret: env:KEY_A }, { secret: env:KEY_B } ] }
  anthropic: { dialect: anthropic, url: "https://api.anthropic.com/v1/" }
  local: { dialect: ollama, url: "http://[::1]:11434/ollama/v1" }
models:
  "*": { targets: [ { provider: local } ] }
  "gpt-*": { targets: [ { provider: openai } ] }
  auto: { default: best }
  best: { targets: [ { provider: anthropic, model: claude, weight: 3, max_tokens: 100 }, { provider: openai, weight: 1 }, { provider: openai, model: gpt-5 } ] }
keys:
  - { id: one, secret: env:CALLER, allow: [ "gpt-*" ] }
  - { id: two, tenant: acme, secret_sha256: ${"b".repeat(64)}, deny: [ best ] }
`,
  "headgate.yaml",
);
const ENVIRONMENT = { KEY_A: "sk-a", KEY_B: "sk-b", CALLER: "caller-secret" };
const POLICY = buildPolicy(CONFIG, ENVIRONMENT);

describe("the policy in envoy.yaml", () => {
  test("fits its schema", () => {
    expect(policySchema.parse(POLICY)).toEqual(POLICY);
  });

  test("a target's id is its model and provider, numbered where a provider comes again", () => {
    const ids = ["*/local", "gpt-*/openai", "best/anthropic", "best/openai", "best/openai#2"];
    expect(POLICY.targets.map(({ id }) => id)).toEqual(ids);
  });

  test("base URLs: a trailing slash is forgiven, and /v1 where the dialect's paths have it", () => {
    const of = (id: string) => {
      const target = POLICY.targets.find((candidate) => candidate.id === id);
      return [target?.scheme, target?.authority, target?.faces];
    };
    expect(of("best/openai")).toEqual([
      "https",
      "api.openai.com",
      [{ dialect: "openai", path: "/v1", auth: "bearer" }],
    ]);
    expect(of("best/anthropic")).toEqual([
      "https",
      "api.anthropic.com",
      [{ dialect: "anthropic", path: "", auth: "x-api-key" }],
    ]);
    expect(of("*/local")).toEqual(["http", "[::1]:11434", [{ dialect: "ollama", path: "/ollama", auth: "bearer" }]]);
  });

  test("the upstream model is the target's, else the model's name, else what the caller asked for", () => {
    expect(POLICY.targets.map(({ model }) => model)).toEqual([undefined, undefined, "claude", "best", "gpt-5"]);
  });

  test("exact names before globs, each in the order of the file", () => {
    expect(POLICY.models.map(({ name }) => name)).toEqual(["auto", "best", "*", "gpt-*"]);
  });

  test("a model with a default alone takes that model's targets", () => {
    expect(POLICY.models[0]?.targets).toEqual(POLICY.models[1]?.targets);
    expect(POLICY.models[1]?.targets).toEqual([
      { id: "best/anthropic", weight: 3 },
      { id: "best/openai", weight: 1 },
      { id: "best/openai#2" },
    ]);
  });

  test("client keys are hashed, provider keys named", () => {
    expect(POLICY.keys.map(({ secrets }) => secrets)).toEqual([
      [{ sha256: createHash("sha256").update("caller-secret").digest("hex") }],
      [{ sha256: "b".repeat(64) }],
    ]);
    expect(POLICY.providers[0]?.keys).toMatchObject([{ env: "KEY_A" }, { env: "KEY_B" }]);
    expect(JSON.stringify(POLICY)).not.toMatch(/sk-a|caller-secret/);
  });

  test("a key is demanded as soon as there is one", () => {
    expect(POLICY.anonymous).toBe(false);
    expect(buildPolicy(demoConfig(), {}).anonymous).toBe(true);
  });

  test("a client key whose variable is not set", () => {
    const reason = "keys[0].secret: the environment variable CALLER is not set";
    expect(() => buildPolicy(CONFIG, {})).toThrow(reason);
  });

  test("two client keys that turn out to be one secret", () => {
    const keys = [clientKeySchema.parse({ id: "a", secret: "env:A" })];
    const config = { ...CONFIG, keys: [...keys, ...keys.map((key) => ({ ...key, id: "b", secret: "env:B" }))] };
    expect(() => buildPolicy(config, { A: "same", B: "same" })).toThrow("keys[1]: is the same secret as keys[0]");
  });
});

describe("the snapshot", () => {
  test("holds provider keys by value", () => {
    const snapshot = snapshotOf(POLICY, ENVIRONMENT);
    const keys = policySchema.parse(snapshot).providers[0]?.keys;
    expect(keys?.map(({ env, value }) => [env, value])).toEqual([
      [undefined, "sk-a"],
      [undefined, "sk-b"],
    ]);
  });

  test("is a new version when a key is rotated, and only then", () => {
    const versions = [ENVIRONMENT, { ...ENVIRONMENT, OTHER: "x" }, { ...ENVIRONMENT, KEY_B: "sk-c" }].map(
      (environment) => snapshotOf(POLICY, environment).version,
    );
    expect(versions[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(versions[1]).toBe(versions[0]);
    expect(versions[2]).not.toBe(versions[0]);
  });

  test("provider keys that cannot be read are each named", () => {
    expect(providerKeyProblems(CONFIG, { KEY_A: "sk-a\n" })).toEqual([
      "providers.openai.keys[0].secret: the environment variable KEY_A holds white space or other characters that no key has",
      "providers.openai.keys[1].secret: the environment variable KEY_B is not set",
    ]);
    expect(() => snapshotOf(POLICY, { KEY_A: "a" })).toThrow("providers.openai.keys[1].secret: ");
  });
});
