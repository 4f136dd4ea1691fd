import { FieldNames } from "../../exchange/field-names";
import { Setting, SettingNames } from "../../exchange/setting";

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

/** The settings that stand at the top of a request, whatever their value. */
export const TOP_LEVEL: SettingNames = topLevel();

/** The dialect has no stop sequences: no request of its own ever names them. */
export const FIELDS: FieldNames = new FieldNames(
  topLevel()
    .with(Setting.ServiceTier, "service_tier")
    .with(Setting.Logprobs, "include")
    .with(Setting.Verbosity, "text.verbosity"),
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
