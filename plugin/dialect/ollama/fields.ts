import { FieldNames } from "../../exchange/field-names";
import { SETTINGS, Setting, SettingNames } from "../../exchange/setting";

/** Where `options` stand in a request. */
export const OPTIONS: string = "options.";

/** Beside `model`. */
export const TOP_LEVEL: SettingNames = new SettingNames()
  .with(Setting.Logprobs, "logprobs")
  .with(Setting.TopLogprobs, "top_logprobs")
  .with(Setting.KeepAlive, "keep_alive");

/** Inside `options`. */
export const IN_OPTIONS: SettingNames = new SettingNames()
  .with(Setting.Temperature, "temperature")
  .with(Setting.TopP, "top_p")
  .with(Setting.TopK, "top_k")
  .with(Setting.MinP, "min_p")
  .with(Setting.Seed, "seed")
  .with(Setting.FrequencyPenalty, "frequency_penalty")
  .with(Setting.PresencePenalty, "presence_penalty")
  .with(Setting.RepeatPenalty, "repeat_penalty");

/** All of them, as a user finds them in the request. */
export const PATHS: SettingNames = paths();

function paths(): SettingNames {
  const all = new SettingNames();
  for (let i = 0; i < SETTINGS; i++) {
    if (TOP_LEVEL.has(i)) all.with(i, TOP_LEVEL.nameOf(i));
    else if (IN_OPTIONS.has(i)) all.with(i, OPTIONS + IN_OPTIONS.nameOf(i));
  }
  return all;
}

/** `conversation`: what the endpoint calls it. */
export function fieldNames(conversation: string): FieldNames {
  return new FieldNames(
    PATHS,
    OPTIONS + "num_predict",
    OPTIONS + "stop",
    "think",
    "format",
    "tools",
    "",
    "",
    conversation,
  );
}
