import type { Environment } from "../policy/secrets.ts";
import { loadMasterKeys } from "../secret/load-master-keys.ts";
import type { MasterKeys } from "../secret/master-key.ts";
import { recordOf } from "../secret/rewrap-store.ts";
import { seal, unseal } from "../secret/sealed.ts";
import type { Resource } from "../store/store.ts";
import type { StoredProviderKey } from "./kinds.ts";

/** Seals and opens the values of provider keys in the store. Both throw OperatorError if that is not possible. */
export interface ProviderKeyBox {
  seal(id: string, value: string): string;
  open(resource: Resource): string;
}

/** @param storeUrl where the store is: the master key's file lies beside it, and is made with the first provider key */
export function providerKeyBox(environment: Environment, storeUrl: string): ProviderKeyBox {
  let keys: MasterKeys | undefined;
  const masterKeys = () => {
    keys ??= loadMasterKeys(environment, storeUrl);
    return keys;
  };
  const opened = new WeakMap<Resource, string>();
  return {
    seal: (id, value) => seal(value, recordOf({ kind: "provider-key", id }), masterKeys().current),
    open(resource) {
      const known = opened.get(resource);
      if (known !== undefined) return known;
      const value = unseal((resource.body as StoredProviderKey).sealed, recordOf(resource), masterKeys());
      opened.set(resource, value);
      return value;
    },
  };
}
