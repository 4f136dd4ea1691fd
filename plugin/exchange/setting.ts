import { is, Span } from "../wire/span";

/** Fields of a request that mean the same wherever they stand: copied as whole JSON values. */
export enum Setting {
  Temperature = 0,
  TopP = 1,
  TopK = 2,
  MinP = 3,
  Seed = 4,
  FrequencyPenalty = 5,
  PresencePenalty = 6,
  RepeatPenalty = 7,
  LogitBias = 8,
  /** Whether to tell the tokens' probabilities, and of how many others. */
  Logprobs = 9,
  TopLogprobs = 10,
  /** Who the caller's own user is: a string. */
  User = 11,
  /** OpenAI's map of strings. */
  Metadata = 12,
  ServiceTier = 13,
  PromptCacheKey = 14,
  SafetyIdentifier = 15,
  Verbosity = 16,
  /** How long Ollama keeps the model loaded. */
  KeepAlive = 17,
  /** Anthropic's: the provider's cache ends with what is last, turn by turn. */
  CacheControl = 18,
}

/** How many settings there are. */
export const SETTINGS: i32 = 19;

/** No setting of that name. */
export const NO_SETTING: i32 = -1;

/** What one dialect calls the settings that it has. */
export class SettingNames {
  private names: StaticArray<string> = new StaticArray<string>(SETTINGS);

  constructor() {
    for (let i = 0; i < SETTINGS; i++) this.names[i] = "";
  }

  with(setting: Setting, name: string): SettingNames {
    this.names[setting] = name;
    return this;
  }

  /** Empty: the dialect has no such setting. */
  nameOf(setting: i32): string {
    return setting >= 0 && setting < SETTINGS ? this.names[setting] : "";
  }

  has(setting: i32): bool {
    return this.nameOf(setting).length > 0;
  }

  /** NO_SETTING if there is none of that name. */
  find(name: Span): i32 {
    for (let i = 0; i < SETTINGS; i++) {
      const own = this.names[i];
      if (own.length > 0 && is(name, own)) return i;
    }
    return NO_SETTING;
  }
}

/** A number, where a string or a list would be a mistake worth a 400. */
export function isNumeric(setting: i32): bool {
  return setting <= Setting.RepeatPenalty || setting == Setting.TopLogprobs;
}
