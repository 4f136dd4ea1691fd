import type { AuditEntry } from "../audit/entry.ts";
import type { Store } from "./store.ts";

const PAGE = 1000;

/** The whole log, oldest first, a page at a time. */
export async function* allAuditEntries(store: Store): AsyncGenerator<AuditEntry> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: { items: AuditEntry[]; next?: number } = await store.audit({ after, limit: PAGE });
    yield* page.items;
    after = page.next;
  }
}
