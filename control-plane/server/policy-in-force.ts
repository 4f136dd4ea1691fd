import { join } from "node:path";
import { keepLastGood } from "../managed/last-good.ts";
import { LivePolicy, type LivePolicyOptions } from "../managed/live-policy.ts";
import { type ProviderKeyBox, providerKeyBox } from "../managed/provider-key-box.ts";
import { StandInStore } from "../store/stand-in-store.ts";
import type { Store } from "../store/store.ts";
import { openOrStandIn } from "./open-or-stand-in.ts";
import type { OpenParts } from "./open-parts.ts";

/** The policy of file and store together, and what it is kept in. */
interface PolicyInForce {
  live: LivePolicy;
  store: Store;
  box: ProviderKeyBox;
  /** What stands in for the store while it cannot be opened. */
  standIn: StandInStore | undefined;
}

/** Beside the store, or where it would be. */
const LAST_GOOD_FILE = "headgate.last-good.json";

/**
 * @throws OperatorError if the store cannot be opened and it is not known what it held, or file and store do not go
 * together
 */
export async function openPolicy(
  { url, folder }: { url: string; folder: string },
  options: Omit<LivePolicyOptions, "store" | "openKey">,
  open: OpenParts,
): Promise<PolicyInForce> {
  const { environment, log } = options;
  const lastGoodPath = join(folder, LAST_GOOD_FILE);
  const store = await openOrStandIn(url, lastGoodPath, log);
  open.add(() => store.close());
  const standIn = store instanceof StandInStore ? store : undefined;
  const box = providerKeyBox(environment, url);
  const rewrapped = standIn === undefined ? await box.rewrap(store) : 0;
  if (rewrapped > 0) {
    log.info(`${rewrapped} provider keys are under the current master key; the previous ones can go`);
  }
  const live = await LivePolicy.open({ ...options, store, openKey: box.open });
  open.add(() => live.close());
  open.add(keepLastGood(lastGoodPath, live, (why) => log.warn(why)));
  return { live, store, box, standIn };
}
