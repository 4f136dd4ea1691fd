import type { Dialect } from "../../contract/dialect.ts";
import type { Auth, Face } from "../../contract/face.ts";
import type { Preset } from "./preset.ts";

/**
 * Its address in OpenAI's dialect knows none of the others' fields: https://github.com/n4ze3m/page-assist/issues/418,
 * https://github.com/Vali-98/ChatterUI/issues/227, https://github.com/liliMozi/openhanako/issues/394 and /2494
 */
const UNKNOWN_TO_GOOGLE = [
  "frequency_penalty",
  "presence_penalty",
  "logit_bias",
  "seed",
  "store",
  "metadata",
  "prompt_cache_key",
  "safety_identifier",
  "verbosity",
];

/**
 * The providers that are known by name, in the order of `docs/providers.md`. A dialect stands in a row
 * only if it takes every chat model of the provider's: callers of that dialect are handed on as they are.
 */
export const PRESETS: Readonly<Record<string, Preset>> = {
  openai: {
    title: "OpenAI",
    documentation: "https://developers.openai.com/api/reference/overview",
    url: "https://api.openai.com",
    keyEnvironment: "OPENAI_API_KEY",
    faces: [face("openai", "/v1"), face("responses", "/v1")],
    // …/resources/completions: of chat models it knows none.
    traits: { limit_field: "max_completion_tokens", completions: "/completions", effort_with_tools: "responses" },
    completionModels: ["gpt-3.5-turbo-instruct*", "davinci-002", "babbage-002"],
  },
  anthropic: {
    title: "Anthropic",
    documentation: "https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking",
    url: "https://api.anthropic.com",
    keyEnvironment: "ANTHROPIC_API_KEY",
    // Its OpenAI-compatible address is for trying models out: no thinking, no caching, no strict tools.
    faces: [face("anthropic", "", "x-api-key")],
    traits: { thinking: "adaptive" },
    note: "Claude 4.5 and older know `thinking: budget` alone: say so in their targets' `traits`",
  },
  ollama: {
    title: "Ollama",
    documentation: "https://docs.ollama.com/api",
    url: "http://127.0.0.1:11434",
    faces: [face("ollama", ""), face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    // …/openai-compatibility
    traits: { completions: "/completions" },
    note: "From Ollama 0.14 on; hold an older one to `dialect: ollama`. For Ollama's cloud: `url: https://ollama.com` and `keys`",
  },
  openrouter: {
    title: "OpenRouter",
    documentation: "https://openrouter.ai/docs/api-reference/overview",
    url: "https://openrouter.ai/api",
    keyEnvironment: "OPENROUTER_API_KEY",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    // https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks
    traits: { reasoning_history: "reasoning_details", completions: "/completions" },
  },
  groq: {
    title: "Groq",
    documentation: "https://console.groq.com/docs/openai",
    url: "https://api.groq.com/openai",
    keyEnvironment: "GROQ_API_KEY",
    faces: [face("openai", "/v1"), face("responses", "/v1")],
    // https://console.groq.com/docs/api-reference#chat-create
    traits: { limit_field: "max_completion_tokens" },
  },
  nvidia: {
    title: "NVIDIA NIM",
    documentation: "https://docs.api.nvidia.com/nim/reference/llm-apis",
    url: "https://integrate.api.nvidia.com",
    keyEnvironment: "NVIDIA_API_KEY",
    faces: [face("openai", "/v1")],
    note: "A NIM of your own (2.0 or newer) speaks what vLLM does: `preset: vllm`",
  },
  huggingface: {
    title: "Hugging Face Inference Providers",
    documentation: "https://huggingface.co/docs/inference-providers/index",
    url: "https://router.huggingface.co",
    keyEnvironment: "HF_TOKEN",
    // https://huggingface.co/docs/inference-providers/guides/responses-api and …/integrations/claude-code
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
  },
  cerebras: {
    title: "Cerebras",
    documentation: "https://inference-docs.cerebras.ai/resources/openai",
    url: "https://api.cerebras.ai",
    keyEnvironment: "CEREBRAS_API_KEY",
    faces: [face("openai", "/v1")],
    // https://inference-docs.cerebras.ai/api-reference/chat-completions and …/completions
    traits: { limit_field: "max_completion_tokens", completions: "/completions" },
    // https://inference-docs.cerebras.ai/resources/openai, and for the last two https://docs.getbifrost.ai
    refuses: ["frequency_penalty", "presence_penalty", "logit_bias", "service_tier", "prompt_cache_key", "verbosity"],
  },
  cloudflare: {
    title: "Cloudflare Workers AI",
    documentation: "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/",
    url: "https://api.cloudflare.com/client/v4/accounts/{account_id}/ai",
    keyEnvironment: "CLOUDFLARE_API_TOKEN",
    // Its `/responses` is documented for gpt-oss alone.
    faces: [face("openai", "/v1")],
  },
  gemini: {
    title: "Google Gemini",
    documentation: "https://ai.google.dev/gemini-api/docs/openai",
    url: "https://generativelanguage.googleapis.com/v1beta/openai",
    keyEnvironment: "GEMINI_API_KEY",
    faces: [face("openai", "")],
    // https://ai.google.dev/gemini-api/docs/thought-signatures
    traits: { tool_signatures: "google" },
    refuses: UNKNOWN_TO_GOOGLE,
  },
  vertex: {
    title: "Google Vertex AI",
    documentation: "https://cloud.google.com/vertex-ai/generative-ai/docs/migrate/openai/overview",
    url: "https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}/endpoints/openapi",
    faces: [face("openai", "")],
    traits: { tool_signatures: "google" },
    refuses: UNKNOWN_TO_GOOGLE,
    note: "Its keys are access tokens of an hour: `keys: [{ secret: file:/run/vertex-token }]`, written anew by a job of yours. Models are named `google/…`. Claude is not offered in a dialect of these",
  },
  bedrock: {
    title: "Amazon Bedrock",
    documentation: "https://docs.aws.amazon.com/bedrock/latest/userguide/apis.html",
    url: "https://bedrock-runtime.{region}.amazonaws.com/openai",
    keyEnvironment: "AWS_BEARER_TOKEN_BEDROCK",
    // Its `/responses` is for some models alone: …/userguide/inference-responses-api.html
    faces: [face("openai", "/v1")],
    traits: { limit_field: "max_completion_tokens" },
    note: "By an API key; requests are not signed. Claude answers at `dialect: anthropic`, `url: https://bedrock-mantle.{region}.api.aws/anthropic`",
  },
  mistral: {
    title: "Mistral",
    documentation: "https://docs.mistral.ai/api/",
    url: "https://api.mistral.ai",
    keyEnvironment: "MISTRAL_API_KEY",
    faces: [face("openai", "/v1")],
    // A field that it does not know is a 422, and a stream counts its tokens unasked:
    // https://github.com/avante-corp/avante.nvim/issues/2347. Ids: `validator.py` of mistral-common.
    traits: { stream_usage: false, tool_id: "nine" },
    // https://github.com/OpenHands/OpenHands-CLI/issues/83; its reference has none of the others.
    refuses: [
      "metadata",
      "store",
      "user",
      "safety_identifier",
      "service_tier",
      "prompt_cache_key",
      "verbosity",
      "stream_options",
      "seed",
    ],
  },
  deepseek: {
    title: "DeepSeek",
    documentation: "https://api-docs.deepseek.com/",
    url: "https://api.deepseek.com",
    keyEnvironment: "DEEPSEEK_API_KEY",
    // …/guides/responses_api and …/guides/anthropic_api
    faces: [face("openai", ""), face("responses", ""), face("anthropic", "/anthropic", "x-api-key")],
    // …/guides/thinking_mode: after a tool call its reasoning has to come back, or the request is a 400.
    // …/api/create-completion: its completions are at an address of their own.
    traits: { reasoning_history: "reasoning_content", json_schema: false, completions: "/beta/completions" },
  },
  xai: {
    title: "xAI",
    documentation: "https://docs.x.ai/developers/model-capabilities/text/comparison",
    url: "https://api.x.ai",
    keyEnvironment: "XAI_API_KEY",
    // Its chat completions are deprecated, and have no place for the reasoning of earlier turns.
    faces: [face("responses", "/v1"), face("openai", "/v1")],
    traits: { limit_field: "max_completion_tokens" },
  },
  together: {
    title: "Together AI",
    documentation: "https://docs.together.ai/docs/inference/openai-compatibility",
    url: "https://api.together.ai",
    keyEnvironment: "TOGETHER_API_KEY",
    // Its `/responses` is supported for some models alone: https://docs.together.ai/docs/inference/responses-api
    faces: [face("openai", "/v1")],
    // https://docs.together.ai/reference/completions-1
    traits: { completions: "/completions" },
  },
  fireworks: {
    title: "Fireworks AI",
    documentation: "https://docs.fireworks.ai/tools-sdks/anthropic-compatibility",
    url: "https://api.fireworks.ai/inference",
    keyEnvironment: "FIREWORKS_API_KEY",
    // https://docs.fireworks.ai/api-reference/post-responses
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    // https://docs.fireworks.ai/guides/reasoning and …/api-reference/post-completions
    traits: { reasoning_history: "reasoning_content", completions: "/completions" },
  },
  azure: {
    title: "Azure OpenAI",
    documentation: "https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest",
    url: "https://{resource}.openai.azure.com",
    keyEnvironment: "AZURE_OPENAI_API_KEY",
    faces: [face("openai", "/openai/v1", "api-key"), face("responses", "/openai/v1", "api-key")],
    traits: { limit_field: "max_completion_tokens", effort_with_tools: "responses" },
    note: "A target's `model` is the name of the deployment",
  },
  moonshot: {
    title: "Moonshot AI (Kimi)",
    documentation: "https://platform.kimi.ai/docs/api/overview.md",
    url: "https://api.moonshot.ai",
    keyEnvironment: "MOONSHOT_API_KEY",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "/anthropic")],
    // https://platform.kimi.ai/docs/guide/use-kimi-k2-thinking-model: a turn's reasoning goes back with its tool calls.
    traits: { reasoning_history: "reasoning_content" },
  },
  zai: {
    title: "Z.ai (GLM)",
    documentation: "https://docs.z.ai/guides/develop/openai/python",
    url: "https://api.z.ai/api",
    keyEnvironment: "ZAI_API_KEY",
    // …/scenario-example/develop-tools/claude
    faces: [face("openai", "/paas/v4"), face("anthropic", "/anthropic")],
    // …/guides/capabilities/thinking-mode
    traits: { reasoning_history: "reasoning_content" },
    note: "For a coding plan: `dialect: openai`, `url: https://api.z.ai/api/coding/paas/v4`",
  },
  minimax: {
    title: "MiniMax",
    documentation: "https://platform.minimax.io/docs/api-reference/text-openai-api",
    url: "https://api.minimax.io",
    keyEnvironment: "MINIMAX_API_KEY",
    // …/text-anthropic-api: Messages first, since thoughts stand in their own blocks there, and not in the text.
    faces: [face("anthropic", "/anthropic"), face("openai", "/v1"), face("responses", "/v1")],
  },
  litellm: {
    title: "LiteLLM",
    documentation: "https://docs.litellm.ai/docs/simple_proxy",
    url: "http://127.0.0.1:4000",
    keyEnvironment: "LITELLM_PROXY_API_KEY",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    traits: { completions: "/completions" },
  },
  vllm: {
    title: "vLLM",
    documentation: "https://docs.vllm.ai/en/latest/serving/online_serving/",
    url: "http://127.0.0.1:8000",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    // Once `reasoning_content`, which it now passes over: https://docs.vllm.ai/en/latest/features/reasoning_outputs/
    traits: { reasoning_history: "reasoning", completions: "/completions" },
  },
  llamacpp: {
    title: "llama.cpp",
    documentation: "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
    url: "http://127.0.0.1:8080",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    traits: { reasoning_history: "reasoning_content", completions: "/completions" },
  },
  lmstudio: {
    title: "LM Studio",
    documentation: "https://lmstudio.ai/docs/developer",
    url: "http://127.0.0.1:1234",
    faces: [face("openai", "/v1"), face("responses", "/v1"), face("anthropic", "")],
    // https://lmstudio.ai/docs/developer/openai-compat/completions
    traits: { completions: "/completions" },
    note: "From LM Studio 0.4.1 on; hold an older one to `dialect: openai`",
  },
};

function face(dialect: Dialect, path: string, auth: Auth = "bearer"): Face {
  return { dialect, path, auth };
}
