import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Dialect } from "../../contract/dialect.ts";
import { policySchema } from "../../contract/policy.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { providerKeyProblems } from "../../control-plane/policy/provider-key-problems.ts";
import { PRESETS } from "../../control-plane/provider/presets.ts";

/** A provider of this name, as it stands in `headgate.yaml`, and one target of it. */
function targetOf(name: string, provider: string, target = "{}") {
  const models = { m: { targets: [{ provider: name, ...parse(target) }] } };
  const config = checkConfig({ providers: { [name]: parse(provider) }, models }, "test");
  const policy = buildPolicy(config, {});
  expect(policySchema.parse(policy)).toEqual(policy);
  const [only] = policy.targets;
  if (only === undefined) throw new Error("no target");
  return { config, ...only, keys: policy.providers[0]?.keys.map(({ env }) => env) };
}

/** What the filter puts behind a face's path to ask for a chat. */
const CHAT: Readonly<Record<Dialect, string>> = {
  openai: "/chat/completions",
  responses: "/responses",
  anthropic: "/v1/messages",
  ollama: "/api/chat",
};

/** Where chats go, in the order of preference: `<header of the key> <url>`. */
function endpoints(name: string, provider: string): string[] {
  const { scheme, authority, faces } = targetOf(name, provider);
  return faces.map(({ dialect, path, auth }) => `${auth} ${scheme}://${authority}${path}${CHAT[dialect]}`);
}

/** As the providers' documentation has them. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = {
  openai: ["bearer https://api.openai.com/v1/chat/completions", "bearer https://api.openai.com/v1/responses"],
  anthropic: ["x-api-key https://api.anthropic.com/v1/messages"],
  ollama: [
    "bearer http://127.0.0.1:11434/api/chat",
    "bearer http://127.0.0.1:11434/v1/chat/completions",
    "bearer http://127.0.0.1:11434/v1/responses",
    "bearer http://127.0.0.1:11434/v1/messages",
  ],
  openrouter: [
    "bearer https://openrouter.ai/api/v1/chat/completions",
    "bearer https://openrouter.ai/api/v1/responses",
    "bearer https://openrouter.ai/api/v1/messages",
  ],
  groq: ["bearer https://api.groq.com/openai/v1/chat/completions", "bearer https://api.groq.com/openai/v1/responses"],
  nvidia: ["bearer https://integrate.api.nvidia.com/v1/chat/completions"],
  huggingface: [
    "bearer https://router.huggingface.co/v1/chat/completions",
    "bearer https://router.huggingface.co/v1/responses",
    "bearer https://router.huggingface.co/v1/messages",
  ],
  cerebras: ["bearer https://api.cerebras.ai/v1/chat/completions"],
  cloudflare: ["bearer https://api.cloudflare.com/client/v4/accounts/0a1b/ai/v1/chat/completions"],
  gemini: ["bearer https://generativelanguage.googleapis.com/v1beta/openai/chat/completions"],
  mistral: ["bearer https://api.mistral.ai/v1/chat/completions"],
  deepseek: [
    "bearer https://api.deepseek.com/chat/completions",
    "bearer https://api.deepseek.com/responses",
    "x-api-key https://api.deepseek.com/anthropic/v1/messages",
  ],
  xai: ["bearer https://api.x.ai/v1/responses", "bearer https://api.x.ai/v1/chat/completions"],
  together: ["bearer https://api.together.ai/v1/chat/completions"],
  fireworks: [
    "bearer https://api.fireworks.ai/inference/v1/chat/completions",
    "bearer https://api.fireworks.ai/inference/v1/responses",
    "bearer https://api.fireworks.ai/inference/v1/messages",
  ],
  azure: [
    "api-key https://mine.openai.azure.com/openai/v1/chat/completions",
    "api-key https://mine.openai.azure.com/openai/v1/responses",
  ],
  vertex: ["bearer https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/endpoints/openapi/chat/completions"],
  bedrock: ["bearer https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1/chat/completions"],
  moonshot: [
    "bearer https://api.moonshot.ai/v1/chat/completions",
    "bearer https://api.moonshot.ai/v1/responses",
    "bearer https://api.moonshot.ai/anthropic/v1/messages",
  ],
  zai: ["bearer https://api.z.ai/api/paas/v4/chat/completions", "bearer https://api.z.ai/api/anthropic/v1/messages"],
  minimax: [
    "bearer https://api.minimax.io/anthropic/v1/messages",
    "bearer https://api.minimax.io/v1/chat/completions",
    "bearer https://api.minimax.io/v1/responses",
  ],
  litellm: [
    "bearer http://127.0.0.1:4000/v1/chat/completions",
    "bearer http://127.0.0.1:4000/v1/responses",
    "bearer http://127.0.0.1:4000/v1/messages",
  ],
  vllm: [
    "bearer http://127.0.0.1:8000/v1/chat/completions",
    "bearer http://127.0.0.1:8000/v1/responses",
    "bearer http://127.0.0.1:8000/v1/messages",
  ],
  llamacpp: [
    "bearer http://127.0.0.1:8080/v1/chat/completions",
    "bearer http://127.0.0.1:8080/v1/responses",
    "bearer http://127.0.0.1:8080/v1/messages",
  ],
  lmstudio: [
    "bearer http://127.0.0.1:1234/v1/chat/completions",
    "bearer http://127.0.0.1:1234/v1/responses",
    "bearer http://127.0.0.1:1234/v1/messages",
  ],
};

/** For the presets whose address only the user knows. */
const OWN_URL: Readonly<Record<string, string>> = {
  cloudflare: "{ url: https://api.cloudflare.com/client/v4/accounts/0a1b/ai/v1 }",
  azure: "{ url: https://mine.openai.azure.com/openai/v1 }",
  vertex:
    "{ url: https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/endpoints/openapi, keys: [{ secret: env:TOKEN }] }",
  bedrock: "{ url: https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1 }",
};

