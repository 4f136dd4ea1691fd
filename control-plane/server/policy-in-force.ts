import { LivePolicy, type LivePolicyOptions } from "../managed/live-policy.ts";
import { type ProviderKeyBox, providerKeyBox } from "../managed/provider-key-box.ts";
import type { Store } from "../store/store.ts";
import { openStore } from "../store-place/open-store.ts";
import type { OpenParts } from "./open-parts.ts";

/** The policy of file and store together, and what it is kept in. */
interface PolicyInForce {
  live: LivePolicy;
  store: Store;
  box: ProviderKeyBox;
}

/** @throws OperatorError if the store cannot be opened, or file and store do not go together */
export async function openPolicy(
  storeUrl: string,
  options: Omit<LivePolicyOptions, "store" | "openKey">,
  open: OpenParts,
): Promise<PolicyInForce> {
  const { environment, log } = options;
  const store = await openStore(storeUrl);
  open.add(() => store.close());
  const box = providerKeyBox(environment, storeUrl);
  const rewrapped = await box.rewrap(store);
  if (rewrapped > 0) {
    log.info(`${rewrapped} provider keys are under the current master key; the previous ones can go`);
  }
  const live = await LivePolicy.open({ ...options, store, openKey: box.open });
  open.add(() => live.close());
  return { live, store, box };
}
