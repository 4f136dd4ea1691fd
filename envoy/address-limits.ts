import type { AddressLimits } from "../contract/address-limits.ts";
import { because } from "./commented.ts";
import { earlyRefusal } from "./early-refusal.ts";
import { typed } from "./typed.ts";

const NAME = "envoy.filters.http.local_ratelimit";
const ALWAYS = { default_value: { numerator: 100, denominator: "HUNDRED" } };
/** A bucket that nobody empties. */
const BOTTOMLESS = 4_294_967_295;
/** Of those asked last: others begin anew. An entry takes some hundred bytes. */
const MOST_ADDRESSES = 65_536;

/** The flag of such an answer is set behind it; the gateway's own 429s are others. */
const REFUSED = {
  extension_filter: {
    name: "envoy.access_loggers.extension_filters.cel",
    typed_config: typed("envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter", {
      expression: 'response.code_details == "local_rate_limited"',
    }),
  },
};

/** Envoy's own limit for each address, before any filter that reads a key or a body; none unless the file has it. */
export function addressLimits(limits: AddressLimits | undefined): object[] {
  if (limits === undefined) return [];
  const bucket = bucketOf(limits.requests_per_minute);
  return [
    {
      name: NAME,
      typed_config: because(
        typed("envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit", {
          stat_prefix: "headgate_per_ip",
          token_bucket: { ...bucket, max_tokens: BOTTOMLESS, tokens_per_fill: BOTTOMLESS },
          filter_enabled: ALWAYS,
          filter_enforced: ALWAYS,
          rate_limits: [{ actions: [{ masked_remote_address: { v4_prefix_mask_len: 32, v6_prefix_mask_len: 64 } }] }],
          descriptors: [{ entries: [{ key: "masked_remote_address" }], token_bucket: bucket }],
          max_dynamic_descriptors: MOST_ADDRESSES,
          always_consume_default_token_bucket: false,
        }) as { "@type": string; descriptors?: object; rate_limits?: object },
        {
          rate_limits: "Of IPv6 the prefix: one customer has as many addresses in it as there are.",
          descriptors: "Without a value: each address has a bucket of its own, which all workers share.",
        },
      ),
    },
  ];
}

/** What Envoy says where the bucket is empty. */
export function addressRefusal(limits: AddressLimits | undefined): object[] {
  if (limits === undefined) return [];
  const { requests_per_minute: most } = limits;
  const message = `this address has asked too often: ${most} request${most === 1 ? "" : "s"} a minute`;
  return earlyRefusal(REFUSED, "rate_limit_error", message, Math.ceil(60 / most));
}

/** One request at a time comes back, as soon as it may; Envoy looks no more often than each 50 ms. */
function bucketOf(perMinute: number): { max_tokens: number; tokens_per_fill: number; fill_interval: string } {
  const seconds = Math.max(60 / perMinute, 0.05);
  const tokens = Math.max(1, Math.round((perMinute * seconds) / 60));
  return { max_tokens: perMinute, tokens_per_fill: tokens, fill_interval: `${seconds.toFixed(3)}s` };
}
