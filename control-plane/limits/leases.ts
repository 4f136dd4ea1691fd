import type { Store } from "../store/store.ts";

/** Where limits are shared out: a store, or the memory of a control plane that has none. */
export type Leases = Pick<Store, "lease">;
