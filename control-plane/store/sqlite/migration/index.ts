import { sql as resources } from "./0001-resources.ts";
import { sql as leases } from "./0002-leases.ts";

/** In order; the database's `user_version` says how many of them it has. One that was released is never changed. */
export const MIGRATIONS: readonly string[] = [resources, leases];