test("every preset is at its documented addresses, and none is left out", () => {
  const all = Object.keys(PRESETS).map((name) => [name, endpoints(name, OWN_URL[name] ?? "{}")]);
  expect(Object.fromEntries(all)).toEqual(DOCUMENTED);
});

describe("a URL in place of the preset's", () => {
  const CASES: [provider: string, expected: string[]][] = [
    ...["http://gpu:8000", "http://gpu:8000/", "http://gpu:8000/v1", "http://gpu:8000/v1/"].map(
      (url): [string, string[]] => [
        `{ preset: vllm, url: "${url}" }`,
        ["/v1/chat/completions", "/v1/responses", "/v1/messages"].map((path) => `bearer http://gpu:8000${path}`),
      ],
    ),
    [
      "{ preset: ollama, url: https://ollama.com/v1 }",
      ["/api/chat", "/v1/chat/completions", "/v1/responses", "/v1/messages"].map(
        (path) => `bearer https://ollama.com${path}`,
      ),
    ],
    [
      '{ preset: groq, url: "http://proxy:1/groq/v1" }',
      ["bearer http://proxy:1/groq/v1/chat/completions", "bearer http://proxy:1/groq/v1/responses"],
    ],
    [
      '{ preset: gemini, url: "http://proxy:1/v1beta/openai" }',
      ["bearer http://proxy:1/v1beta/openai/chat/completions"],
    ],
    ['{ preset: anthropic, url: "http://proxy:1/a/v1" }', ["x-api-key http://proxy:1/a/v1/messages"]],
    [
      '{ preset: deepseek, url: "http://proxy:1/d/anthropic" }',
      [
        "bearer http://proxy:1/d/chat/completions",
        "bearer http://proxy:1/d/responses",
        "x-api-key http://proxy:1/d/anthropic/v1/messages",
      ],
    ],
    [
      "{ preset: azure, url: https://mine.openai.azure.com }",
      [
        "api-key https://mine.openai.azure.com/openai/v1/chat/completions",
        "api-key https://mine.openai.azure.com/openai/v1/responses",
      ],
    ],
    ['{ preset: vllm, url: "https://[::1]:8443" }', expect.arrayContaining(["bearer https://[::1]:8443/v1/messages"])],
  ];
  test.each(CASES)("%s", (provider, expected) => {
    expect(endpoints("any", provider)).toEqual(expected);
  });
});

describe("a dialect", () => {
  const CASES: [name: string, provider: string, expected: string[]][] = [
    ["ollama", "{ dialect: openai }", ["bearer http://127.0.0.1:11434/v1/chat/completions"]],
    ["any", "{ preset: deepseek, dialect: anthropic }", ["x-api-key https://api.deepseek.com/anthropic/v1/messages"]],
    [
      "any",
      '{ preset: azure, dialect: openai, url: "http://proxy:1/as/it/stands" }',
      ["api-key http://proxy:1/as/it/stands/chat/completions"],
    ],
    ["any", '{ dialect: responses, url: "http://a/v1/" }', ["bearer http://a/v1/responses"]],
    ["any", '{ dialect: anthropic, url: "http://a/v1" }', ["x-api-key http://a/v1/messages"]],
    ["any", '{ dialect: ollama, url: "http://a/o/v1" }', ["bearer http://a/o/api/chat"]],
  ];
  test.each(CASES)("alone: %s: %s", (name, provider, expected) => {
    expect(endpoints(name, provider)).toEqual(expected);
  });
});

