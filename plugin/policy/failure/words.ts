/**
 * What providers say where their status does not: whichever their dialect, since compatible servers and proxies hand on
 * the words of whatever is behind them. Lower case. In a phrase that a message begins with, `*` stands for anything.
 */

/** A prompt that is longer than the model's context. */
export const TOO_LONG: Array<string> = [
  "context_length_exceeded",
  "context length exceeded",
  "maximum context length", // OpenAI, Azure, Mistral, DeepSeek, OpenRouter, Fireworks, vLLM, SGLang
  "context window", // OpenAI's Responses, Anthropic, MiniMax, Cloudflare, LiteLLM
  "model_context_window_exceeded", // Zhipu
  "prompt is too long", // Anthropic, Fireworks
  "exceed context limit", // Anthropic, for the prompt with `max_tokens`
  "input token count", // Gemini, Vertex
  "request payload size exceeds the limit", // Gemini, Vertex
  "too long to fit into the model", // vLLM
  "longer than the maximum model length", // vLLM
  "longer than the model's context length", // SGLang
  "exceeds the maximum allowed length", // SGLang
  "`inputs` must have less than", // TGI, Together
  "`inputs` tokens + `max_new_tokens` must be", // TGI, Together
  "exceeds maximum input length", // TensorRT-LLM, NIM, DeepInfra
  "exceeds maximum sequence length", // TensorRT-LLM
  "the sum of prompt length", // TensorRT-LLM
  "max_num_tokens", // TensorRT-LLM
  "too many tokens: ", // Cohere
  "size limit exceeded by", // Cohere
  "range of input length should be", // Qwen
  "model_max_prompt_tokens_exceeded", // Copilot
  "prompt token count of", // Copilot
  "tokens_limit_reached", // GitHub Models
  "request body too large for", // GitHub Models
  "reduce the length of the messages", // Groq, Cerebras
  "maximum prompt length", // xAI
  "exceed_context_size_error", // llama.cpp
  "exceeds the available context size", // llama.cpp
  "input is too large to process", // llama.cpp
  "exceeds the context length", // Ollama
  "exceeded max context length", // Ollama
  "exceeded context length", // Ollama
  "greater than the context length", // LM Studio
  "when context the overflows", // LM Studio
  "exceeded model token limit", // Moonshot
  "prompt exceeds max length", // Zhipu
  "prompt 超长", // Zhipu
  "exceed max message tokens", // Volcengine
  "less than max_seq_len", // SiliconFlow
  "input is too long", // Bedrock, Databricks
  "too many input tokens", // Bedrock
  "input tokens exceeded", // Bedrock
];

/** An account that is used up, until somebody pays: codes, and how messages begin. */
export const USED_UP: Array<string> = [
  "insufficient_quota", // OpenAI, Azure
  "billing_hard_limit_reached",
  "billing_not_active",
  "your credit balance is too low", // Anthropic
  "you have reached your specified api usage limits", // Anthropic
  "insufficient balance", // DeepSeek, Moonshot, MiniMax, Zhipu
  "insufficient credits", // OpenRouter
  "this request requires more credits", // OpenRouter
  "key limit exceeded", // OpenRouter
  "exceeded_current_quota_error", // Moonshot
  "your account*is suspended", // Moonshot
  "you exceeded your current token quota", // Moonshot
  "account * is suspended", // Fireworks
  "your team*has either used all available credits", // xAI
  "your newly created team doesn't have any credits", // xAI
  "credit limit exceeded", // Together
  "your prepayment credits are depleted", // Gemini
  "this api method requires billing to be enabled", // Gemini, Vertex
  "arrearage", // Qwen
  "access denied, please make sure your account is in good standing", // Qwen
  "allocationquota.freetieronly", // Qwen
  "the free tier of the model has been exhausted", // Qwen
  "your account is in arrears", // Zhipu
  "余额不足", // Zhipu
  "accountoverdueerror", // Volcengine
  "sorry, your account balance is insufficient", // SiliconFlow
  "you are using a trial key*/ month", // Cohere
  "you have exceeded your monthly included credits", // Hugging Face
];

