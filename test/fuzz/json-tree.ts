/** JSON that may repeat a name, and spell names and scalars in any way: what JavaScript's values cannot. */
export type Tree = Scalar | List | Members;

export interface Scalar {
  kind: "scalar";
  /** As it is written. */
  text: string;
}

export interface List {
  kind: "list";
  items: Tree[];
}

export interface Members {
  kind: "members";
  /** `name` as it is written, with its quotes. */
  members: { name: string; value: Tree }[];
}

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: "list", items: value.map(treeOf) };
  if (typeof value !== "object" || value === null) return { kind: "scalar", text: JSON.stringify(value) };
  const members = Object.entries(value).map(([name, member]) => ({
    name: JSON.stringify(name),
    value: treeOf(member),
  }));
  return { kind: "members", members };
}

/** @param space behind each comma and colon */
export function textOf(tree: Tree, space = ""): string {
  if (tree.kind === "scalar") return tree.text;
  if (tree.kind === "list") return `[${tree.items.map((item) => textOf(item, space)).join(`,${space}`)}]`;
  const members = tree.members.map(({ name, value }) => `${name}:${space}${textOf(value, space)}`);
  return `{${members.join(`,${space}`)}}`;
}

/** A value's place in the tree. */
export interface Place {
  value: Tree;
  replace(value: Tree): void;
  remove(): void;
  /** Puts another one of the same name behind it. */
  follow(value: Tree): void;
  /** Of a member. */
  rename?(change: (name: string) => string): void;
}

/** Every value below the root. */
export function places(tree: Tree): Place[] {
  if (tree.kind === "scalar") return [];
  const own =
    tree.kind === "list"
      ? tree.items.map((item) => inList(tree, item))
      : tree.members.map((one) => ofMember(tree, one));
  return own.flatMap((place) => [place, ...places(place.value)]);
}

function inList({ items }: List, value: Tree): Place {
  const at = () => items.indexOf(value);
  return {
    value,
    replace: (other) => items.splice(at(), 1, other),
    remove: () => items.splice(at(), 1),
    follow: (other) => items.splice(at() + 1, 0, other),
  };
}

function ofMember({ members }: Members, member: { name: string; value: Tree }): Place {
  return {
    value: member.value,
    replace: (other) => {
      member.value = other;
    },
    remove: () => members.splice(members.indexOf(member), 1),
    follow: (value) => members.splice(members.indexOf(member) + 1, 0, { name: member.name, value }),
    rename: (change) => {
      member.name = change(member.name);
    },
  };
}
