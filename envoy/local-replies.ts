import type { AddressLimits } from "../contract/address-limits.ts";
import { addressRefusal } from "./address-limits.ts";
import { because } from "./commented.ts";
import { headTooLarge } from "./head-limits.ts";
import { overloaded } from "./overload.ts";

/** What the gateway filter cannot do for answers that Envoy itself gives. */
export function localReplies(perIp: AddressLimits | undefined): object {
  const overflow = because(
    {
      filter: { response_flag_filter: { flags: ["UO"] } },
      headers_to_add: [{ header: { key: "retry-after", value: "1" } }],
    },
    { headers_to_add: "A circuit breaker is open for as long as other requests take." },
  );
  return because(
    { mappers: [...headTooLarge(), ...overloaded(), ...addressRefusal(perIp), overflow] },
    { mappers: "What the filter cannot do: a head that is too large, refused before it; when to come again." },
  );
}
