import { FieldNames } from "../../exchange/field-names";
import { ChatRequest } from "../../exchange/request";
import { Setting, SettingNames } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { thinks } from "../openai-platform/effort";

export const NAME: string = "openai";

function documented(): SettingNames {
  return new SettingNames()
    .with(Setting.Temperature, "temperature")
    .with(Setting.TopP, "top_p")
    .with(Setting.Seed, "seed")
    .with(Setting.FrequencyPenalty, "frequency_penalty")
    .with(Setting.PresencePenalty, "presence_penalty")
    .with(Setting.LogitBias, "logit_bias")
    .with(Setting.Logprobs, "logprobs")
    .with(Setting.TopLogprobs, "top_logprobs")
    .with(Setting.User, "user")
    .with(Setting.ServiceTier, "service_tier")
    .with(Setting.PromptCacheKey, "prompt_cache_key")
    .with(Setting.SafetyIdentifier, "safety_identifier")
    .with(Setting.Verbosity, "verbosity");
}

/**
 * What a provider of any server's make is sent: OpenAI answers 400 to a sampler that it does not have,
 * and to `metadata` without `store`, which the exchange does not carry.
 */
const SENT_SETTINGS = documented();

/** To a model that reasons, and takes no sampling: the rest of them. */
const SENT_WITHOUT_SAMPLING = documented()
  .with(Setting.Temperature, "")
  .with(Setting.TopP, "")
  .with(Setting.FrequencyPenalty, "")
  .with(Setting.PresencePenalty, "");

export function sentSettings(request: ChatRequest, traits: Traits): SettingNames {
  return traits.takesSampling(thinks(request)) ? SENT_SETTINGS : SENT_WITHOUT_SAMPLING;
}

/**
 * What clients say: also the samplers by which vLLM, llama.cpp and OpenRouter go beyond OpenAI, and OpenRouter's
 * and LiteLLM's marks for Anthropic's cache.
 */
const READ_SETTINGS = documented()
  .with(Setting.Metadata, "metadata")
  .with(Setting.CacheControl, "cache_control")
  .with(Setting.TopK, "top_k")
  .with(Setting.MinP, "min_p")
  .with(Setting.RepeatPenalty, "repetition_penalty");

/** https://platform.openai.com/docs/api-reference/chat/create */
export const FIELDS = new FieldNames(
  READ_SETTINGS,
  "max_completion_tokens",
  "stop",
  "reasoning_effort",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "messages",
);

/**
 * Of a request in the form that came before tools: `functions` and `function_call`, one call in an
 * answer. Its client reads the answer in that form alone, so it is told by these names.
 */
export const FUNCTION_FIELDS = new FieldNames(
  READ_SETTINGS,
  "max_completion_tokens",
  "stop",
  "reasoning_effort",
  "response_format",
  "functions",
  "function_call",
  "function_call",
  "messages",
);

export function callsFunctions(request: ChatRequest): bool {
  return request.names === FUNCTION_FIELDS;
}

/** Whether a client of this dialect sent the request: what is opaque in it is then a provider's of this dialect. */
export function isNative(request: ChatRequest): bool {
  return request.names === FIELDS || request.names === FUNCTION_FIELDS;
}
