import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../fuzz/random.ts";
import { Keywords } from "./keywords.ts";

let keywords: Keywords;
beforeAll(async () => {
  keywords = await Keywords.load();
});

describe("a keyword", () => {
  it.each([
    ["bomb", "how to make a bomb"],
    ["bomb", "bomb"],
    ["bomb", "BOMB!"],
    ["BOMB", "a bomb."],
    ["bomb", "(bomb)"],
    ["bomb", "a-bomb"],
    ["bomb", "the\nbomb\n"],
    ["ignore previous", "Please IGNORE\nPREVIOUS instructions"],
    ["ignore\tprevious", "ignore previous"],
    ["c++", "C++20 is out"],
    ["c++", "in C++"],
    [".env", "cat .env"],
    ["<script>", "x<SCRIPT>alert"],
    ["$", "US$5"],
    ["müller", "MÜLLER"],
    ["STRAßE", "straße"],
    ["łódź", "ŁÓDŹ"],
    ["ÿ", "Ÿ"],
    ["σοφός", "ΣΟΦΌΣ"],
    ["ΣΟΦΟΣ", "σοφος"],
    ["бомба", "БОМБА"],
    ["Ёлка", "ёлка"],
    ["ԲԱՐԵՎ", "բարեվ"],
    ["炸弹", "如何制造炸弹的方法"],
    ["爆弾", "爆弾"],
    ["ระเบิด", "ทำระเบิดเอง"],
    ["قنبلة", "القنبلة"],
    ["😀", "a😀b"],
    ["pass", "pass, passé"],
    ["k", "K k"],
    ["123", "no. 123"],
  ])("%s stands in %j", (word, text) => {
    keywords.open([word]);
    expect(keywords.search(text)).toEqual([0]);
  });

  it.each([
    ["ass", "class"],
    ["ass", "assume"],
    ["ass", "a_ass"],
    ["ass", "ass2"],
    ["pass", "passé"],
    ["pass", "épass"],
    ["бомба", "бомбардир"],
    ["бом", "альбом"],
    ["c++", "abc++"],
    ["bomb", "bom"],
    ["bomb", "bom b"],
    ["ignore previous", "ignore  previous"],
    ["ignore previous", "ignoreprevious"],
    ["k", "\u212a"],
    ["s", "ſ"],
    ["ß", "ẞ"],
    ["i", "İ"],
    ["bomb", ""],
    ["123", "1234"],
    ["é", "e\u0301"],
    ["é", "É\u0301"],
  ])("%s does not stand in %j", (word, text) => {
    keywords.open([word]);
    expect(keywords.search(text)).toEqual([]);
  });

  it("is found beside others that it is a part of, or that are parts of it", () => {
    keywords.open(["he", "she", "hers", "his", "her own", "own"]);
    expect(keywords.search("ushers")).toEqual([]);
    expect(keywords.search("she has her own")).toEqual([1, 4, 5]);
    keywords.open(["-a", "a-", "-a-", "--", "a"]);
    expect(keywords.search("x-a-x")).toEqual([0, 1, 2, 4]);
  });

  it("may stand in any of several texts", () => {
    keywords.open(["one", "two", "three"]);
    expect(keywords.search(["just one", "and", "three"])).toEqual([0, 2]);
    expect(keywords.search(["tw", "o"])).toEqual([]);
  });

  it("may share its index with others, in any case", () => {
    keywords.open(["bomb", "Bomb", "weapon", "cake"], [3, 3, 3, 7]);
    expect(keywords.search("a weapon")).toEqual([3]);
    expect(keywords.search("a cake, a BOMB")).toEqual([3, 7]);
  });

  it("does not go on into what stands behind the text in memory", () => {
    keywords.open(["bomb", "bombs", "é"]);
    expect(keywords.search("bomb", "s".charCodeAt(0))).toEqual([0]);
    expect(keywords.search("bomb", 0xc3)).toEqual([0]);
    expect(keywords.search(Uint8Array.of(0xc3), 0xa9)).toEqual([]);
  });

  it.each([
    { what: "", before: "" },
    { what: ", behind texts in which much begins as it does", before: "nee an ".repeat(2000) },
  ])("is found at each place of a long text$what", ({ before }) => {
    keywords.open(["needle", "an other"]);
    expect(keywords.search(before)).toEqual([]);
    expect(keywords.search(`${before}needle ${before}an other`)).toEqual([0, 1]);
    for (let at = 0; at < 700; at++) {
      expect(keywords.search(`${".".repeat(at)}needle${".".repeat(700 - at)}`)).toEqual([0]);
      expect(keywords.search(`${".".repeat(at)}an other`)).toEqual([1]);
    }
  });
});

