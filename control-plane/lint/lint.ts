import type { Config } from "../../contract/config.ts";
import type { Finding } from "./finding.ts";
import { forbiddenFallbacks } from "./forbidden-fallbacks.ts";
import { lesserFallbacks } from "./lesser-fallbacks.ts";
import { settingsWithoutEffect } from "./settings-without-effect.ts";
import { sharedFates } from "./shared-fates.ts";
import { tooLateFallbacks } from "./too-late-fallbacks.ts";

/** All that can be told of a configuration's failing over without running it. */
export function lint(config: Config): Finding[] {
  return [...cannotWork(config), ...sharedFates(config), ...lesserFallbacks(config), ...tooLateFallbacks(config)];
}

/** What is a mistake in any deployment, and not a choice: `headgate check` says it too. */
export function cannotWork(config: Config): Finding[] {
  return [...settingsWithoutEffect(config), ...forbiddenFallbacks(config)];
}
