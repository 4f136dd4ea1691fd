import { z } from "zod";

/** The limits that hold in a window, as the policy names them. */
const MEASURES = ["requests_per_minute", "tokens_per_minute", "usd_per_day", "usd_per_month"] as const;
export type MeasureName = (typeof MEASURES)[number];

/** Requests, tokens, micro-dollars. */
const amount = z.int().min(0);

/** What one Envoy has used of its limits: `POST /leases`, by the filter (plugin/policy/limits/lease-report.ts). */
export const leaseReportSchema = z.strictObject({
  /** Drawn at random at each start of Envoy. */
  envoy: z.string().regex(/^[0-9a-f]{32}$/, "expected 32 hex digits"),
  limits: z
    .array(
      z.strictObject({
        kind: z.enum(["key", "tenant", "model", "provider_key"]),
        name: z.string(),
        measure: z.enum(MEASURES),
        /** When the window began, in milliseconds since 1970. */
        window: amount,
        /** In that window, so far. */
        used: amount,
        /** How far it goes by itself until it is answered. */
        holding: amount,
      }),
    )
    .max(2048),
});
export type LeaseReport = z.output<typeof leaseReportSchema>;

/** In the order of the report; null for a limit that is not in the policy in force, or a window that is none. */
export const leaseAnswerSchema = z.strictObject({
  leases: z.array(
    z
      .strictObject({
        /** How far `used` may go in that window. */
        allowance: amount,
        /** How many share the limit, this Envoy among them. */
        envoys: amount,
      })
      .nullable(),
  ),
});
export type LeaseAnswer = z.output<typeof leaseAnswerSchema>;
