import { z } from "zod";
import { FLAWS } from "../plugin/policy/health/flaw.ts";
import { coolDownId, coolDownSchema, milliseconds } from "./cool-down.ts";
import { failureNames } from "./failure.ts";
import { standingSchema } from "./standing.ts";

const count = z.int().min(0);

const flawNames = FLAWS.map(({ name }) => name);

/** What one worker saw of a target since its last report. Counts and times only: no text, no names of callers. */
const targetTelemetrySchema = z.strictObject({
  id: z.string(),
  /** All that ended, but for those that a client left. */
  attempts: count,
  /** Those that met a failure, by its kind. */
  failures: z.partialRecord(z.enum(failureNames), count),
  /** `[milliseconds, attempts]`: the time to the first content, rounded to one of four steps to each power of two. */
  first_token: z.array(z.tuple([z.int().positive(), count])).max(128),
  /** Of streamed answers, what came behind the first content, and in which time. */
  tokens: count,
  tokens_ms: count,
  /** Chats that were answered to the end, and those of them whose text was read. */
  answers: count,
  read: count,
  flaws: z.partialRecord(z.enum(flawNames), count),
});
export type TargetTelemetry = z.output<typeof targetTelemetrySchema>;

/** `POST /telemetry`, by the filter (plugin/policy/health/telemetry.ts). */
export const telemetryReportSchema = z.strictObject({
  targets: z.array(targetTelemetrySchema).max(1024),
  cooldowns: z.array(coolDownSchema).max(512),
});

/** What all Envoys have told, put together. */
const telemetryAnswerSchema = z.strictObject({
  targets: z.array(standingSchema),
  cooldowns: z.array(
    z.strictObject({
      id: coolDownId,
      until: milliseconds,
      reason: z.enum(failureNames),
      asked: z.literal(true).optional(),
    }),
  ),
});
export type TelemetryAnswer = z.output<typeof telemetryAnswerSchema>;
