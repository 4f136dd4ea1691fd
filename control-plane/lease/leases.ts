import type { Store } from "../store/store.ts";

/** Where limits are shared out. */
export type Leases = Pick<Store, "lease">;
