import { createHash } from "node:crypto";
import { canonicalJson } from "../json/canonical-json.ts";
import type { AuditEntry, NewAuditEntry } from "./entry.ts";

/** The last entry of a chain: whoever notes it elsewhere sees later whether the end was cut off. */
export type Head = Pick<AuditEntry, "sequence" | "hash">;

export const NO_ENTRY: Head = { sequence: 0, hash: "0".repeat(64) };

type Verdict =
  | { ok: true; entries: number; head: Head }
  /** The first entry that is wrong. */
  | { ok: false; sequence: number; reason: string };

/**
 * SHA-256, hexadecimal, over the canonical JSON (RFC 8785) of the array
 * `[previous, sequence, at, actor, action, object, tenant or null, change]`: any language can check it.
 */
export function entryHash(entry: Omit<AuditEntry, "hash">): string {
  const { previous, sequence, at, actor, action, object, tenant = null, change } = entry;
  return createHash("sha256")
    .update(canonicalJson([previous, sequence, at, actor, action, object, tenant, change]))
    .digest("hex");
}

/** Continues the chain behind `head`. */
export function chained(head: Head, at: string, news: readonly NewAuditEntry[]): AuditEntry[] {
  let last = head;
  return news.map(({ actor, action, object, tenant, change }) => {
    const entry = {
      sequence: last.sequence + 1,
      at,
      actor: plain(actor),
      action: plain(action),
      object: plain(object),
      ...(tenant !== undefined && { tenant: plain(tenant) }),
      change: JSON.parse(JSON.stringify(change) ?? "null") as unknown,
      previous: last.hash,
    };
    const hashed = { ...entry, hash: entryHash(entry) };
    last = hashed;
    return hashed;
  });
}

/**
 * Finds an entry that was changed, removed, inserted or moved. What a chain cannot show by itself is that its last
 * entries were cut off: `noted`, a head that was written down elsewhere, must still be in it.
 */
export async function verify(
  entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  noted: Head = NO_ENTRY,
): Promise<Verdict> {
  let head = NO_ENTRY;
  for await (const entry of entries) {
    const sequence = head.sequence + 1;
    if (entry.sequence !== sequence) {
      return { ok: false, sequence, reason: `is missing: entry ${entry.sequence} stands in its place` };
    }
    if (entry.previous !== head.hash) {
      return { ok: false, sequence, reason: "does not follow the entry before it" };
    }
    if (entry.hash !== entryHash(entry)) {
      return { ok: false, sequence, reason: "was changed: its hash is not that of what it says" };
    }
    if (sequence === noted.sequence && entry.hash !== noted.hash) {
      return { ok: false, sequence, reason: "is not the one that was noted: the log was written anew" };
    }
    head = entry;
  }
  if (head.sequence < noted.sequence) {
    return {
      ok: false,
      sequence: head.sequence + 1,
      reason: `is missing: the log was cut off, it had ${noted.sequence}`,
    };
  }
  return { ok: true, entries: head.sequence, head: { sequence: head.sequence, hash: head.hash } };
}

/** Text that every store gives back as it took it: half characters and control characters would break the chain. */
function plain(text: string): string {
  return Buffer.from(text)
    .toString()
    .replace(/\p{Cc}/gu, "\uFFFD");
}
