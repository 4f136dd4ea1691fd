/** Where a compatible server wants an earlier turn's reasoning sent back to it. */
export enum ReasoningHistory {
  /** Nowhere: such a field would be refused. */
  None = 0,
  /** `reasoning_content`: DeepSeek, llama.cpp. */
  Content = 1,
  /** `reasoning_details`: OpenRouter. */
  Details = 2,
  /** `reasoning`: vLLM. */
  Reasoning = 3,
}

/** In what a provider or its model differs from others of its dialect: the quirks of the presets' table. */
export class Traits {
  /** Sent where the client gave no limit and the dialect demands one. */
  maxTokens: i32 = 4096;
  /** The limit goes into `max_completion_tokens`, not `max_tokens`. */
  completionLimit: bool = false;
  /** `stream_options` may be sent. */
  streamUsage: bool = true;
  reasoningHistory: ReasoningHistory = ReasoningHistory.None;
  /** Thinking is asked for as `adaptive` with an effort, not as a budget of tokens. */
  adaptiveThinking: bool = false;
  /** An answer can be bound to a JSON Schema. */
  jsonSchema: bool = true;
  /** The path of its own completions, behind that of its chat completions' base URL; empty: it has none. */
  completions: string = "";
  /** Calls in the history carry Google's thought signatures. */
  googleSignatures: bool = false;
  /** `temperature`, `top_p` and `top_k` are taken. */
  samples: bool = true;
  /** Tools and an effort are not taken together in a chat completion. */
  effortWithoutTools: bool = false;
  /** Ids of tool calls must be exactly nine letters and digits. */
  shortToolIds: bool = false;
}
