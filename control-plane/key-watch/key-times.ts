import type { Config } from "../../contract/config.ts";
import { keyId } from "../../contract/provider-key.ts";

/** What happens to a provider key that an operator should know of. */
export interface KeyEvent {
  provider: string;
  key: string;
  /**
   * `expiring`: a week or a day before its end; `expired`; `exhausted`: its budget, or its quota at the provider, is used
   * up; `refused`: the provider does not take it.
   */
  state: "expiring" | "expired" | "exhausted" | "refused";
  /** When it ends, has ended, or may be used again. */
  at: string;
}

/** `warning`: how long before its end. */
export type DueEvent = KeyEvent & { warning?: string };

const DAY = 86_400_000;
/** Before the end of a key. */
const WARNINGS = [DAY, 7 * DAY];

/** Of each key with an end the last that there was to tell by now: that it is over, or will be in a day, or in a week. */
export function dueEvents(config: Config, now: number): DueEvent[] {
  return Object.entries(config.providers).flatMap(([provider, { keys }]) =>
    keys.flatMap((key, index): DueEvent[] => {
      // What a rotation has replaced ends as it should.
      if (key.expires_at === undefined || key.retires_at !== undefined) return [];
      const about = { provider, key: keyId(key, index), at: new Date(key.expires_at).toISOString() };
      const left = Date.parse(key.expires_at) - now;
      if (left <= 0) return [{ ...about, state: "expired" }];
      const warning = WARNINGS.find((before) => left <= before);
      return warning === undefined ? [] : [{ ...about, state: "expiring", warning: `${warning / DAY}d` }];
    }),
  );
}
