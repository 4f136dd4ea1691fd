/** Who changed what, and when. Entries are never changed or removed. */
export interface AuditEntry {
  /** 1, 2, … without a gap. */
  sequence: number;
  at: string;
  /** Who: `token:ops`, `jwt:alice@example.com`, `file:headgate.yaml`. */
  actor: string;
  /** What was done: `client-key.create`. */
  action: string;
  /** To what: `client-key/k1`. */
  object: string;
  /** Whose it is, if it is one tenant's. */
  tenant?: string;
  /** JSON, its secrets masked by the caller (`maskSecrets`). */
  change: unknown;
  /** The `hash` of the entry before; 64 zeros in the first. */
  previous: string;
  /** SHA-256 over `previous` and all of the above, hexadecimal: see chain.ts. */
  hash: string;
}

export type NewAuditEntry = Omit<AuditEntry, "sequence" | "at" | "previous" | "hash">;

export interface AuditQuery {
  /** The sequence after which to go on, in the order asked for: the `next` of the page before. */
  after?: number;
  /** 1 to 1000 */
  limit: number;
  /** The default is oldest first. */
  newestFirst?: boolean;
  actor?: string;
  object?: string;
  tenant?: string;
  /** ISO 8601, UTC: from this moment on. */
  since?: string;
  /** ISO 8601, UTC: before this moment. */
  until?: string;
}