describe("the case of letters", () => {
  /** Those that `letter-case.ts` names, but the four without another case of the same length. */
  const RANGES = [
    [0xc0, 0x17e],
    [0x386, 0x3ce],
    [0x400, 0x52f],
    [0x531, 0x556],
    [0x561, 0x586],
  ];
  const letters = RANGES.flatMap(([first = 0, last = 0]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );

  it("is that of Unicode's simple folding", () => {
    for (const letter of letters) {
      const same = new RegExp(`^\\u{${letter.toString(16)}}$`, "iu");
      const expected = letters.filter((other) => same.test(String.fromCodePoint(other)));
      const round = [letter];
      for (let next = keywords.nextCase(letter); next !== letter; next = keywords.nextCase(next)) round.push(next);
      expect(round.sort((a, b) => a - b)).toEqual(expected);
    }
  });

  it("is nothing to other letters", () => {
    for (const letter of [-1, 0, 0x41, 0x61, 0xbf, 0xd7, 0xf7, 0x131, 0x5d0, 0x7ff, 0x800, 0x1e9e, 0x10ffff]) {
      expect(keywords.nextCase(letter)).toBe(letter);
    }
  });
});

describe("limits", () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`);

  it("allow 4,096 keywords, and 32,768 bytes", () => {
    expect(keywords.open(numbered(4096))).toBe("");
    expect(keywords.search("w0 w4095 w4096")).toEqual([0, 4095]);
    expect(keywords.open(["ж".repeat(16384)])).toBe("");
    expect(keywords.search("Ж".repeat(16384))).toEqual([0]);
    expect(keywords.search("Ж".repeat(16383))).toEqual([]);
  });

  it("say what they are when they are passed, and keep what was good", () => {
    expect(keywords.open(numbered(4097))).toBe("more than 4096 keywords");
    expect(keywords.search("w4095 w4096")).toEqual([4095]);
    expect(keywords.open(["ok", "x".repeat(32767)])).toBe("keywords of more than 32768 bytes");
    expect(keywords.open(["ok", ""])).toBe("a keyword is empty");
    expect(keywords.open(["ok", Uint8Array.of(0xff)])).toBe("a keyword is not UTF-8");
    expect(keywords.search("it is ok")).toEqual([0]);
  });

  it("allow none at all", () => {
    expect(keywords.open([])).toBe("");
    expect(keywords.search("anything")).toEqual([]);
  });
});

describe("against a search word by word", () => {
  const SPACES = [0x09, 0x0a, 0x0d, 0x20];

  /** The ways in which a character of a keyword may be written. */
  function writings(character: string): Buffer[] {
    if (SPACES.includes(character.charCodeAt(0))) return SPACES.map((space) => Buffer.of(space));
    const cases = new Set([character, character.toLowerCase(), character.toUpperCase()]);
    if ("Σσς".includes(character)) for (const sigma of "Σσς") cases.add(sigma);
    return [...cases].map((one) => Buffer.from(one)).filter((bytes) => bytes.length === Buffer.byteLength(character));
  }

  const isWord = (text: string) => /^[\w\u00c0-\u058f]$/u.test(text);

  function lastOf(bytes: Buffer): string {
    const last = bytes.at(-1) ?? 0x20;
    return last < 0x80 ? String.fromCharCode(last) : bytes.subarray(-2).toString();
  }

  function firstOf(bytes: Buffer): string {
    const first = bytes[0] ?? 0x20;
    return first < 0x80 ? String.fromCharCode(first) : bytes.subarray(0, 2).toString();
  }

  function stands(word: string, text: Buffer): boolean {
    const characters = [...word].map(writings);
    for (let from = 0; from < text.length; from++) {
      let at = from;
      const fits = characters.every((ways) => {
        const way = ways.find((bytes) => text.subarray(at, at + bytes.length).equals(bytes));
        at += way?.length ?? 0;
        return way !== undefined;
      });
      if (!fits) continue;
      const isPartBefore = isWord(firstOf(Buffer.from(word))) && from > 0 && isWord(lastOf(text.subarray(0, from)));
      const isPartBehind = isWord(lastOf(Buffer.from(word))) && at < text.length && isWord(firstOf(text.subarray(at)));
      if (!isPartBefore && !isPartBehind) return true;
    }
    return false;
  }

  const ALPHABETS = ["ab", "ab -", "aAbB _1", "éÉaЖж ", "σςΣo ", "яЯрРаА ", "炸弹a ", "aé\n\t炸Ж+"];

  it("finds the same in random words and texts", () => {
    const random = new Random(7);
    let matches = 0;
    for (let round = 0; round < 3000; round++) {
      const alphabet = [...random.pick(ALPHABETS)];
      const text = (size: number) => Array.from({ length: size }, () => random.pick(alphabet)).join("");
      const words = Array.from({ length: 1 + random.below(8) }, () => text(1 + random.below(5)));
      keywords.open([...words, "\u2602"]);
      // What is never found keeps the search going, until it takes no place in the text for a rare one.
      if (random.chance(0.3)) keywords.search(text(6000));
      const where = text(random.chance(0.3) ? 250 + random.below(200) : random.below(30));
      const expected = words.flatMap((word, i) => (stands(word, Buffer.from(where)) ? [i] : []));
      expect(keywords.search(where), JSON.stringify({ words, where })).toEqual(expected);
      matches += expected.length;
    }
    expect(matches).toBeGreaterThan(1000);
  });

  it("finds the same in bytes that are no UTF-8", () => {
    const random = new Random(8);
    const pieces = ["a", "b", " ", "é", "Ж"].map((piece) => Buffer.from(piece));
    for (let round = 0; round < 3000; round++) {
      const words = Array.from({ length: 1 + random.below(6) }, () =>
        Array.from({ length: 1 + random.below(3) }, () => random.pick(["a", "b", " ", "é", "Ж"])).join(""),
      );
      keywords.open(words);
      const where = Buffer.concat(
        Array.from({ length: random.below(40) }, () =>
          random.chance(0.3)
            ? Buffer.of(random.pick([0x80, 0x96, 0xa9, 0xc3, 0xd0, 0xff, random.below(256)]))
            : random.pick(pieces),
        ),
      );
      const expected = words.flatMap((word, i) => (stands(word, where) ? [i] : []));
      expect(keywords.search(where, random.below(256)), JSON.stringify({ words, where })).toEqual(expected);
    }
  });
});
