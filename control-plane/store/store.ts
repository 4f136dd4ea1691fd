import type { CoolDown } from "../../contract/cool-down.ts";
import type { AuditEntry, AuditQuery, NewAuditEntry } from "../audit/entry.ts";
import type { GrantedLeases, LeaseRequest, UsageRow } from "./lease/lease.ts";

/** What the admin API manages: each is a document by id. */
export const KINDS = [
  "tenant",
  "client-key",
  "provider",
  "provider-key",
  "model",
  "price",
  "rule",
  "admin-token",
  "setting",
] as const;

export type Kind = (typeof KINDS)[number];

export interface Resource {
  kind: Kind;
  /** Not empty; any characters (a model may be named `meta/llama-3`). */
  id: string;
  /** 1, 2, …: the ETag. Goes on where it stopped if a deleted id is made again, so that no revision means two things. */
  revision: number;
  /** JSON. Secrets in it are hashed or sealed: the store writes it down as it stands. */
  body: unknown;
  /** ISO 8601, UTC, with milliseconds; likewise every time in this interface that is a string. */
  createdAt: string;
  updatedAt: string;
  /** Rules are read in this order; what has none comes last. Any finite number, so that one fits between two. */
  position?: number;
}

export interface Put {
  kind: Kind;
  id: string;
  body: unknown;
  position?: number;
  /** The revision that it replaces, or that there is none; without it, whatever is there is replaced. */
  expected?: number | "absent";
}

export interface Delete {
  kind: Kind;
  id: string;
  /** The revision that is deleted; without it, any, and none is no error. */
  expected?: number;
}

/** One published policy. The last `VERSIONS_KEPT` are kept; the audit log names the digests of all. */
export interface PolicyVersion {
  /** 1, 2, … */
  number: number;
  at: string;
  actor: string;
  summary: string;
  digest: string;
  document: unknown;
}

/** A document may be megabytes: lists leave it out. */
export type PolicyVersionSummary = Omit<PolicyVersion, "document">;

/** How many policies can be rolled back to: with 10,000 keys one is some 3 MB. */
export const VERSIONS_KEPT = 100;

/** All of it is written, with its audit entries and its version, or nothing. */
export interface Change {
  puts?: readonly Put[];
  deletes?: readonly Delete[];
  version?: Omit<PolicyVersion, "number" | "at">;
  audit: readonly NewAuditEntry[];
  /** The `commit` of the `Contents` that it was computed from: refused if another came between. */
  basedOn?: number;
}

export interface Committed {
  /** How many changes the store has seen, this one included. */
  commit: number;
  at: string;
  /** What was put, in the order of `puts`. */
  resources: Resource[];
  version?: PolicyVersionSummary;
  audit: AuditEntry[];
}

/** Everything at one moment. */
export interface Contents {
  commit: number;
  /** The number of the last policy version; 0 before the first. */
  version: number;
  /** In the order of `KINDS`, then of `all`. */
  resources: Resource[];
}

export interface Page {
  /** The `next` of the page before. */
  after?: string;
  /** 1 to 1000 */
  limit: number;
}

/**
 * Where the control plane keeps what outlives it. Every method may reject with `StoreUnavailable`.
 */
export interface Store {
  get(kind: Kind, id: string): Promise<Resource | undefined>;
  /** In the order of `all`; `next` is absent on the last page. @throws BadCursor */
  list(kind: Kind, page: Page): Promise<{ items: Resource[]; next?: string }>;
  /** By position, then by id (order of UTF-8 bytes). */
  all(kind: Kind): Promise<Resource[]>;
  contents(): Promise<Contents>;

  /** @throws RevisionConflict, StaleBasis; nothing is changed then */
  commit(change: Change): Promise<Committed>;

  /** Newest first; `before` is the `next` of the page before. */
  versions(page: { before?: number; limit: number }): Promise<{ items: PolicyVersionSummary[]; next?: number }>;
  version(number: number): Promise<PolicyVersion | undefined>;
  audit(query: AuditQuery): Promise<{ items: AuditEntry[]; next?: number }>;

  /** Takes one Envoy's report, and tells it what it may use; see lease/lease.ts. */
  lease(request: LeaseRequest): Promise<GrantedLeases>;
  /** What all Envoys have used, by scope and window; of all scopes, or of those named. */
  usage(scopes?: readonly string[]): Promise<UsageRow[]>;

  /** Provider keys, and models at providers, that an Envoy lets cool down: only ever longer. */
  coolDown(list: readonly CoolDown[]): Promise<void>;
  /** Those that run, of all Envoys of all control planes on this store. */
  coolDowns(): Promise<CoolDown[]>;

  /** Calls back after each change, by this control plane or another; several may become one call. Returns how to end it. */
  watch(onChange: () => void): () => void;
  close(): Promise<void>;
}
