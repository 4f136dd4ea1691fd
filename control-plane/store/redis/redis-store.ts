import type { CoolDown } from "../../../contract/cool-down.ts";
import { type Head, NO_ENTRY } from "../../audit/chain.ts";
import type { AuditEntry, AuditQuery } from "../../audit/entry.ts";
import { type AppliedChange, applyChange, committed } from "../applied-change.ts";
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
import { commandsFor as commandsForAudit, readEntries } from "./audit-log.ts";
import { Connection } from "./connection.ts";
import { addCoolDowns, readCoolDowns } from "./cool-downs.ts";
import { Keys } from "./key-names.ts";
import { lease, readUsage } from "./leases.ts";
import { prepare } from "./prepare.ts";
import { commandsFor as commandsForResources, ordered, readBehind, readResource, readTouched } from "./resources.ts";
import { COMMIT, commitArguments } from "./script/commit.ts";
import { commandsFor as commandsForVersion, readVersion, readVersions } from "./versions.ts";

/** For messages that were lost with a connection; it also finds out that a connection is dead. */
const LOOK_EVERY_MS = 1_000;

/** Each time, the change of another control plane was made: one that fails as often is not alone in trying. */
const ATTEMPTS = 100;

const DEFAULT_PREFIX = "headgate";

/** For several control planes. All that it keeps is under one prefix. */
export class RedisStore implements Store {
  readonly #connection: Connection;
  readonly #keys: Keys;
  readonly #now: (() => number) | undefined;
  readonly #watchers: Watchers;
  /** The change under way: those of one control plane need not race each other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(connection: Connection, keys: Keys, watchers: Watchers, now: (() => number) | undefined) {
    this.#connection = connection;
    this.#keys = keys;
    this.#watchers = watchers;
    this.#now = now;
  }

  /**
   * @param url `redis://user:password@host:port/database?prefix=headgate`, or `rediss://` for TLS
   * @throws OperatorError if there is no Redis that can be the store
   */
  static async open(url: string, now?: () => number): Promise<RedisStore> {
    const keys = new Keys(new URL(url).searchParams.get("prefix") ?? DEFAULT_PREFIX);
    let watchers: Watchers | undefined;
    const connection = await Connection.open(url, keys.changed, (commit) => watchers?.changed(Number(commit)));
    try {
      await prepare(connection, keys);
      const commits = async () => (await readState(connection, keys)).commit;
      watchers = new Watchers(await commits(), commits, LOOK_EVERY_MS);
      return new RedisStore(connection, keys, watchers, now);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get(kind: Kind, id: string): Promise<Resource | undefined> {
    return readResource(this.#connection, this.#keys, kind, id);
  }

  async list(kind: Kind, { after, limit }: Page): Promise<{ items: Resource[]; next?: string }> {
    const behind = after === undefined ? undefined : placeOfCursor(after);
    return pageOf(await readBehind(this.#connection, this.#keys, kind, behind, limit + 1), limit);
  }

  async all(kind: Kind): Promise<Resource[]> {
    return ordered(await this.#connection.run((client) => client.hVals(this.#keys.resources(kind))));
  }

  async contents(): Promise<Contents> {
    const [state, ...kinds] = await this.#connection.run<unknown[]>((client) => {
      const multi = client.multi();
      multi.hGetAll(this.#keys.state);
      for (const kind of KINDS) multi.hVals(this.#keys.resources(kind));
      return multi.exec();
    });
    const { commit, version } = stateOf(state as Record<string, string>);
    return { commit, version, resources: (kinds as string[][]).flatMap(ordered) };
  }

  commit(change: Change): Promise<Committed> {
    const done = this.#turn.then(() => this.#commit(change));
    this.#turn = done.catch(() => {});
    return done;
  }

  versions(page: { before?: number; limit: number }) {
    return readVersions(this.#connection, this.#keys, page);
  }

  version(number: number): Promise<PolicyVersion | undefined> {
    return readVersion(this.#connection, this.#keys, number);
  }

  audit(query: AuditQuery): Promise<{ items: AuditEntry[]; next?: number }> {
    return readEntries(this.#connection, this.#keys, query);
  }

  lease(request: LeaseRequest): Promise<GrantedLeases> {
    return lease(this.#connection, this.#keys, request);
  }

  usage(scopes?: readonly string[]): Promise<UsageRow[]> {
    return readUsage(this.#connection, this.#keys, scopes);
  }

  coolDown(list: readonly CoolDown[]): Promise<void> {
    return addCoolDowns(this.#connection, this.#keys, list, this.#now?.() ?? Date.now());
  }

  coolDowns(): Promise<CoolDown[]> {
    return readCoolDowns(this.#connection, this.#keys, this.#now?.() ?? Date.now());
  }

  watch(onChange: () => void): () => void {
    return this.#watchers.add(onChange);
  }

  async close(): Promise<void> {
    await this.#turn;
    this.#watchers.close();
    this.#connection.close();
  }

  async #commit(change: Change): Promise<Committed> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const state = await readState(this.#connection, this.#keys);
      const resource = await readTouched(this.#connection, this.#keys, change);
      const applied = applyChange(change, { ...state, resource }, new Date(this.#now?.() ?? Date.now()).toISOString());
      if (await this.#write(applied, state)) {
        this.#watchers.changed(applied.commit);
        return committed(applied);
      }
    }
    throw new StoreUnavailable(
      `${this.#connection.name}: too many control planes change the policy at once: try again`,
    );
  }

  /** @returns whether it was written: not if another change was made since the state was read */
  async #write(applied: AppliedChange, state: State): Promise<boolean> {
    const keys = this.#keys;
    const { commit, version, audit } = applied;
    const head = audit.at(-1) ?? state.head;
    const news = {
      commits: commit,
      version: version?.number ?? state.version,
      sequence: head.sequence,
      hash: head.hash,
    };
    const commands = [
      ...commandsForResources(applied, keys),
      ...(version === undefined ? [] : commandsForVersion(version, keys)),
      ...commandsForAudit(audit, keys),
      ["HSET", keys.state, ...Object.entries(news).flat().map(String)],
      ["PUBLISH", keys.changed, String(commit)],
    ];
    return (await this.#connection.script<number>(COMMIT, [keys.state], commitArguments(state.commit, commands))) === 1;
  }
}

interface State {
  commit: number;
  version: number;
  head: Head;
}

async function readState(connection: Connection, keys: Keys): Promise<State> {
  return stateOf(await connection.run((client) => client.hGetAll(keys.state)));
}

function stateOf({
  commits = "0",
  version = "0",
  sequence = "0",
  hash = NO_ENTRY.hash,
}: Record<string, string>): State {
  return { commit: Number(commits), version: Number(version), head: { sequence: Number(sequence), hash } };
}
