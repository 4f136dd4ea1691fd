import type { Config } from "../../contract/config.ts";
import type { Policy } from "../../contract/policy.ts";
import type { NewAuditEntry } from "../audit/entry.ts";
import type { Log } from "../process/log.ts";
import { CurrentPolicy } from "../snapshot/current-policy.ts";
import { RevisionConflict, StaleBasis, StoreUnavailable } from "../store/errors.ts";
import type { Change, Committed, Delete, Put, Resource, Store } from "../store/store.ts";
import { isPolicyKind } from "./kinds.ts";
import { type PlannedPolicy, type PlanOptions, planOf } from "./plan.ts";
import { Refused } from "./refused.ts";
import { State } from "./state.ts";
import { documentOf, type VersionDocument } from "./version-document.ts";

/** A change of the store, and what the audit log and the versions say of it. */
export interface Edit {
  puts?: readonly Put[];
  deletes?: readonly Delete[];
  /** `client-key.create` */
  action: string;
  /** `client-key/web` */
  object: string;
  tenant?: string;
  /** Without secrets. */
  change: unknown;
}

export interface LivePolicyOptions extends PlanOptions {
  store: Store;
  /** The file's configuration to begin with: valid by itself. */
  file: Config;
  /** Where the policy is published. */
  current?: CurrentPolicy;
  log: Log;
}

/** How often a change is tried again because another control plane was faster. */
const TRIES = 8;

/** The policy in force, from the file and the store, and the only way to change it. */
export class LivePolicy {
  readonly current: CurrentPolicy;
  readonly #options: LivePolicyOptions;
  readonly #listeners = new Set<() => void>();
  #file: Config;
  #state: State;
  #outcome: PlannedPolicy;
  #turn: Promise<unknown> = Promise.resolve();
  /** Of the last audit entry of what is in `#state`. */
  #sequence: number;
  #trouble: string | undefined;
  readonly #endWatch: () => void;

  /** @throws Refused if the file and the store do not go together, and no version before can be built either */
  static async open(options: LivePolicyOptions): Promise<LivePolicy> {
    const { store, file, log } = options;
    // What stands in for a store has no log: the store's own, when it is there, is another in any case.
    const sequence = await lastSequence(store).catch(unavailable(-1));
    const contents = await store.contents();
    const state = new State(contents);
    try {
      const outcome = planOf(file, state.resources, options);
      await options.envoy?.apply(outcome);
      return new LivePolicy(options, { state, sequence }, file, outcome);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const before = contents.version === 0 ? undefined : await store.version(contents.version);
      if (before === undefined) throw error;
      // Addresses and the like are this start's; of the file before the policy is wanted.
      const { listen, control_plane, admin, timeouts, tls, limits } = file;
      const then = (before.document as VersionDocument).file;
      const fileBefore: Config = { ...then, listen, control_plane, admin, timeouts, tls, limits };
      const outcome = attempted(() => planOf(fileBefore, state.resources, options));
      if (outcome === undefined) throw error;
      for (const line of error.message.split("\n")) {
        log.error(`refused, version ${contents.version} of the policy stays in force: ${line}`);
      }
      await options.envoy?.apply(outcome);
      const live = new LivePolicy(options, { state, sequence }, fileBefore, outcome);
      live.#trouble = error.message;
      return live;
    }
  }

  private constructor(
    options: LivePolicyOptions,
    { state, sequence }: { state: State; sequence: number },
    file: Config,
    outcome: PlannedPolicy,
  ) {
    this.#options = options;
    this.#state = state;
    this.#sequence = sequence;
    this.#file = file;
    this.#outcome = outcome;
    this.current = options.current ?? new CurrentPolicy(outcome.snapshot);
    this.current.publish(outcome.snapshot);
    this.#endWatch = options.store.watch(() => void this.#inTurn(() => this.#reread()).catch(this.#report));
  }

  get file(): Config {
    return this.#file;
  }

  /** The file's and the API's together. */
  get config(): Config {
    return this.#outcome.config;
  }

  get state(): State {
    return this.#state;
  }

