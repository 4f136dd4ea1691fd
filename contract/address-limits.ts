import { z } from "zod";

/** Envoy's own local rate limit keeps it: see envoy/address-limits.ts. */
export const addressLimitsSchema = z.strictObject({
  requests_per_minute: z
    .int()
    .min(1)
    .max(1_000_000)
    .meta({ description: "So many requests at once, and as many in each minute.", unit: "requests" }),
  trusted_hops: z.int().min(0).max(16).default(0).meta({
    description:
      "So many proxies stand before the gateway, and each writes the address of who asked it at the end of `x-forwarded-for`. `0`: the header is not believed.",
    unit: "proxies",
  }),
});
export type AddressLimits = z.output<typeof addressLimitsSchema>;

/** Of the whole gateway. */
export const gatewayLimitsSchema = z.strictObject({
  per_ip: addressLimitsSchema.optional().meta({
    description: "How much one address may ask for, whoever it is: see docs/limits.md#by-address.",
    absent: "as much as it likes",
  }),
});
