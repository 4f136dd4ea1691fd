import { z } from "zod";
import { duration } from "./time.ts";

/** An active check: Envoy asks, whether there is traffic or not. */
export const healthCheckSchema = z.strictObject({
  path: z.string().startsWith("/").meta({ title: "path", description: "It begins with `/`." }).optional().meta({
    description: "Envoy asks for this path by `GET`, with the provider's own host name and without a key.",
    absent: "`/` of an Ollama, `/v1/models` of an Anthropic, else `<url>/models`",
  }),
  interval: duration.default("30s").describe("Envoy asks once in this time, with or without traffic."),
  timeout: duration.optional().meta({
    description: "A slower answer is a failed check.",
    absent: "`0.2s`; over TLS `2s`",
  }),
  unhealthy_threshold: z.int().positive().default(2).meta({
    description:
      "After so many failed checks in a row the target is out. An answer with a wrong status counts at once.",
    unit: "checks",
  }),
  healthy_threshold: z.int().positive().default(1).meta({
    description: "After so many good checks in a row the target is back.",
    unit: "checks",
  }),
  statuses: z
    .array(
      z
        .string()
        .regex(/^[1-5]\d\d(-[1-5]\d\d)?$/, 'expected a status such as "200", or "200-299"')
        .meta({ title: "status code", description: 'A status, `"401"`, or a range, `"200-299"`.' }),
    )
    .min(1)
    .optional()
    .meta({
      description: "A check with one of these statuses is good.",
      absent: "`200-299`; of a provider with keys also `401` and `403`",
    }),
});
