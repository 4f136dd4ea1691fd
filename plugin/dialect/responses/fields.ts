import { FieldNames } from "../../exchange/field-names";
import { ChatRequest } from "../../exchange/request";
import { Setting, SettingNames } from "../../exchange/setting";
import { Traits } from "../../exchange/traits";
import { thinks } from "../openai-platform/effort";

function topLevel(): SettingNames {
  return new SettingNames()
    .with(Setting.Temperature, "temperature")
    .with(Setting.TopP, "top_p")
    .with(Setting.TopLogprobs, "top_logprobs")
    .with(Setting.User, "user")
    .with(Setting.Metadata, "metadata")
    .with(Setting.PromptCacheKey, "prompt_cache_key")
    .with(Setting.SafetyIdentifier, "safety_identifier");
}

function all(): SettingNames {
  return topLevel()
    .with(Setting.ServiceTier, "service_tier")
    .with(Setting.Logprobs, "include")
    .with(Setting.Verbosity, "text.verbosity");
}

function withoutSampling(names: SettingNames): SettingNames {
  return names.with(Setting.Temperature, "").with(Setting.TopP, "");
}

const TOP_LEVEL: SettingNames = topLevel();
const TOP_LEVEL_WITHOUT_SAMPLING: SettingNames = withoutSampling(topLevel());
const ALL_WITHOUT_SAMPLING: SettingNames = withoutSampling(all());

/** The settings that stand at the top of a request, whatever their value. */
export function topLevelSettings(request: ChatRequest, traits: Traits): SettingNames {
  return traits.takesSampling(thinks(request)) ? TOP_LEVEL : TOP_LEVEL_WITHOUT_SAMPLING;
}

export function sentSettings(request: ChatRequest, traits: Traits): SettingNames {
  return traits.takesSampling(thinks(request)) ? FIELDS.settings : ALL_WITHOUT_SAMPLING;
}

/** The dialect has no stop sequences: no request of its own ever names them. */
export const FIELDS: FieldNames = new FieldNames(
  all(),
  "max_output_tokens",
  "stop",
  "reasoning",
  "text.format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "input",
);

/** As the mark of opaque values names the dialect, see exchange/opaque.ts. */
export const NAME: string = "responses";
