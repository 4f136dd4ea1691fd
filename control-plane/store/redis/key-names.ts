import type { Kind } from "../store.ts";

/**
 * The names of everything in Redis. The braces keep all of it in one slot of a cluster, for scripts and transactions
 * (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
 */
export class Keys {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = `{${prefix}}:`;
  }

  /** Hash: `schema`, `commits`, `version` (the last one's number), `sequence` and `hash` of the audit log's head. */
  get state(): string {
    return `${this.#prefix}state`;
  }

  /** Hash: id → resource. */
  resources(kind: Kind): string {
    return `${this.#prefix}resource:${kind}`;
  }

  /** Sorted set of ids by place. */
  order(kind: Kind): string {
    return `${this.#prefix}order:${kind}`;
  }

  /** Hash: id → last revision, of deleted ones too. */
  revisions(kind: Kind): string {
    return `${this.#prefix}revision:${kind}`;
  }

  /** Hash: number → version without its document. */
  get versions(): string {
    return `${this.#prefix}version`;
  }

  /** Hash: number → document. */
  get documents(): string {
    return `${this.#prefix}document`;
  }

  /** Stream of entries, whose ids are `<sequence>-0`: Redis itself takes none that is not behind the last. */
  get audit(): string {
    return `${this.#prefix}audit`;
  }

  /** Sorted set: the names of lease windows by the moment when each is forgotten. */
  get windows(): string {
    return `${this.#prefix}windows`;
  }

  /** Hash: Envoy → its lease, and "" → limit and end of the window. */
  lease(window: string): string {
    return `${this.#prefix}lease:${window}`;
  }

  /** Sorted set: cool-downs, as JSON without their end, by that end. */
  get coolDowns(): string {
    return `${this.#prefix}cooldowns`;
  }

  /** Pub/sub channel: the number of each commit. */
  get changed(): string {
    return `${this.#prefix}changed`;
  }
}
