import type { Kind } from "./store.ts";

/** A resource is not at the revision that a change expected: it was changed, made or deleted by another. */
export class RevisionConflict extends Error {
  readonly kind: Kind;
  readonly id: string;
  readonly expected: number | "absent";
  readonly found: number | "absent";

  constructor(conflict: { kind: Kind; id: string; expected: number | "absent"; found: number | "absent" }) {
    const { kind, id, expected, found } = conflict;
    super(`${kind} "${id}": expected ${named(expected)}, found ${named(found)}`);
    this.name = "RevisionConflict";
    this.kind = kind;
    this.id = id;
    this.expected = expected;
    this.found = found;
  }
}

/** Another change came between the reading and the writing: read again, and try again. */
export class StaleBasis extends Error {
  readonly basedOn: number;
  readonly found: number;

  constructor(basedOn: number, found: number) {
    super(`the change is based on commit ${basedOn}, but the store is at commit ${found}`);
    this.name = "StaleBasis";
    this.basedOn = basedOn;
    this.found = found;
  }
}

/** The `after` of a page is none that a page before gave. */
export class BadCursor extends Error {
  constructor() {
    super("not a cursor of this list: give the `next` of the page before, or none for the first page");
    this.name = "BadCursor";
  }
}

/** The store cannot be reached, written or read now; it may be later. The message is for operators, and holds no secret. */
export class StoreUnavailable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StoreUnavailable";
  }
}

function named(revision: number | "absent"): string {
  return revision === "absent" ? "none" : `revision ${revision}`;
}
