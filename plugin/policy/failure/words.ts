/**
 * What providers say where their status does not: whichever their dialect, since compatible servers and proxies hand on
 * the words of whatever is behind them. Lower case.
 */

/** A prompt that is longer than the model's context. */
export const TOO_LONG: Array<string> = [
  "context_length_exceeded",
  "context length exceeded",
  "maximum context length", // OpenAI, Mistral, vLLM
  "context window", // OpenAI's Responses, Anthropic, MiniMax, LiteLLM
  "prompt is too long", // Anthropic
  "exceed context limit", // Anthropic, for the prompt with `max_tokens`
  "input token count", // Gemini
  "too long to fit into the model", // vLLM
  "longer than the maximum model length", // vLLM
  "maximum prompt length", // xAI
  "exceeds the available context size", // llama.cpp
  "exceeds the context length", // Ollama
  "exceeded max context length", // Ollama
  "greater than the context length", // LM Studio
  "exceeded model token limit", // Moonshot
  "input is too long", // Bedrock
  "too many input tokens", // Bedrock
];

/** An account that is used up, until somebody pays: codes, and how messages begin. */
export const USED_UP: Array<string> = [
  "insufficient_quota", // OpenAI, Azure
  "billing_hard_limit_reached",
  "billing_not_active",
  "your credit balance is too low", // Anthropic
  "you have reached your specified api usage limits", // Anthropic
  "insufficient balance", // DeepSeek, Moonshot
];

/** A provider key that is wrong, from those that say so with a 400: likewise. */
export const KEY_IS_WRONG: Array<string> = [
  "invalid_api_key",
  "api key not valid", // Gemini
  "api key expired", // Gemini
  "incorrect api key", // xAI
];

/** A model that the provider does not have, from those that say so with a 400: likewise. */
export const NO_SUCH_MODEL: Array<string> = [
  "model_not_found",
  "model_decommissioned", // Groq
  "invalid model:", // Mistral
];

/** An error without a status of its own that asks for less speed. */
export const TOO_FAST: Array<string> = ["rate_limit_exceeded", "rate_limit_error"];
