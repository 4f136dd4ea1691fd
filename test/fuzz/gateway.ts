import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import type { Host, Upstream } from "../host/index.ts";
import { ENVIRONMENT, filter, PROVIDERS } from "../wasm/filter.ts";

/** As in `ENVIRONMENT` of test/wasm/filter.ts. */
export const CLIENT_KEY = "hg-client";

/** Exists, but the client's key is not for it. */
export const FORBIDDEN = "forbidden";

const named = (dialect: Dialect) => `named-${dialect}`;
const renamed = (dialect: Dialect) => `upstream-of-${dialect}`;
const target = (provider: Dialect) => ({ provider, model: renamed(provider) });

/** By name, the providers that a model goes to, in their order. */
export const MODELS: Readonly<Record<string, readonly Dialect[]>> = Object.fromEntries([
  ...DIALECTS.map((dialect) => [named(dialect), [dialect]] as const),
  ...DIALECTS.map((dialect) => [`to-${dialect}`, [dialect]] as const),
  ...DIALECTS.flatMap((first) =>
    DIALECTS.filter((second) => second !== first).map(
      (second) => [`${first}-then-${second}`, [first, second]] as const,
    ),
  ),
]);

/** The name under which a provider may be asked for a model. */
export function upstreamModel(model: string, provider: Dialect): string {
  return model === named(provider) ? model : renamed(provider);
}

/** The built filter before `upstream`, with a key for all models but one. */
export function gateway(upstream: Upstream): Host {
  const models = Object.entries(MODELS).map(([name, providers]) => [
    name,
    { targets: providers.map((provider) => (name === named(provider) ? { provider } : target(provider))) },
  ]);
  return filter(
    {
      models: { ...Object.fromEntries(models), [FORBIDDEN]: { targets: [{ provider: DIALECTS[0] }] } },
      keys: [{ id: "fuzz", secret: "env:CLIENT", allow: ["*"], deny: [FORBIDDEN], limits: GENEROUS }],
      rules: RULES,
    },
    upstream,
  );
}

/** Counted for every request, and never reached; not tokens, of which a provider's broken answer may tell any number. */
const GENEROUS = { requests_per_minute: 1e12, concurrent_requests: 1e6 };

/** Each engine looks through every prompt; what they find changes nothing. */
const RULES = [
  { when: { keywords: ["ignore", "système", "system prompt"], messages: { gt: 1000 } }, tag: "words" },
  { when: { prompt_matches: "(?i)\\b(ignore|forget) (all )?previous\\b" }, tag: "pattern" },
  { when: { contains_pii: true, has_schema: true }, tag: "personal" },
  { when: { script: ["thai", "han"] }, tag: "script" },
];

/** Of the provider that a target's id, `<model>/<provider>`, names. */
export function providerOf(targetId: string): Dialect {
  return targetId.split("/").at(-1) as Dialect;
}

/** The keys of all providers: no client may see one, no provider another's. */
export const PROVIDER_KEY = /sk-of-\w/g;

export function keyOf(provider: Dialect): string {
  const name = PROVIDERS[provider].keys[0]?.secret.slice("env:".length);
  return ENVIRONMENT[name as keyof typeof ENVIRONMENT];
}
