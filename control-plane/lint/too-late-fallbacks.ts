import type { Config } from "../../contract/config.ts";
import { secondsOf } from "../../contract/time.ts";
import type { Finding } from "./finding.ts";

/** Where the targets before it say nothing, a request ends before its last target is asked. */
export function tooLateFallbacks({ models, timeouts }: Config): Finding[] {
  return Object.entries(models).flatMap(([name, { targets = [], first_token = timeouts.first_token }]) => {
    const waited = secondsOf(first_token) * (targets.length - 1);
    if (targets.length < 2 || waited < secondsOf(timeouts.idle)) return [];
    return [
      {
        path: "timeouts.idle",
        reason: `${timeouts.idle} is over before target ${targets.length} of ${name} is asked, where ${targets.length - 1} before it say nothing for ${first_token} each: make first_token shorter, or idle longer than ${waited}s`,
        isFatal: false,
      },
    ];
  });
}
