import type { Contents, Kind, Resource } from "../store/store.ts";

/** All that is in the store, in memory: what the API reads from, and changes are computed from. */
export class State {
  /** Of the store, when this was read. */
  readonly commit: number;
  readonly resources: readonly Resource[];
  readonly #byName: ReadonlyMap<string, Resource>;

  constructor(contents: Pick<Contents, "commit" | "resources">, before?: State) {
    this.commit = contents.commit;
    // The same object for what has not changed, so that what was derived from it is known still.
    this.resources = contents.resources.map((resource) => {
      const known = before?.get(resource.kind, resource.id);
      return known?.revision === resource.revision ? known : resource;
    });
    this.#byName = new Map(this.resources.map((resource) => [`${resource.kind}/${resource.id}`, resource]));
  }

  get(kind: Kind, id: string): Resource | undefined {
    return this.#byName.get(`${kind}/${id}`);
  }

  /** By position, then by id. */
  all(kind: Kind): readonly Resource[] {
    return this.resources.filter((resource) => resource.kind === kind);
  }

  /** With these put in the place of those of the same name, and those deleted, in the store's order. */
  with(commit: number, puts: readonly Resource[], deletes: readonly { kind: Kind; id: string }[]): State {
    const gone = new Set([...puts, ...deletes].map(({ kind, id }) => `${kind}/${id}`));
    const kept = this.resources.filter(({ kind, id }) => !gone.has(`${kind}/${id}`));
    return new State({ commit, resources: [...kept, ...puts].sort(byPlace) });
  }
}

function byPlace(a: Resource, b: Resource): number {
  const [left, right] = [a.position ?? Number.POSITIVE_INFINITY, b.position ?? Number.POSITIVE_INFINITY];
  if (left !== right) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}
