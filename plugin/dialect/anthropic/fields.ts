import { FieldNames } from "../../exchange/field-names";
import { Setting, SettingNames } from "../../exchange/setting";

/** Not in the types of API version 2026-10-21, which refuses them; 2023-06-01 and compatible servers take them. */
export const SAMPLING: SettingNames = new SettingNames()
  .with(Setting.Temperature, "temperature")
  .with(Setting.TopP, "top_p")
  .with(Setting.TopK, "top_k");

/** `user_id` is asked for to trace abuse, which is what OpenAI's `safety_identifier` is for. */
const ALL: SettingNames = new SettingNames()
  .with(Setting.Temperature, "temperature")
  .with(Setting.TopP, "top_p")
  .with(Setting.TopK, "top_k")
  .with(Setting.User, "metadata.user_id")
  .with(Setting.SafetyIdentifier, "metadata.user_id")
  .with(Setting.CacheControl, "cache_control");

export const FIELDS: FieldNames = new FieldNames(
  ALL,
  "max_tokens",
  "stop_sequences",
  "thinking",
  "output_config.format",
  "tools",
  "tool_choice",
  "tool_choice.disable_parallel_tool_use",
  "messages",
);
