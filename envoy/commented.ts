import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

const COMMENTS = Symbol("comments");

type Commented = { [COMMENTS]?: Readonly<Record<string, string>> };

/** The object with a comment above some of its fields: Envoy's configuration, and why it is so. */
export function because<T extends object>(value: T, comments: Readonly<Partial<Record<keyof T & string, string>>>): T {
  return Object.defineProperty(value, COMMENTS, { value: comments });
}

/**
 * Plain data as YAML. Objects small enough stand on one line; the same object met again is an
 * alias of the first (Envoy resolves them), if it was given a name; a comment is said once.
 *
 * @param anchors names of objects that stand in several places
 */
export function toYaml(value: object, heading: string, anchors: ReadonlyMap<object, string>): string {
  const document = new Document();
  const met = new Map<object, Node>();
  const said = new Set<string>();

  const node = (inner: unknown): Node => {
    if (inner === null || typeof inner !== "object") return scalar(inner);
    const anchor = anchors.get(inner);
    const first = met.get(inner);
    if (first !== undefined && anchor !== undefined) return document.createAlias(first as YAMLMap, anchor);
    const made = Array.isArray(inner) ? sequence(inner) : map(inner);
    if (anchor !== undefined) {
      (made as YAMLMap).anchor = anchor;
      met.set(inner, made);
    }
    return made;
  };
  const sequence = (items: unknown[]): Node => {
    const made = new TightSequence();
    made.items = items.map(node);
    made.flow = isShort(items);
    return made;
  };
  const map = (object: object): Node => {
    const made = new PaddedMap();
    const comments = (object as Commented)[COMMENTS] ?? {};
    for (const [key, inner] of Object.entries(object)) {
      if (inner === undefined) continue;
      const name = new Scalar(key);
      const comment = comments[key];
      if (comment !== undefined && !said.has(comment)) {
        said.add(comment);
        name.commentBefore = indented(comment);
      }
      made.items.push(new Pair(name, node(inner)));
    }
    made.flow = Object.keys(comments).length === 0 && isShort(object);
    return made;
  };

  document.contents = node(value) as typeof document.contents;
  document.commentBefore = indented(heading);
  return document.toString({ lineWidth: 0 });
}

type Context = Parameters<YAMLMap["toString"]>[0];
type Callback = () => void;

/** `[a, b]` beside `{ a: b }`: as formatters of YAML write them, so that they leave the file as it is. */
class TightSequence extends YAMLSeq {
  override toString(context?: Context, onComment?: Callback, onChompKeep?: Callback): string {
    return super.toString(context && { ...context, flowCollectionPadding: "" }, onComment, onChompKeep);
  }
}

class PaddedMap extends YAMLMap {
  override toString(context?: Context, onComment?: Callback, onChompKeep?: Callback): string {
    return super.toString(context && { ...context, flowCollectionPadding: " " }, onComment, onChompKeep);
  }
}

/** Text that another YAML reader might take for a number or a boolean is quoted. */
function scalar(value: unknown): Scalar {
  const made = new Scalar(value);
  if (typeof value === "string" && value.includes("\n")) {
    made.type = Scalar.BLOCK_LITERAL;
    return made;
  }
  if (typeof value === "string" && (!PLAIN.test(value) || BOOLEAN.test(value))) made.type = Scalar.QUOTE_DOUBLE;
  return made;
}

const PLAIN = /^[A-Za-z/][A-Za-z0-9 ._/-]*$/;

/** Envoy's reader is of YAML 1.1, where more words than two are booleans. */
const BOOLEAN = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function indented(comment: string): string {
  return comment.replace(/^/gm, " ");
}

/** Whether it reads better on one line: nothing commented, nothing deep, at most 90 characters. */
function isShort(value: object): boolean {
  return depth(value) <= 3 && JSON.stringify(value).length <= 90;
}

function depth(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  if ((value as Commented)[COMMENTS] !== undefined) return Number.POSITIVE_INFINITY;
  return 1 + Math.max(0, ...Object.values(value).map(depth));
}
