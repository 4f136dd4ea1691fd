import { beforeAll, describe, expect, it } from "vitest";
import { regexProblem } from "../../../control-plane/pattern/regex-problem.ts";
import { Random } from "../../fuzz/random.ts";
import { Patterns } from "./patterns.ts";
import { randomClass, randomGarbage, randomPattern, randomText } from "./random-pattern.ts";

let patterns: Patterns;

beforeAll(async () => {
  patterns = await Patterns.load();
});

const SETS = 400;
const PATTERNS_PER_SET = 6;
const TEXTS_PER_SET = 12;

describe.each([
  { what: "with case", anyCase: false, whole: false },
  { what: "in any case", anyCase: true, whole: false },
  { what: "spanning the text", anyCase: false, whole: true },
])("random patterns, $what", ({ anyCase, whole }) => {
  it("match what JavaScript's match", () => {
    const random = new Random(20261121);
    let matches = 0;
    for (let count = 0; count < SETS; count++) {
      const twins = Array.from({ length: 1 + random.below(PATTERNS_PER_SET) }, () => randomPattern(random));
      const sources = twins.map(({ ours }) => ours);
      const judges = twins.map(({ js }) => new RegExp(whole ? `^(?:${js})$` : js, anyCase ? "iu" : "u"));
      patterns.compile(sources, { anyCase, whole });
      // Behind this, texts are searched without a look for rare places, unless all patterns are found in it.
      if (random.chance(0.2)) patterns.search(randomText(random, 12_000));
      for (let at = 0; at < TEXTS_PER_SET; at++) {
        const text = whole || random.chance(0.7) ? randomText(random, 9) : amongOthers(random);
        const expected = judges.flatMap((judge, index) => (judge.test(text) ? [index] : []));
        const found = patterns.search(text);
        const isSame = `${found}` === `${expected}` && patterns.matchesAny(text) === expected.length > 0;
        // An assertion for each of some 14,000 texts would take longer than the search.
        if (!isSame) expect({ sources, text, found }).toEqual({ sources, text, found: expected });
        matches += found.length;
      }
    }
    expect(matches).toBeGreaterThan(1000);
  });
});

describe("garbage", () => {
  it("is taken or refused with a problem, and by the control plane likewise", () => {
    const random = new Random(7);
    let taken = 0;
    for (let count = 0; count < 12_000; count++) {
      const garbage = random.pick([randomGarbage, broken, nearTheLimit])(random);
      const problem = patterns.problem(garbage);
      if (problem === undefined) taken += 1;
      else expect(problem).not.toBe("");
      expect({ garbage, problem: regexProblem(garbage) !== undefined }).toEqual({
        garbage,
        problem: problem !== undefined,
      });
    }
    expect(taken).toBeGreaterThan(1000);
  });

  it("makes no more states than its weight, by which it is judged without being compiled", () => {
    const random = new Random(17);
    for (let count = 0; count < 5000; count++) {
      const pattern = random.chance(0.3)
        ? randomClass(random)
        : random.chance(0.5)
          ? broken(random)
          : randomGarbage(random);
      const over = patterns.statesOverWeight(pattern, random.chance(0.5));
      if (over > 0) expect({ pattern, over }).toEqual({ pattern, over: 0 });
      if (count % 100 === 0) patterns.problem("");
    }
  });

  it("that is no UTF-8 is refused in a pattern, and no trap in a text", () => {
    const random = new Random(11);
    for (let count = 0; count < 2000; count++) {
      const bytes = Uint8Array.from({ length: 1 + random.below(12) }, () => random.below(256));
      const isUtf8 = Buffer.from(Buffer.from(bytes).toString()).equals(bytes);
      if (!isUtf8) expect(patterns.problem(bytes)).toBe("is not UTF-8");
      if (count % 20 === 0) patterns.compile([randomPattern(random).ours, "[^a]+$", "\\bé"]);
      patterns.search(bytes);
    }
  });
});

/** In a text of which most is nothing that a pattern is likely to begin with. */
function amongOthers(random: Random): string {
  const others = () => random.pick(["-", " ", ".", "\n", "x "]).repeat(random.below(20));
  return others() + randomText(random, 4) + others() + randomText(random, 9) + others();
}

/** Repetitions of repetitions, around the heaviest that is taken. */
function nearTheLimit(random: Random): string {
  const part = random.chance(0.5) ? randomClass(random) : randomPattern(random, 1).ours;
  return `${random.pick(["", "(?i)"])}(?:(?:${part}){${random.below(40)}}|){${random.below(40)}}`;
}

/** A pattern with one character left out, doubled or put in. */
function broken(random: Random): string {
  const characters = [...randomPattern(random).ours];
  const at = random.below(characters.length + 1);
  if (random.chance(0.5)) characters.splice(at, 1);
  else characters.splice(at, 0, random.chance(0.5) ? (characters[at] ?? "") : randomGarbage(random));
  return characters.join("");
}
