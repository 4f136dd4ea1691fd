import { contains } from "../wire/contains";
import { JsonWriter } from "../wire/json-writer";
import { from, Span, startsWith } from "../wire/span";

/**
 * Signatures and encrypted reasoning are of use to their maker alone, and another provider refuses the
 * conversation that holds them. So a client of another dialect gets them marked, `headgate.<dialect>.…`,
 * and hands them back unread on the next turn, which may go to any target.
 */
const MARK: string = "headgate.";

/** Writes an opaque value as a string. `maker`: the dialect that it comes from; empty: the writer's own. */
export function writeOpaque(value: Span, maker: string, json: JsonWriter): void {
  if (maker.length == 0) return json.raw(value);
  json.prefixed(MARK + maker + ".", value);
}

/** Whether any string of a document begins with a mark. */
export function holdsMark(body: Span): bool {
  return contains(body, '"' + MARK);
}

/** Whether the value was marked: it was not made by a provider of the dialect of the client that sent it. */
export function isMarked(value: Span): bool {
  return startsWith(value, MARK);
}

/**
 * A client's opaque value as its maker `dialect` wrote it; 0 if that did not make it. `native`: the
 * client speaks `dialect` itself, so that an unmarked value is the dialect's own.
 */
export function ownOpaque(value: Span, dialect: string, native: bool): Span {
  if (!isMarked(value)) return native ? value : 0;
  const rest = from(value, MARK.length);
  if (!startsWith(rest, dialect + ".")) return 0;
  const own = from(rest, dialect.length + 1);
  return <i32>own == 0 ? 0 : own;
}