describe("keys", () => {
  test("are read from the preset's variable, and missed by its name", () => {
    const { config, keys } = targetOf("groq", "{}");
    expect(keys).toEqual(["GROQ_API_KEY"]);
    expect(providerKeyProblems(config, {})).toEqual([
      "providers.groq.keys[0].secret: the environment variable GROQ_API_KEY is not set",
    ]);
    expect(providerKeyProblems(config, { GROQ_API_KEY: "gsk" })).toEqual([]);
  });

  test.each([
    ["any", "{ preset: groq, keys: [ { secret: env:MINE }, { secret: env:OURS } ] }", ["MINE", "OURS"]],
    ["groq", "{ keys: [] }", []],
    ["vllm", "{}", []],
    // A name alone must not lead a key to an address that somebody else gave it.
    ["openai", '{ dialect: openai, url: "http://elsewhere/v1" }', []],
  ])("%s: %s", (name, provider, expected) => {
    expect(targetOf(name, provider).keys).toEqual(expected);
  });
});

test("what a preset's provider refuses is left out, unless the configuration says what to leave out", () => {
  const leftOut = (provider: string) => targetOf("mistral", provider).config.providers.mistral?.leave_out?.fields;
  expect(leftOut("{}")).toContain("stream_options");
  expect(leftOut("{ leave_out: { fields: [store] } }")).toEqual(["store"]);
  expect(leftOut("{ leave_out: {} }")).toEqual([]);
});

describe("traits", () => {
  const PLAIN = {
    limit_field: "max_tokens",
    stream_usage: true,
    reasoning_history: "none",
    thinking: "budget",
    json_schema: true,
    completions: "none",
    tool_signatures: "none",
    sampling: "taken",
    stop_sequences: "taken",
    effort_with_tools: "anywhere",
    tool_id: "any",
  };
  const CASES: [name: string, provider: string, target: string, differences: object][] = [
    ["any", '{ dialect: openai, url: "http://a/v1" }', "{}", {}],
    ["openai", '{ dialect: openai, url: "http://a/v1" }', "{}", {}],
    ["openai", "{}", "{}", { limit_field: "max_completion_tokens", effort_with_tools: "responses" }],
    [
      "openai",
      "{}",
      "{ model: gpt-5.6-luna }",
      {
        limit_field: "max_completion_tokens",
        sampling: "none",
        stop_sequences: "none",
        effort_with_tools: "responses_unless_none",
      },
    ],
    [
      "openai",
      "{ traits: { sampling: taken, effort_with_tools: anywhere } }",
      "{ model: gpt-5.6-luna, traits: { stop_sequences: taken } }",
      { limit_field: "max_completion_tokens" },
    ],
    ["any", "{ preset: mistral }", "{}", { stream_usage: false, tool_id: "nine" }],
    ["any", "{ preset: mistral, traits: { stream_usage: true } }", "{}", { tool_id: "nine" }],
    [
      "openai",
      "{}",
      "{ model: davinci-002 }",
      { limit_field: "max_completion_tokens", effort_with_tools: "responses", completions: "/completions" },
    ],
    [
      "openai",
      "{ traits: { completions: /mine } }",
      "{}",
      { limit_field: "max_completion_tokens", completions: "/mine", effort_with_tools: "responses" },
    ],
    [
      "deepseek",
      "{}",
      "{ traits: { completions: none } }",
      { json_schema: false, reasoning_history: "reasoning_content" },
    ],
    ["anthropic", "{}", "{}", { thinking: "adaptive" }],
    ["anthropic", "{}", "{ traits: { thinking: budget } }", {}],
    [
      "vllm",
      "{ traits: { tool_id: nine } }",
      "{ traits: { tool_id: any, json_schema: false } }",
      {
        reasoning_history: "reasoning",
        json_schema: false,
        completions: "/completions",
      },
    ],
  ];
  test.each(CASES)("%s: %s, its target: %s", (name, provider, target, differences) => {
    expect(targetOf(name, provider, target).traits).toEqual({ ...PLAIN, ...differences });
  });
});
