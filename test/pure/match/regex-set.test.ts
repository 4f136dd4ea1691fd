import { beforeEach, describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.ts";
import { Patterns } from "./patterns.ts";

let patterns: Patterns;

beforeEach(async () => {
  patterns = await Patterns.load();
});

/** Any of the set's tests ends with less: caches are bounded, and what is dropped is collected. */
const MEGABYTES = 16 * 1024 * 1024;

describe("a set", () => {
  it("tells in one pass which patterns match", () => {
    patterns.compile(["cat", "^dog", "bird$", "\\d+", "fish|cat", ""]);
    expect(patterns.search("a cat and a bird")).toEqual([0, 2, 4, 5]);
    expect(patterns.search("dog 7")).toEqual([1, 3, 5]);
    expect(patterns.search("")).toEqual([5]);
  });

  it("takes each piece of a text for a text of its own", () => {
    patterns.compile(["^b", "a$", "ab", "\\bb"]);
    expect(patterns.search("a", "b")).toEqual([0, 1, 3]);
    expect(patterns.search("ab")).toEqual([2]);
  });

  it("of no pattern matches nothing", () => {
    patterns.compile([]);
    expect(patterns.search("a")).toEqual([]);
    expect(patterns.matchesAny("a")).toBe(false);
  });

  it("has as many patterns as fit, and says when there are more", () => {
    const large = "[ab]{1000}".repeat(2);
    expect(() => patterns.compile(Array<string>(65).fill(large))).not.toThrow();
    expect(() => patterns.compile(Array<string>(66).fill(large))).toThrow("all together make too many states");
  });
});

describe("patterns that are dear", () => {
  const a = "a".repeat(20_000);

  it.each([
    ["(a+)+$", `${a}b`, false],
    ["(a|a)*b", a, false],
    ["(a*)*b", a, false],
    ["(.*a){20}", `${a}`, true],
    ["(.*a){20}$", "ab".repeat(10_000), false],
    ["(x+x+)+y", "x".repeat(20_000), false],
    ["(a?){500}a{500}$", a, true],
    ["a{1,500}b", a, false],
  ])("%s is linear", (pattern, text, matches) => {
    expect(patterns.matches(pattern, text)).toBe(matches);
    expect(patterns.memoryBytes).toBeLessThan(MEGABYTES);
  });

  it("match where the cache is full all the time", () => {
    // The state is the last 16 letters: 65,536 of them.
    const random = new Random(3);
    const text = Array.from({ length: 60_000 }, () => random.pick(["a", "b"])).join("");
    patterns.compile(["a[ab]{15}c"]);
    for (const last of ["", "a", "b"]) {
      for (let count = 13; count < 18; count++) {
        const end = `${last}${"b".repeat(count)}c`;
        expect([end, patterns.matchesAny(text + end)]).toEqual([end, /a[ab]{15}c/.test(text + end)]);
      }
    }
    expect(patterns.memoryBytes).toBeLessThan(MEGABYTES);
  });

  it.each([
    { what: "long, so that the cache pays though it is flushed", texts: 20, length: 3000 },
    { what: "short, so that it does not and the set is split", texts: 600, length: 60 },
  ])("match where they multiply each other's states, texts $what", ({ texts, length }) => {
    // Together 2⁴⁰ states, one for each set of letters seen; apart three each.
    const letters = Array.from({ length: 40 }, (_, index) => String.fromCharCode(0x100 + index));
    patterns.compile(letters.map((letter) => `(?s)${letter}.*!${letter}`));
    const random = new Random(5);
    for (let round = 0; round < texts; round++) {
      const text = Array.from({ length }, () => random.pick([...letters, " "])).join("");
      const wanted = letters.flatMap((letter, index) => (text.includes(letter) && random.chance(0.5) ? [index] : []));
      const marks = wanted.map((index) => `!${letters[index]}`).join("");
      expect(patterns.search(text + marks)).toEqual(wanted);
    }
    expect(patterns.memoryBytes).toBeLessThan(MEGABYTES);
  });
});
