import type { CoolDown } from "../../../contract/cool-down.ts";
import type { AuditQuery } from "../../audit/entry.ts";
import { applyChange, committed, type Found } from "../applied-change.ts";
import { RunningCoolDowns } from "../cool-down/running-cool-downs.ts";
import { StoreUnavailable } from "../errors.ts";
import type { GrantedLeases, LeaseRequest, UsageRow } from "../lease/lease.ts";
import { pageOf, placeOfCursor } from "../order.ts";
import {
  type Change,
  type Committed,
  type Contents,
  KINDS,
  type Kind,
  type Page,
  type PolicyVersion,
  type Resource,
  type Store,
} from "../store.ts";
import { Watchers } from "../watchers.ts";
import { readEntries, readHead, writeEntry } from "./audit-log.ts";
import { Database } from "./database.ts";
import { forgetWindows, lease, readUsage } from "./leases.ts";
import { openFile } from "./open-file.ts";
import { deleteResource, readBehind, readKind, readResource, readRevision, writeResource } from "./resources.ts";
import { using } from "./sqlite-errors.ts";
import { lastVersion, readVersion, readVersions, writeVersion } from "./versions.ts";

/** How often the file is asked whether another process has changed it: 20 µs each time. */
const LOOK_EVERY_MS = 100;

/** One file, for one control plane; other processes (the command line) may use it at the same time. */
export class SqliteStore implements Store {
  readonly #path: string;
  readonly #database: Database;
  /** Leases are written each second and are worth nothing after a power failure: their connection does not sync. */
  readonly #leases: Database;
  /** In memory: there is one control plane, and after its start each Envoy still knows its own. */
  readonly #coolDowns: RunningCoolDowns;
  readonly #now: () => number;
  readonly #watchers: Watchers;
  #closed = false;

  /** @throws OperatorError if the file cannot be opened */
  constructor(path: string, now: () => number = Date.now) {
    this.#path = path;
    this.#now = now;
    this.#coolDowns = new RunningCoolDowns(now);
    this.#database = openFile(path);
    this.#leases = new Database(path);
    this.#leases.pragma("synchronous = NORMAL");
    this.#watchers = new Watchers(this.#commits(), () => this.#do(() => this.#commits()), LOOK_EVERY_MS);
  }

  get(kind: Kind, id: string): Promise<Resource | undefined> {
    return this.#do(() => readResource(this.#database, kind, id));
  }

  list(kind: Kind, { after, limit }: Page): Promise<{ items: Resource[]; next?: string }> {
    return this.#do(() => {
      const behind = after === undefined ? { place: -Number.MAX_VALUE, id: "" } : placeOfCursor(after);
      return pageOf(readBehind(this.#database, kind, behind, limit + 1), limit);
    });
  }

  all(kind: Kind): Promise<Resource[]> {
    return this.#do(() => readKind(this.#database, kind));
  }

  contents(): Promise<Contents> {
    return this.#do(() =>
      this.#database.atOneMoment(() => ({
        commit: this.#commits(),
        version: lastVersion(this.#database),
        resources: KINDS.flatMap((kind) => readKind(this.#database, kind)),
      })),
    );
  }

  commit(change: Change): Promise<Committed> {
    return this.#do(() => {
      const applied = this.#database.transaction(() => this.#write(change));
      this.#watchers.changed(applied.commit);
      return committed(applied);
    });
  }

  versions({ before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number }) {
    return this.#do(() => {
      const read = readVersions(this.#database, before, limit + 1);
      const items = read.slice(0, limit);
      const last = items.at(-1);
      return read.length > limit && last !== undefined ? { items, next: last.number } : { items };
    });
  }

  version(number: number): Promise<PolicyVersion | undefined> {
    return this.#do(() => readVersion(this.#database, number));
  }

  audit(query: AuditQuery) {
    return this.#do(() => readEntries(this.#database, query));
  }

  lease({ envoy, at = this.#now(), scopes }: LeaseRequest): Promise<GrantedLeases> {
    return this.#do(() =>
      this.#leases.transaction(() => {
        forgetWindows(this.#leases, at);
        return { scopes: lease(this.#leases, envoy, scopes, at) };
      }),
    );
  }

  usage(scopes?: readonly string[]): Promise<UsageRow[]> {
    return this.#do(() => readUsage(this.#leases, scopes));
  }

  async coolDown(list: readonly CoolDown[]): Promise<void> {
    for (const coolDown of list) this.#coolDowns.add(coolDown);
  }

  async coolDowns(): Promise<CoolDown[]> {
    return this.#coolDowns.all;
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#watchers.close();
    this.#leases.close();
    try {
      // So that the file by itself is all there is to back up.
      this.#database.pragma("wal_checkpoint(TRUNCATE)");
    } catch {
      // A full or dying disk: the WAL still has it, and the next start reads that.
    }
    this.#database.close();
  }

  #write(change: Change) {
    const found: Found = {
      commit: this.#commits(),
      version: lastVersion(this.#database),
      head: readHead(this.#database),
      resource: (kind, id) => readRevision(this.#database, kind, id),
    };
    const applied = applyChange(change, found, new Date(this.#now()).toISOString());
    for (const { kind, id } of applied.deleted) deleteResource(this.#database, kind, id, applied.at);
    for (const resource of applied.resources) writeResource(this.#database, resource);
    if (applied.version !== undefined) writeVersion(this.#database, applied.version);
    for (const entry of applied.audit) writeEntry(this.#database, entry);
    this.#database.run("UPDATE state SET commits = ?", applied.commit);
    return applied;
  }

  #commits(): number {
    return Number(this.#database.rows("SELECT commits FROM state")[0]?.commits);
  }

  async #do<T>(work: () => T): Promise<T> {
    if (this.#closed) throw new StoreUnavailable(`${this.#path}: the store is closed`);
    return using(this.#path, work);
  }
}