  /** Of the last audit entry that this knows of. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Why what is in the file or the store by now is not in force. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Calls back after each change of the store or the policy. Returns how to end it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What these would come to. @throws Refused */
  plan(file: Config, resources: readonly Resource[]): PlannedPolicy {
    return planOf(file, resources, this.#options);
  }

  /**
   * Makes one change, in the store and in force, or none. Envoy goes first: what it does not take is not written.
   *
   * @param edit computes it from what is there; called again if another control plane was faster
   * @throws Refused, and whatever `edit` throws
   */
  change(actor: string, edit: (state: State) => Edit): Promise<Committed> {
    return this.#inTurn(async () => {
      for (let tries = 1; ; tries++) {
        const made = edit(this.#state);
        const next = this.after(made);
        const file = this.#file;
        const outcome = touchesPolicy(made) ? this.allowed(next) : undefined;
        const { puts = [], deletes = [], action, object, tenant, change } = made;
        const audit: NewAuditEntry = { actor, action, object, ...(tenant !== undefined && { tenant }), change };
        if (outcome) await this.#options.envoy?.apply(outcome);
        try {
          const committed = await this.#options.store.commit({
            puts,
            deletes,
            audit: [audit],
            basedOn: this.#state.commit,
            ...(outcome && { version: this.#version(actor, `${action} ${object}`, next.resources, outcome) }),
          });
          this.#state = this.#state.with(committed.commit, committed.resources, deletes);
          this.#sequence = committed.audit.at(-1)?.sequence ?? this.#sequence;
          // The file may have been changed while the store wrote.
          if (outcome && file === this.#file) this.#publish(outcome);
          else if (outcome) await this.#putInForce();
          this.#tell();
          return committed;
        } catch (error) {
          const overtaken = error instanceof StaleBasis || error instanceof RevisionConflict;
          if (!overtaken || tries === TRIES) {
            await this.#options.envoy?.apply(this.#outcome).catch(this.#report);
            throw error;
          }
          await this.#reread();
        }
      }
    });
  }

  /** The state as an edit would leave it; nothing is changed. */
  after({ puts = [], deletes = [] }: Pick<Edit, "puts" | "deletes">): State {
    const now = new Date().toISOString();
    const resources = puts.map(({ kind, id, body, position }): Resource => {
      const before = this.#state.get(kind, id);
      return {
        kind,
        id,
        body,
        revision: (before?.revision ?? 0) + 1,
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
        ...(position !== undefined && { position }),
      };
    });
    return this.#state.with(this.#state.commit, resources, deletes);
  }

  /** Takes a changed file, without waiting for the store, which is told of the version after it. @throws Refused */
  async takeFile(file: Config, source: string): Promise<Policy> {
    const outcome = this.plan(file, this.#state.resources);
    const before = this.#file;
    this.#file = file;
    try {
      await this.#options.envoy?.apply(outcome);
    } catch (error) {
      this.#file = before;
      throw error;
    }
    this.#trouble = undefined;
    this.#publish(outcome);
    this.#record(`file:${source}`, `file ${source}`);
    return outcome.snapshot;
  }

  /** Makes the policy in force a version, if the last one is another. */
  #record(actor: string, summary: string): void {
    const record = async () => {
      for (;;) {
        const last = (await this.#options.store.versions({ limit: 1 })).items[0];
        const { snapshot } = this.#outcome;
        if (last?.digest === snapshot.version) return;
        const change: Change = {
          version: this.#version(actor, summary, this.#state.resources, this.#outcome),
          audit: [{ actor, action: "policy.file", object: "policy", change: { digest: snapshot.version } }],
          basedOn: this.#state.commit,
        };
        try {
          const { commit, audit } = await this.#options.store.commit(change);
          this.#state = this.#state.with(commit, [], []);
          this.#sequence = audit.at(-1)?.sequence ?? this.#sequence;
          this.#tell();
          return;
        } catch (error) {
          if (!(error instanceof StaleBasis)) throw error;
          await this.#reread();
        }
      }
    };
    void this.#inTurn(record).catch(this.#report);
  }

  /** @param summary of what is in force at the start */
  recordStart(source: string): void {
    this.#record(`file:${source}`, `start with ${source}`);
  }

  async close(): Promise<void> {
    this.#endWatch();
    this.current.close();
    await this.#turn.catch(() => {});
  }

  #version(actor: string, summary: string, resources: readonly Resource[], { snapshot }: PlannedPolicy) {
    return { actor, summary, digest: snapshot.version, document: documentOf(this.#file, resources) };
  }

  /** What a state would come to, in place of the one there is. @throws Refused, also for what lets callers without a key in */
  allowed(next: State): PlannedPolicy {
    const outcome = this.plan(this.#file, next.resources);
    if (outcome.snapshot.anonymous && !this.#outcome.snapshot.anonymous) {
      const reason =
        "without any client key everybody would be served: disable the last one instead, or set anonymous in the file (false: a key is demanded all the same)";
      throw new Refused("opens-gateway", [{ path: "keys", reason }]);
    }
    return outcome;
  }

  /** What another control plane did. */
  async #reread(): Promise<void> {
    const sequence = await lastSequence(this.#options.store);
    // Every change has an entry, and of its own this one knows: no reason to read thousands of keys.
    if (sequence === this.#sequence) return;
    const contents = await this.#options.store.contents();
    if (contents.commit === 0 && this.#state.commit > 0) {
      this.#trouble = `the store is empty, and held ${this.#state.commit} changes: restore a backup, or start again with an empty store (docs/operating.md)`;
      throw new StoreUnavailable(`${this.#trouble}; the policy before stays in force`);
    }
    this.#sequence = sequence;
    if (contents.commit === this.#state.commit) return;
    this.#state = new State(contents, this.#state);
    await this.#putInForce();
    this.#tell();
  }

  /** The policy of what is there by now. Should it not be valid, the one before stays. */
  async #putInForce(): Promise<void> {
    try {
      const outcome = this.plan(this.#file, this.#state.resources);
      await this.#options.envoy?.apply(outcome);
      this.#trouble = undefined;
      this.#publish(outcome);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#trouble = error.message;
      this.#report(error);
    }
  }

  #publish(outcome: PlannedPolicy): void {
    this.#outcome = outcome;
    this.current.publish(outcome.snapshot);
  }

  /** One change at a time: each is computed from the one before. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act, act);
    this.#turn = done.catch(() => {});
    return done;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  readonly #report = (error: unknown): void => {
    this.#options.log.error(`the store: ${error instanceof Error ? error.message : String(error)}`);
  };
}

function unavailable<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof StoreUnavailable) return instead;
    throw error;
  };
}

function attempted(plan: () => PlannedPolicy): PlannedPolicy | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

async function lastSequence(store: Store): Promise<number> {
  const [last] = (await store.audit({ limit: 1, newestFirst: true })).items;
  return last?.sequence ?? 0;
}

function touchesPolicy({ puts = [], deletes = [] }: Edit): boolean {
  return [...puts, ...deletes].some(({ kind }) => isPolicyKind(kind));
}
