import { z } from "zod";
import { duration } from "./time.ts";

export const outlierDetectionSchema = z.strictObject({
  consecutive_failures: z.int().positive().default(3).meta({
    description:
      "After so many failures in a row Envoy ejects the target. Only failures that count against the host are counted: see docs/failures.md.",
    unit: "failures",
  }),
  interval: duration.default("1s").describe("Once in this time Envoy looks which targets may come back."),
  base_ejection_time: duration
    .default("5s")
    .describe("The target is out for this long, times the number of its ejections so far."),
  max_ejection_time: duration.default("300s").describe("A target is never out for longer than this."),
});
