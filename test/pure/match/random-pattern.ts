import type { Random } from "../../fuzz/random.ts";

/** One regular expression in the filter's syntax and in JavaScript's (flag `u`). */
export interface Twin {
  ours: string;
  js: string;
}

const same = (text: string): Twin => ({ ours: text, js: text });

const ATOMS: readonly Twin[] = [
  ...["a", "b", "c", "A", "1", "_", " ", "é", "☺", "😀", "\\n", "\\.", "\\/", "\\x41", "\\u0062"].map(same),
  ...[
    "[ab]",
    "[^a]",
    "[a-c1]",
    "[^b-d ]",
    "[é-ñ]",
    "[^é☺]",
    "[\\w-]",
    "[^\\W1]",
    "[☺-😂a]",
    "\\d",
    "\\w",
    "\\D",
    "\\W",
  ].map(same),
  { ours: ".", js: "[^\\n]" },
  { ours: "\\s", js: "[\\t\\n\\f\\r ]" },
  { ours: "\\S", js: "[^\\t\\n\\f\\r ]" },
  { ours: "[^\\s]", js: "[^\\t\\n\\f\\r ]" },
  { ours: "(?s:.)", js: "[\\s\\S]" },
  { ours: "\\x{263A}", js: "\\u{263A}" },
];

const ASSERTIONS: readonly Twin[] = [
  ...["\\b", "\\B"].map(same),
  { ours: "^", js: "^" },
  { ours: "\\A", js: "^" },
  { ours: "$", js: "$" },
  { ours: "\\z", js: "$" },
  { ours: "(?m:^)", js: "(?<![^\\n])" },
  { ours: "(?m:$)", js: "(?![^\\n])" },
];

const REPETITIONS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}", "{2,3}?", "{0}"] as const;

export function randomPattern(random: Random, depth = 3): Twin {
  const sequence = Array.from({ length: random.below(4) }, () => randomPart(random, depth));
  const first = { ours: sequence.map(({ ours }) => ours).join(""), js: sequence.map(({ js }) => js).join("") };
  if (depth === 0 || !random.chance(0.2)) return first;
  const second = randomPattern(random, depth - 1);
  return { ours: `${first.ours}|${second.ours}`, js: `${first.js}|${second.js}` };
}

function randomPart(random: Random, depth: number): Twin {
  if (random.chance(0.15)) return random.pick(ASSERTIONS);
  const atom = depth > 0 && random.chance(0.3) ? grouped(random, depth) : random.pick(ATOMS);
  if (!random.chance(0.35)) return atom;
  const repetition = random.pick(REPETITIONS);
  return { ours: atom.ours + repetition, js: atom.js + repetition };
}

function grouped(random: Random, depth: number): Twin {
  const { ours, js } = randomPattern(random, depth - 1);
  return { ours: random.chance(0.5) ? `(${ours})` : `(?:${ours})`, js: `(?:${js})` };
}

/** None of two UTF-16 units: between them V8 finds places that are not there, such as a `\B` behind `(?<!.)`. */
const LETTERS = ["a", "a", "b", "b", "c", "A", "B", "1", "_", " ", "\n", ".", "é", "É", "☺", "ß"] as const;

export function randomText(random: Random, length: number): string {
  return Array.from({ length: random.below(length + 1) }, () => random.pick(LETTERS)).join("");
}

const EDGES = [
  0x20, 0x41, 0x6b, 0x73, 0x7f, 0x80, 0xe5, 0x17f, 0x345, 0x3a9, 0x442, 0x52f, 0x7ff, 0x800, 0x1c84,
] as const;
const FAR_EDGES = [
  0x1fff, 0x212a, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x3ffff, 0x100000, 0x10ffff,
] as const;

/** A class of characters of all lengths, repeated. */
export function randomClass(random: Random): string {
  const items = Array.from({ length: 1 + random.below(5) }, () => {
    const [low = 0, high = 0] = [0, 1]
      .map(() => random.pick([...EDGES, ...FAR_EDGES]) + random.below(3) - 1)
      .sort((a, b) => a - b);
    return `\\x{${low.toString(16)}}-\\x{${high.toString(16)}}`;
  });
  return `[${random.pick(["", "^"])}${items.join("")}]${random.pick(["", "", "{3}", "{0,2}", "+"])}`;
}

const GARBAGE = [
  ..."ab([{)]}|*+?^$\\.-,:=!<>Pimsxu0129AzbBdwé😀\0\n ",
  "(?",
  "[^",
  "\\x{",
  "{1,",
  "(?i)",
  "[a-",
] as const;

/** Characters that mean something, in no order that does. */
export function randomGarbage(random: Random): string {
  return Array.from({ length: 1 + random.below(12) }, () => random.pick(GARBAGE)).join("");
}
