import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.ts";
import { PureCache } from "./cache.ts";

let pure: PureCache;
beforeAll(async () => {
  pure = await PureCache.load();
});

describe("JSON that means the same has one spelling", () => {
  it.each([
    ["white space", '{"a":[1,true,null]}', ' { "a" :\n[ 1 ,\ttrue , null ] } '],
    ["the order of members", '{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
    ["escapes", '"é🀄/\\n"', '"\\u00e9\\ud83c\\udc04\\/\\u000a"'],
    ["escaped names", '{"a":1,"é":2}', '{"\\u00e9":2,"\\u0061":1}'],
    ["1", "1", "1.0"],
    ["an exponent", "100", "1e2"],
    ["a small one", "0.001", "10.00E-4"],
    ["zero", "0", "-0.000e7"],
    ["all digits", "12345678901234567890123.50", "1234567890123456789012350e-2"],
    ["an endless exponent", "1e0", "1e00000000000000000000000"],
  ])("%s", (_, one, other) => {
    expect(pure.canonical(other)).toBe(pure.canonical(one));
  });
});

describe("JSON that means something else has another", () => {
  it.each([
    ["a number's text", "1", '"1"'],
    ["the last digit", "12345678901234567890", "12345678901234567891"],
    ["a sign", "1", "-1"],
    ["a power", "1e400", "1e401"],
    ["the order of elements", "[1,2]", "[2,1]"],
    ["depth", "[[1],2]", "[[1,2]]"],
    ["where a string ends", '["ab","c"]', '["a","bc"]'],
    ["an empty object", "{}", "[]"],
    ["null and nothing", '{"a":null}', "{}"],
    ["which of two of a name comes last", '{"a":1,"a":2}', '{"a":2,"a":1}'],
    ["case", '{"a":1}', '{"A":1}'],
    ["true", "true", "false"],
    // A model writes the fields of an answer as its schema lists them.
    ["the order of a schema's properties", '{"properties":{"a":{},"b":{}}}', '{"properties":{"b":{},"a":{}}}'],
  ])("%s", (_, one, other) => {
    expect(pure.canonical(other)).not.toBe(pure.canonical(one));
  });
});

it("has one spelling however it is spelled, and another when anything in it changes", () => {
  const random = new Random(7);
  for (let round = 0; round < 3000; round++) {
    const value = anyValue(random, 4);
    const plain = pure.canonical(JSON.stringify(value));
    const spelled = spell(value, random);
    expect(pure.canonical(spelled), spelled).toBe(plain);
    const changed = [value];
    expect(pure.canonical(JSON.stringify(changed))).not.toBe(plain);
  }
});

it("sorts an object of 100,000 members in no more than a second", () => {
  const members = Array.from({ length: 100_000 }, (_, i) => `"${(i * 7919) % 100_000}":0`);
  const begun = performance.now();
  expect(pure.canonical(`{${members.join()}}`)).toBe(pure.canonical(`{${members.reverse().join()}}`));
  // Of the order of a quarter of it here: a sort by n² would take minutes.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const TEXTS = ["", "a", 'quo"te', "back\\slash", "é", "漢字", "🀄", "\n\t\u0001", "x".repeat(40), "\u007f/"];

function anyValue(random: Random, depth: number): Json {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
      return random.below(2_000_000) - 1_000_000;
    case 2:
      return (random.fraction() - 0.5) * 10 ** (random.below(40) - 20);
    case 3:
    case 4:
      return random.pick(TEXTS) + random.pick(TEXTS);
    case 5:
      return Array.from({ length: random.below(5) }, () => anyValue(random, depth - 1));
    default: {
      const names = Array.from({ length: random.below(6) }, () => random.pick(TEXTS) + random.below(3));
      return Object.fromEntries(names.map((name) => [name, anyValue(random, depth - 1)]));
    }
  }
}

/** Some spelling of it. */
function spell(value: Json, random: Random): string {
  const space = () => random.pick(["", "", " ", "\n", "\t "]);
  if (typeof value === "string") return spellString(value, random);
  if (typeof value === "number") return spellNumber(value, random);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${space()}${value.map((item) => spell(item, random) + space()).join()}]`;
  const members = Object.entries(value).map(
    ([name, item]) => `${space()}${spellString(name, random)}${space()}:${space()}${spell(item, random)}`,
  );
  for (let i = members.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [members[i], members[j]] = [members[j]!, members[i]!];
  }
  return `{${members.join()}${space()}}`;
}

function spellString(text: string, random: Random): string {
  const units = text.split("").map((unit) => {
    const code = unit.charCodeAt(0);
    const hex = `\\u${code.toString(16).padStart(4, "0")}`;
    if (code >= 0xd800 && code < 0xe000) return { unit, hex, pair: true };
    return { unit: random.chance(0.3) ? hex : JSON.stringify(unit).slice(1, -1), hex, pair: false };
  });
  // Both halves of a pair are escaped, or neither.
  const escapesPairs = random.chance(0.5);
  return `"${units.map(({ unit, hex, pair }) => (pair && escapesPairs ? hex : unit)).join("")}"`;
}

function spellNumber(value: number, random: Random): string {
  const [digits = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const shift = random.below(4);
  const zeros = "0".repeat(shift);
  return random.pick([
    JSON.stringify(value),
    `${whole}.${fraction}${zeros}0e${exponent}`,
    `${whole}${fraction}${zeros}E${Number(exponent) - fraction.length - shift}`.replace("E-0", "E0"),
  ]);
}
