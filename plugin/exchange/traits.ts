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

/** Where a model takes `temperature`, `top_p` and the like. */
export enum Sampling {
  Taken = 0,
  /** Where it does not think. */
  WithoutEffort = 1,
  None = 2,
}

/** When a chat completion with tools is refused for its effort. */
export enum Effort {
  Never = 0,
  /** Where the request says one. */
  Asked = 1,
  /** Unless it says `none`: the model has an effort of its own. */
  Always = 2,
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
  sampling: Sampling = Sampling.Taken;
  /** Stop sequences are taken. */
  stops: bool = true;
  /** Of a request with tools. */
  effortRefused: Effort = Effort.Never;
  /** Ids of tool calls must be exactly nine letters and digits. */
  shortToolIds: bool = false;

  /** `thinks`: whether the request asks the model to. */
  takesSampling(thinks: bool): bool {
    return this.sampling == Sampling.Taken || (this.sampling == Sampling.WithoutEffort && !thinks);
  }

  /** Whether a chat completion with tools would be refused. `says`: an effort, be it none; `thinks`: another than none. */
  refusesEffort(says: bool, thinks: bool): bool {
    if (this.effortRefused == Effort.Always) return thinks || !says;
    return this.effortRefused == Effort.Asked && thinks;
  }
}
