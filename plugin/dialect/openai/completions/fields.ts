import { FieldNames } from "../../../exchange/field-names";
import { Setting, SettingNames } from "../../../exchange/setting";

/** https://platform.openai.com/docs/api-reference/completions/create; empty: the API has none of it. */
export const COMPLETION_FIELDS = new FieldNames(
  new SettingNames()
    .with(Setting.Temperature, "temperature")
    .with(Setting.TopP, "top_p")
    .with(Setting.TopK, "top_k")
    .with(Setting.MinP, "min_p")
    .with(Setting.RepeatPenalty, "repetition_penalty")
    .with(Setting.Seed, "seed")
    .with(Setting.FrequencyPenalty, "frequency_penalty")
    .with(Setting.PresencePenalty, "presence_penalty")
    .with(Setting.LogitBias, "logit_bias")
    .with(Setting.User, "user"),
  "max_tokens",
  "stop",
  "",
  "",
  "",
  "",
  "",
  "prompt",
);
