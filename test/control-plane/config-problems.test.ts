import { describe, expect, test } from "vitest";
import { parseConfig } from "../../control-plane/config/parse.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";

const PROVIDERS = `
providers:
  openai: { dialect: openai, url: https://api.openai.com/v1, keys: [ { secret: env:OPENAI_API_KEY } ] }
  local: { dialect: ollama, url: http://127.0.0.1:11434 }
`;
const MODELS = `
models:
  gpt-4o: { targets: [ { provider: openai } ] }
`;
const HASH = "a".repeat(64);

function problems(text: string): string[] {
  try {
    parseConfig(text, "headgate.yaml");
    return [];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message.split("\n").map((line) => line.replace(/^headgate\.yaml: /, ""));
  }
}

const CASES: [name: string, text: string, expected: string[]][] = [
  ["a whole file", PROVIDERS + MODELS, []],
  [
    "an unknown provider",
    `${PROVIDERS}models: { gpt-4o: { targets: [ { provider: opnai } ] } }`,
    ['models.gpt-4o.targets[0].provider: no provider named "opnai" (did you mean "openai"?)'],
  ],
  [
    "an unknown field",
    `${MODELS}providers: { openai: { dialect: openai, ulr: "http://a", url: "http://a" } }`,
    ['providers.openai.ulr: unknown field (did you mean "url"?)'],
  ],
  [
    "an unknown field of the document",
    `${PROVIDERS}${MODELS}lisen: 1`,
    ['lisen: unknown field (did you mean "listen"?)'],
  ],
  ["nothing needed", "listen: 127.0.0.1:1", ["providers: is missing", "models: is missing"]],
  ["a cache", `${PROVIDERS}${MODELS}cache: {}`, []],
  [
    "a cache that keeps nothing",
    `${PROVIDERS}${MODELS}cache: { ttl: 0s }`,
    ["cache.ttl: must be longer than 0s: without a cache section nothing is cached"],
  ],
  [
    "a cached model without a cache",
    `${PROVIDERS}models: { gpt-4o: { targets: [ { provider: openai } ], cache: all }, o3: { targets: [ { provider: openai } ], cache: off } }`,
    ["models.gpt-4o.cache: nothing is cached without a cache section: add one, such as cache: {}"],
  ],
  ["no model", `${PROVIDERS}models: {}`, ["models: at least one model is needed"]],
  ["a list in place of a map", `${PROVIDERS}models: []`, ["models: expected object, received array"]],
  [
    "an unknown dialect",
    `${MODELS}providers: { openai: { dialect: gemini, url: "http://a" } }`,
    ['providers.openai.dialect: expected one of "openai"|"responses"|"anthropic"|"ollama"'],
  ],
  [
    "a provider that is no preset",
    `${MODELS}providers: { openai: {}, gorq: {}, own: {}, half: { dialect: openai }, other: { url: "http://a" } }`,
    [
      'providers.gorq: no preset has this name (did you mean "groq"?): it needs a preset, or both a dialect and a url',
      ...["own", "half", "other"].map(
        (name) =>
          `providers.${name}: no preset has this name (docs/providers.md has them all): it needs a preset, or both a dialect and a url`,
      ),
    ],
  ],
  [
    "a preset that is none",
    `${MODELS}providers: { openai: { preset: opnai }, x: { preset: constructor, dialect: openai, url: "http://a" } }`,
    [
      'providers.openai.preset: no preset named "opnai" (did you mean "openai"?)',
      'providers.x.preset: no preset named "constructor" (docs/providers.md has them all)',
    ],
  ],
  [
    "a dialect that the preset does not speak",
    `${MODELS}providers: { openai: {}, x: { preset: groq, dialect: ollama } }`,
    ["providers.x.dialect: Groq is known to speak openai, responses"],
  ],
  [
    "a preset without the address that only its user knows",
    `${MODELS}providers: { openai: {}, azure: {}, cloudflare: { dialect: openai } }`,
    [
      "providers.azure.url: is missing: Azure OpenAI has none for everybody, it is https://{resource}.openai.azure.com/openai/v1",
      "providers.cloudflare.url: is missing: Cloudflare Workers AI has none for everybody, it is https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1",
    ],
  ],
  [
    "an address that is not filled in",
    `${MODELS}providers: { openai: {}, azure: { url: "https://{resource}.openai.azure.com/openai/v1" } }`,
    ["providers.azure.url: has a {…} that is still to be filled in"],
  ],
  [
    "traits that are none",
    `${MODELS}providers: { openai: { traits: { tool_id: ten, json_shema: true } } }`,
    [
      'providers.openai.traits.tool_id: expected one of "any"|"nine"',
      'providers.openai.traits.json_shema: unknown field (did you mean "json_schema"?)',
    ],
  ],
  [
    "traits of a target that are none",
    `${PROVIDERS}models: { gpt-4o: { targets: [ { provider: openai, traits: { thinking: fast } } ] } }`,
    ['models.gpt-4o.targets[0].traits.thinking: expected one of "budget"|"adaptive"'],
  ],
  [
    "problems of providers and of the rest, at once",
    `providers: { own: {} }\nmodels: { m: {} }\nlisen: 1`,
    [
      "providers.own: no preset has this name (docs/providers.md has them all): it needs a preset, or both a dialect and a url",
      'lisen: unknown field (did you mean "listen"?)',
    ],
  ],
  [
    "no URL",
    `${MODELS}providers: { openai: { dialect: openai, url: api.openai.com } }`,
    ["providers.openai.url: expected an http:// or https:// URL"],
  ],
  [
    "a secret in the file",
    `${MODELS}providers: { openai: { dialect: openai, url: "http://a", keys: [ { secret: sk-123 } ] } }`,
    [
      'providers.openai.keys[0].secret: expected "env:NAME" or "file:/path": a secret is read from a variable or a file of its own, never from this file',
    ],
  ],
  [
    "a provider's name",
    `${PROVIDERS}  "a b": { dialect: openai, url: "http://a" }\n${MODELS}`,
    ["providers.a b: the name may hold letters, digits, '.', '_' and '-'"],
  ],
  [
    "a model without targets",
    `${PROVIDERS}models: { auto: { strategy: rules } }`,
    ["models.auto: a model needs targets, or a default to take them from"],
  ],
  [
    "a default that is no model",
    `${PROVIDERS}${MODELS}  auto: { default: gpt-4 }`,
    ['models.auto.default: no model named "gpt-4" (did you mean "gpt-4o"?)'],
  ],
  [
    "defaults in a circle",
    `${PROVIDERS}models: { a: { default: b }, b: { default: a } }`,
    ["models.a.default: goes in a circle: a → b → a", "models.b.default: goes in a circle: b → a → b"],
  ],
  [
    "a default to a glob that names no upstream model",
    `${PROVIDERS}models: { "gpt-*": { targets: [ { provider: openai } ] }, auto: { default: "gpt-*" } }`,
    ['models.auto.default: "gpt-*" is a glob whose targets name no upstream model to send'],
  ],
  [
    "a target twice",
    `${PROVIDERS}models: { gpt-4o: { targets: [ { provider: openai }, { provider: openai, model: gpt-4o } ] } }`,
    ["models.gpt-4o.targets[1]: the same provider and model stand in this model already"],
  ],
  [
    "a glob of another kind",
    `${PROVIDERS}models: { "gpt-[45]": { targets: [ { provider: openai } ] } }`,
    ["models.gpt-[45]: a name or a glob: '*' and '?' are the only wildcards"],
  ],
  [
    "a glob upstream",
    `${PROVIDERS}models: { gpt-4o: { targets: [ { provider: openai, model: "gpt-*" } ] } }`,
    ["models.gpt-4o.targets[0].model: an upstream model's name must not hold '*' or '?'"],
  ],
  [
    "a tenant that is not there",
    `${PROVIDERS}${MODELS}tenants: { acme: }\nkeys: [ { id: k, tenant: acne, secret_sha256: ${HASH} } ]`,
    ['keys[0].tenant: no tenant named "acne" (did you mean "acme"?)'],
  ],
  ["tenants left out", `${PROVIDERS}${MODELS}keys: [ { id: k, tenant: acme, secret_sha256: ${HASH} } ]`, []],
  [
    "a key with no secret, and one with two",
    `${PROVIDERS}${MODELS}keys: [ { id: a }, { id: b, secret: env:B, secret_sha256: ${HASH} } ]`,
    [
      "keys[0]: a key has a secret (env:NAME or file:/path), a secret_sha256 or a spiffe id: exactly one of them",
      "keys[1]: a key has a secret (env:NAME or file:/path), a secret_sha256 or a spiffe id: exactly one of them",
    ],
  ],
  [
    "two keys of one id, and of one secret",
    `${PROVIDERS}${MODELS}keys: [ { id: a, secret_sha256: ${HASH} }, { id: a, secret_sha256: ${HASH} } ]`,
    ['keys[1].id: "a" is already the id of keys[0]', "keys[1]: is the same secret as keys[0]"],
  ],
  [
    "an allow that is no glob",
    `${PROVIDERS}${MODELS}keys: [ { id: a, secret_sha256: ${HASH}, allow: [ "gpt-{4,5}" ] } ]`,
    [
      "keys[0].allow[0]: a name or a glob: '*' and '?' are the only wildcards; a regular expression stands between slashes",
    ],
  ],
  [
    "everybody served by accident",
    `${PROVIDERS}${MODELS}listen: 0.0.0.0:10000`,
    [
      "listen: 0.0.0.0:10000 can be reached by others and no client key is demanded: add keys, listen on 127.0.0.1, or set anonymous: true, or false if the admin API makes the keys",
    ],
  ],
  [
    "anonymous callers and keys",
    `${PROVIDERS}${MODELS}anonymous: true\nkeys: [ { id: k, secret: env:K, allow: ["*"] } ]`,
    ["anonymous: a client key or token is always demanded where there are keys or jwt: remove this, or them"],
  ],
  [
    "patterns of keys and tenants that are none",
    `${PROVIDERS}${MODELS}tenants: { acme: { deny: [ "/gpt" ] } }\nkeys: [ { id: k, tenant: acme, secret: env:K, allow: [ "/(gpt/" ] } ]`,
    [
      "tenants.acme.deny[0]: begins with a slash: a regular expression ends with one, or with /i for any case",
      expect.stringMatching(/^keys\[0\]\.allow\[0\]: the regular expression /),
    ],
  ],
  [
    "a key that would never be good",
    `${PROVIDERS}${MODELS}keys: [ { id: k, secret: env:K, not_before: "2027-01-01T00:00:00Z", expires_at: "2026-01-01T00:00:00Z" } ]`,
    ["keys[0].expires_at: is not after not_before: the key would never be good"],
  ],
  [
    "peers with a secret to rotate, and two of one id",
    `${PROVIDERS}${MODELS}keys: [ { id: a, spiffe: "spiffe://x/a", previous: { secret_sha256: ${HASH}, until: "2027-01-01T00:00:00Z" } }, { id: b, spiffe: "spiffe://x/a" } ]`,
    ["keys[0].previous: a spiffe id has no secret to rotate", "keys[1]: is the same spiffe id as keys[0]"],
  ],
  [
    "tokens whose issuer's keys are nowhere",
    `${PROVIDERS}${MODELS}jwt: { issuer: "https://issuer.example" }`,
    ["jwt: the issuer's keys come from a jwks_url or a jwks_file: exactly one of them"],
  ],
  [
    "tokens and anonymous callers",
    `${PROVIDERS}${MODELS}anonymous: true\njwt: { issuer: i, jwks_file: /jwks.json }`,
    ["anonymous: a client key or token is always demanded where there are keys or jwt: remove this, or them"],
  ],
  [
    "client certificates that nobody can have",
    `${PROVIDERS}${MODELS}tls: { certificate: /c.pem, key: /k.pem, require_client_certificate: true }`,
    ["tls.require_client_certificate: needs client_ca: the authorities whose clients may come"],
  ],
  [
    "tokens on an address that others reach",
    `${PROVIDERS}${MODELS}listen: 0.0.0.0:10000\njwt: { issuer: i, jwks_file: /jwks.json }`,
    [],
  ],
  ["everybody served on purpose", `${PROVIDERS}${MODELS}listen: 0.0.0.0:10000\nanonymous: true`, []],
  [
    "one address twice",
    `${PROVIDERS}${MODELS}listen: 127.0.0.1:9901`,
    ["admin: 127.0.0.1:9901 is already taken by listen"],
  ],
  [
    "a name to listen on",
    `${PROVIDERS}${MODELS}admin: gateway.example:9901`,
    ['admin: expected an IP address or "localhost" before the port, not "gateway.example"'],
  ],
  [
    "a port too high",
    `${PROVIDERS}${MODELS}listen: 127.0.0.1:65536`,
    ["listen: the port must lie between 1 and 65535"],
  ],
  [
    "no time to connect",
    `${PROVIDERS}${MODELS}timeouts: { connect: 0s }`,
    ["timeouts.connect: must be longer than 0s"],
  ],
  [
    "a time without a unit",
    `${PROVIDERS}${MODELS}timeouts: { idle: "30" }`,
    ['timeouts.idle: expected a duration such as "30s" or "250ms"'],
  ],
  ["an empty file", "", ["the file is empty; it needs at least providers and models"]],
  ["a list", "- a", ["expected object, received array"]],
];

describe("each problem is named by its path, with its reason", () => {
  test.each(CASES)("%s", (_name, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});

test("a syntax error is named by line and column", () => {
  expect(problems("listen: 127.0.0.1:1\nproviders: { a: [ }\n")[0]).toMatch(/^headgate\.yaml:2:\d+: /);
});

test("a field given twice is an error", () => {
  expect(problems(`${PROVIDERS}${MODELS}models: {}`)[0]).toMatch(/^headgate\.yaml:\d+:1: Map keys must be unique/);
});

test("nothing is interpolated", () => {
  const text = `providers: { a: { dialect: openai, url: "http://a" } }
models: { m: { targets: [ { provider: a, model: $HOME } ] } }`;
  expect(parseConfig(text, "x").models.m?.targets?.[0]?.model).toBe("$HOME");
});
