import type { AddressLimits } from "../contract/address-limits.ts";
import { addressRefusal } from "./address-limits.ts";
import { because } from "./commented.ts";
import { headTooLarge } from "./head-limits.ts";
import { overloaded } from "./overload.ts";

/** What the gateway filter cannot do for answers that Envoy itself gives. */
export function localReplies(perIp: AddressLimits | undefined): object {
  return because(
    { mappers: [...headTooLarge(), ...overloaded(), ...addressRefusal(perIp)] },
    {
      mappers: "What is refused before the filter: a head that is too large, more than there is memory for, too many.",
    },
  );
}
