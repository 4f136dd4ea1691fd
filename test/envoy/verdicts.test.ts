import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** One policy, in `envoy.yaml` with no control plane at all, and as the control plane's snapshot: the same verdicts. */
let provider: Provider;
let inline: Gateway;
let snapshot: Gateway;

const environment = { OPEN: "hg-open", NARROW: "hg-narrow", OLD: "hg-old", SHUT: "hg-shut", LATE: "hg-late" };

function config(): GatewayConfig {
  return {
    providers: everyDialect(provider),
    models: {
      small: { targets: [{ provider: "openai", model: "s" }] },
      large: {
        targets: [
          { provider: "anthropic", model: "l" },
          { provider: "openai", model: "l2" },
        ],
      },
      auto: { default: "small" },
    },
    tenants: { shop: { deny: ["/large-.*/"] }, lab: { limits: { max_prompt_bytes: 4000 } } },
    keys: [
      { id: "open", tenant: "lab", secret: "env:OPEN", tags: ["trusted"] },
      {
        id: "narrow",
        tenant: "shop",
        secret: "env:NARROW",
        previous: { secret: "env:OLD", until: "2999-01-01T00:00:00Z" },
        allow: ["small", "/aut?o/"],
        limits: { max_tokens_per_request: 500 },
      },
      { id: "shut", tenant: "shop", secret: "env:SHUT", disabled: true },
      { id: "late", tenant: "shop", secret: "env:LATE", expires_at: "2020-01-01T00:00:00Z" },
    ],
    rules: [
      { id: "secrets", when: { prompt_matches: "BEGIN [A-Z ]*KEY" }, deny: "no keys in prompts" },
      { id: "masked", when: { tags: "trusted", contains_pii: ["email"] }, redact: ["email"], tag: "masked" },
      { id: "long", when: { model: "auto", estimated_tokens: { gt: 100 } }, use: "large" },
      { id: "word", when: { keywords: ["forbidden"] }, deny: "that word" },
    ],
  };
}

beforeAll(async () => {
  provider = await startProvider();
  inline = await startGateway(config(), { environment });
  snapshot = await startGateway(config(), { environment, withControlPlane: true });
});

afterAll(async () => {
  await inline?.stop();
  await snapshot?.stop();
  await provider?.close();
});

const PROMPTS = {
  short: "Hi",
  "with a key": "-----BEGIN PRIVATE KEY-----",
  "with an address": "write to jane@example.com",
  long: "many words ".repeat(50),
  "with a word": "say the FORBIDDEN one",
  huge: "x".repeat(5000),
};
const SECRETS = { ...environment, NOBODY: "hg-nobody" };

describe.each(Object.entries(SECRETS))("the key %s", (_name, secret) => {
  describe.each(["small", "large", "auto", "large-one", "none"])("asks for %s", (model) => {
    test.each(Object.entries(PROMPTS))("%s", async (_prompt, content) => {
      const seen = await Promise.all([
        verdict(inline, secret, model, content),
        verdict(snapshot, secret, model, content),
      ]);
      expect(seen[1]).toEqual(seen[0]);
    });
  });
});

test("there are verdicts of every kind among them", async () => {
  const statuses = new Set<number>();
  for (const secret of Object.values(SECRETS)) {
    for (const model of ["small", "auto"]) {
      for (const content of Object.values(PROMPTS))
        statuses.add((await verdict(inline, secret, model, content)).status);
    }
  }
  expect([...statuses].sort()).toEqual([200, 400, 401, 403, 413]);
});

async function verdict(gateway: Gateway, secret: string, model: string, content: string) {
  const { status, headers, text } = await chat(
    gateway,
    "openai",
    { model, messages: [{ role: "user", content }] },
    { authorization: `Bearer ${secret}` },
  );
  const told = ["model", "target", "rule", "tags"].map((name) => headers.get(`x-headgate-${name}`));
  return { status, told, error: (JSON.parse(text) as { error?: unknown }).error };
}
