import { type ConfigSource, describeSource } from "../config/load.ts";
import type { Judge, JudgeCounts } from "../health/judge.ts";
import type { LivePolicy } from "../managed/live-policy.ts";
import type { Rejected, Reloader } from "../reload/reloader.ts";
import type { StandInStore } from "../store/stand-in-store.ts";

/** What `GET /healthz` says beside "ok" and the versions of Headgate and of the policy in force. */
export interface Health {
  /** Where the configuration comes from. */
  source: string;
  warnings: readonly string[];
  /** The file as it is now, if it was refused. */
  rejected?: Rejected;
  /** Why what is in the file and the store is not in force together: one was refused, or the store cannot be opened. */
  trouble?: string;
  /** What became of the answers that were to be judged. */
  judge?: Readonly<JudgeCounts>;
}

export function healthOf(
  source: ConfigSource,
  live: LivePolicy,
  judge: Judge,
  reloader: Reloader | undefined,
  standIn: StandInStore | undefined,
): Health {
  const trouble = live.trouble ?? standIn?.reason;
  return {
    source: describeSource(source),
    warnings: reloader?.warnings ?? [],
    ...(reloader?.rejected && { rejected: reloader.rejected }),
    ...(trouble !== undefined && { trouble }),
    ...(judge.counts && { judge: judge.counts }),
  };
}
