import { z } from "zod";
import { duration } from "./time.ts";

/** When Envoy takes a provider's targets out, and for how long. */
export const outlierDetectionSchema = z.strictObject({
  /** In a row, of those that count against the host. */
  consecutive_failures: z.int().positive().default(3),
  interval: duration.default("1s"),
  base_ejection_time: duration.default("5s"),
  max_ejection_time: duration.default("300s"),
});
