import { BadCursor } from "./errors.ts";
import type { Resource } from "./store.ts";

/** Where a resource stands among its kind: by place, then by the UTF-8 bytes of its id. */
export interface Place {
  place: number;
  id: string;
}

/** The place of what has no position: last. */
const UNPLACED = Number.MAX_VALUE;

export function placeOf({ id, position }: Pick<Resource, "id" | "position">): Place {
  return { place: position ?? UNPLACED, id };
}

export function inOrder(a: Resource, b: Resource): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  return one.place === other.place ? Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) : one.place - other.place;
}

/** Says "behind this place", whether or not the resource is still there. */
function cursorOf(resource: Resource): string {
  const { place, id } = placeOf(resource);
  return Buffer.from(JSON.stringify([place, id])).toString("base64url");
}

/** @throws BadCursor */
export function placeOfCursor(cursor: string): Place {
  try {
    const [place, id] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof place === "number" && typeof id === "string") return { place, id };
  } catch {
    // Not JSON, or no array: as wrong as the wrong JSON.
  }
  throw new BadCursor();
}

/** A page of what was read with one more than its limit. */
export function pageOf(read: Resource[], limit: number): { items: Resource[]; next?: string } {
  const items = read.slice(0, limit);
  const last = items.at(-1);
  return read.length > limit && last !== undefined ? { items, next: cursorOf(last) } : { items };
}