/** A provider key that is wrong, from those that say so with a 400, or inside a stream: likewise. */
export const KEY_IS_WRONG: Array<string> = [
  "invalid_api_key",
  "invalid api key",
  "api key not valid", // Gemini
  "api key not found", // Gemini
  "api key expired", // Gemini
  "api_key_invalid", // Gemini
  "incorrect api key", // OpenAI, xAI, Qwen
  "invalidapikey", // Qwen
  "invalid x-api-key", // Anthropic
  "invalid api token", // Cohere
  "authentication fails", // DeepSeek
  "invalid authentication", // Moonshot
  "bad request: authorization header is badly formatted", // Copilot
  "unauthorized: token expired", // Copilot
  "the security token included in the request is", // Bedrock
  "access denied due to invalid subscription key", // Azure
  "no auth credentials found", // OpenRouter
];

/** A model that the provider does not have, from those that say so with a 400, or inside a stream: likewise. */
export const NO_SUCH_MODEL: Array<string> = [
  "model_not_found",
  "model_decommissioned", // Groq
  "model_not_available", // Together
  "model_not_supported", // Copilot, Hugging Face
  "unknown_model", // GitHub Models
  "invalid model:", // Mistral
  "invalid model '", // Perplexity
  "invalid model identifier", // LM Studio
  "no models loaded", // LM Studio
  "model not exist", // DeepSeek, Qwen
  "model does not exist", // SiliconFlow
  "model not found", // Fireworks, llama.cpp
  "unknown model, please check", // Zhipu
  "unknown model:", // GitHub Models
  "模型不存在", // Zhipu
  "the requested model is not supported", // Copilot
  "unable to access non-serverless model", // Together
  "the provided model identifier is invalid", // Bedrock
  "invocation of model id", // Bedrock, for models that are sold by capacity alone
];

/** An error without a status of its own that asks for less speed: likewise. */
export const TOO_FAST: Array<string> = [
  "rate_limit_exceeded",
  "rate_limit_error",
  "rate_limit_reached_error", // Moonshot
  "throttling", // Qwen
  "throttlingexception", // Bedrock
  "rate limit reached", // OpenAI, Groq, Zhipu
  "too many requests",
  "too many tokens, please wait", // Bedrock
];

/**
 * A field or a beta of the request that this provider does not know, and another may: clients send them unasked. Nobody is
 * blamed for it, so a caller who brings the words about has won a second attempt and no more.
 */
export const NOT_KNOWN: Array<string> = [
  "unknown_parameter", // OpenAI
  "unsupported_parameter", // OpenAI
  "unsupported_value", // OpenAI
  "extra_forbidden", // Mistral, those made with FastAPI
  "unexpected value(s) `*` for the `anthropic-beta` header", // Anthropic, Vertex
  "*invalid beta flag", // Bedrock
  "*extra inputs are not permitted", // Anthropic, Mistral, those made with FastAPI
  "unrecognized request argument", // OpenAI, Azure
  "unknown parameter", // OpenAI
  "unsupported parameter", // OpenAI
  "unsupported value", // OpenAI
  "invalid json payload received. unknown name", // Gemini, Vertex
  "*additional properties are not allowed", // Cohere, Azure
  "property '*' is unsupported", // Groq
  "unknown field", // Rust's and Go's servers
  "json: unknown field", // Go's servers
  "json: cannot unmarshal: unknown field", // Go's servers
  "`temperature` and `top_p` cannot both be specified", // Anthropic
  "`temperature` is deprecated for this model", // Anthropic
  "this model does not support the effort parameter", // Anthropic
  "*is not supported on this model", // Anthropic
  "*does not match any of the expected tags", // those made with FastAPI
];

/** A thought of the conversation's that this provider cannot read: another made it, or sealed it for another account. */
export const FOREIGN_THOUGHT: Array<string> = [
  "*invalid `signature` in `thinking` block", // Anthropic, Bedrock, Vertex
  "*invalid `data` in `redacted_thinking` block", // likewise
  "invalid_encrypted_content", // OpenAI, Azure, xAI
  "the encrypted content*could not be", // likewise
  "item with id 'rs_*' not found", // likewise, with a 404
  "item 'rs_*' of type 'reasoning' was provided without", // OpenAI, Azure
  "*thought signature is not valid", // Vertex
  "*corrupted thought signature", // Gemini
];
