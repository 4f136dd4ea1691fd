import { type Place, places, type Tree, textOf, treeOf } from "./json-tree.ts";
import type { Random } from "./random.ts";

/** Scalars that some reader somewhere takes for something else. */
const ODD_SCALARS = [
  ...["null", "true", "false", "0", "-0", "-1", "1.5", "1e2", "1e400", "-1e-400", "9007199254740993", "1".repeat(400)],
  ...['""', '" "', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\""', '"\\\\"', '"\\u2028"', '"\uFEFF"', '"é🀄"'],
  ...[
    '"[DONE]"',
    '"data: [DONE]\\n\\n"',
    '"\\r\\n\\r\\n"',
    '"}\\n{"',
    '"true"',
    '"text"',
    '"user"',
    '"tool"',
    '"stop"',
  ],
];

const DEEP = 300;

type Mutation = (place: Place, random: Random, all: readonly Place[]) => void;

const scalar = (text: string): Tree => ({ kind: "scalar", text });
const copy = (tree: Tree): Tree => structuredClone(tree);

const MUTATIONS: readonly Mutation[] = [
  (place, random) => place.replace(scalar(random.pick(ODD_SCALARS))),
  (place, random) => place.replace(treeOf(random.pick([[], {}, [[]], [null], { type: "text" }, [{ text: 1 }]]))),
  (place) => place.remove(),
  (place) => place.follow(copy(place.value)),
  (place, random) => place.follow(scalar(random.pick(ODD_SCALARS))),
  (place, random, all) => place.replace(copy(random.pick(all).value)),
  (place, random, all) => place.follow(copy(random.pick(all).value)),
  (place) => place.replace({ kind: "list", items: [place.value] }),
  (place) => place.replace({ kind: "members", members: [{ name: '"text"', value: place.value }] }),
  (place) => place.replace(scalar(JSON.stringify(textOf(place.value)))),
  (place, random) => place.rename?.((name) => escapeOne(name, random)),
  (place, random) => place.rename?.((name) => (random.chance(0.5) ? name.toUpperCase() : capitalised(name))),
  (place, random) =>
    place.rename?.(() => random.pick(['""', '"model"', '"stream"', '"content"', '"type"', '"__proto__"'])),
];

/** Seldom: they are big. */
const BIG_MUTATIONS: readonly Mutation[] = [
  (place, random) => place.replace(nest(place.value, random.chance(0.5) ? DEEP : 20, random.chance(0.5))),
  (place, random) => place.replace(scalar(JSON.stringify("x🀄\n".repeat(1 << (4 + random.below(10)))))),
  (place, random) =>
    place.replace({ kind: "list", items: Array.from({ length: 1 << random.below(10) }, () => copy(place.value)) }),
];

/** Changes the tree in place, `count` times. */
export function mutateTree(tree: Tree, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const all = places(tree);
    if (all.length === 0) return;
    random.pick(random.chance(0.05) ? BIG_MUTATIONS : MUTATIONS)(random.pick(all), random, all);
  }
}

function nest(tree: Tree, levels: number, inLists: boolean): Tree {
  let nested = tree;
  for (let i = 0; i < levels; i++) {
    nested = inLists
      ? { kind: "list", items: [nested] }
      : { kind: "members", members: [{ name: '"a"', value: nested }] };
  }
  return nested;
}

function escapeOne(name: string, random: Random): string {
  if (name.length < 3 || name.includes("\\")) return name;
  const at = 1 + random.below(name.length - 2);
  return `${name.slice(0, at)}\\u${name.charCodeAt(at).toString(16).padStart(4, "0")}${name.slice(at + 1)}`;
}

function capitalised(name: string): string {
  return name.slice(0, 2).toUpperCase() + name.slice(2);
}
