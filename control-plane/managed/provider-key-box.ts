import type { Environment } from "../process/environment.ts";
import { loadMasterKeys } from "../secret/load-master-keys.ts";
import type { MasterKeys } from "../secret/master-key.ts";
import { recordOf, rewrapStore } from "../secret/master-key-rotation.ts";
import { seal, unseal } from "../secret/sealed.ts";
import { StaleBasis } from "../store/errors.ts";
import type { Resource, Store } from "../store/store.ts";

/** Seals and opens the values of provider keys in the store. Both throw OperatorError if that is not possible. */
export interface ProviderKeyBox {
  seal(id: string, value: string): string;
  open(resource: Resource, sealed: string): string;
  /** Brings what previous master keys have sealed under the current one; how many resources that were. */
  rewrap(store: Store): Promise<number>;
}

const TRIES = 5;

/** @param storeUrl where the store is: the master key's file lies beside it, and is made with the first provider key */
export function providerKeyBox(environment: Environment, storeUrl: string): ProviderKeyBox {
  let keys: MasterKeys | undefined;
  const masterKeys = () => {
    keys ??= loadMasterKeys(environment, storeUrl);
    return keys;
  };
  const opened = new WeakMap<Resource, Map<string, string>>();
  return {
    seal: (id, value) => seal(value, recordOf({ kind: "provider-key", id }), masterKeys().current),
    open(resource, sealed) {
      const known = opened.get(resource) ?? new Map<string, string>();
      const value = known.get(sealed) ?? unseal(sealed, recordOf(resource), masterKeys());
      opened.set(resource, known.set(sealed, value));
      return value;
    },
    async rewrap(store) {
      if (!environment.HEADGATE_MASTER_KEY_PREVIOUS) return 0;
      for (let tries = 1; ; tries++) {
        try {
          return await rewrapStore(store, masterKeys(), "control-plane");
        } catch (error) {
          // Another control plane that was started at the same time.
          if (!(error instanceof StaleBasis) || tries === TRIES) throw error;
        }
      }
    },
  };
}
