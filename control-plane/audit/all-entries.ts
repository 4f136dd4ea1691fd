import type { Store } from "../store/store.ts";
import type { AuditEntry } from "./entry.ts";

const PAGE = 1000;

/** The whole log, oldest first, a page at a time. */
export async function* allEntries(store: Store): AsyncGenerator<AuditEntry> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page: { items: AuditEntry[]; next?: number } = await store.audit({ after, limit: PAGE });
    yield* page.items;
    after = page.next;
  }
}
