import { beforeAll, describe, expect, it } from "vitest";
import { Patterns } from "./patterns.ts";

let patterns: Patterns;

beforeAll(async () => {
  patterns = await Patterns.load();
});

describe("a regular expression", () => {
  it.each<[what: string, pattern: string, matches: string[], not: string[]]>([
    ["a literal", "abc", ["abc", "xxabcxx", "ababc"], ["", "ab", "aabbcc"]],
    ["nothing", "", ["", "a"], []],
    ["a literal of two, three and four bytes", "é☺😀", ["é☺😀", "aé☺😀b"], ["é☺", "☺😀"]],
    [".", "^a.c$", ["abc", "aéc", "a☺c", "a😀c", "a\0c"], ["ac", "a\nc", "abbc"]],
    [". with s", "(?s)^a.c$", ["abc", "a\nc"], ["ac"]],
    ["a class", "^[a-cx]$", ["a", "b", "c", "x"], ["d", "-", "A", ""]],
    ["a negated class", "^[^a-c]$", ["d", "\n", "é", "😀"], ["a", "c", "", "dd"]],
    ["a class over the lengths of UTF-8", "^[~-😀]$", ["~", "é", "☺", "\uffff", "😀"], ["}", "😁", "\u{10ffff}"]],
    ["a bracket, a hyphen and a caret in a class", "^[\\]^a-]$", ["]", "^", "a", "-"], ["[", "\\"]],
    ["a hyphen at a class's start", "^[-a]$", ["-", "a"], ["b"]],
    ["a named class in a class", "^[\\d_]$", ["7", "_"], ["a"]],
    ["the opposite of one in a negated class", "^[^\\W]$", ["a", "_"], ["-", "é"]],
    ["\\d", "^\\d\\D$", ["1a", "1é"], ["11", "a1"]],
    ["\\w", "^\\w\\W$", ["a-", "Z ", "_é", "0\n"], ["aa", "é "]],
    ["\\s", "^\\s\\S$", [" a", "\ta", "\ra", "\fa"], ["  ", "\u00a0a", "\va"]],
    ["escapes of controls", "^\\t\\n\\r\\f\\v$", ["\t\n\r\f\v"], ["tnrfv"]],
    ["escapes of punctuation", "^\\.\\/\\*\\{\\-\\_\\ $", ["./*{-_ "], ["a/*{-_ "]],
    ["escapes by number", "^\\x41\\x{263A}\\u0042\\u{1F600}$", ["A☺B😀"], ["A☺B"]],
    ["an alternation", "^(cat|dog|)$", ["cat", "dog", ""], ["cow", "catdog"]],
    ["an alternation at the top", "^a|b$", ["ax", "xb"], ["xax", "xbx"]],
    ["*", "^ab*c$", ["ac", "abc", "abbbc"], ["adc"]],
    ["+", "^ab+c$", ["abc", "abbbc"], ["ac"]],
    ["?", "^ab?c$", ["ac", "abc"], ["abbc"]],
    ["{n}", "^a{3}$", ["aaa"], ["aa", "aaaa"]],
    ["{n,}", "^a{2,}$", ["aa", "aaaaa"], ["a"]],
    ["{0,}", "^a{0,}$", ["", "aa"], ["b"]],
    ["{n,m}", "^(ab){1,2}$", ["ab", "abab"], ["", "ababab"]],
    ["{0}", "^a{0}b$", ["b"], ["ab"]],
    ["the largest repetition", "^a{1000}$", ["a".repeat(1000)], ["a".repeat(999), "a".repeat(1001)]],
    ["lazy repetitions", "^a*?b+?c??d{1,2}?$", ["bd", "aabbcdd"], ["d"]],
    ["repetitions of what may be empty", "^(a*)*(|b)+$", ["", "aab", "bb"], ["c", "ba"]],
    ["^ and $", "^a$", ["a"], ["a\n", "\na", "ba"]],
    ["^ and $ with m", "(?m)^a$", ["a", "b\na", "a\nb", "b\na\nb"], ["ba", "ab", "b\nab"]],
    ["$ and ^ around a line's end", "(?m)a$\\n^b", ["a\nb"], ["ab"]],
    ["\\A and \\z with m", "(?m)\\Aa\\z", ["a"], ["a\nb", "b\na"]],
    ["what can never be", "a^|b\\Ac|$d", [], ["a", "bc", "d", ""]],
    ["\\b", "\\bcat\\b", ["cat", "a cat.", "-cat", "écat"], ["cats", "tomcat", "_cat"]],
    ["\\b alone", "\\b", ["a", "-a"], ["", "-", "é"]],
    ["\\B", "\\Bcat", ["tomcat"], ["cat", "a cat"]],
    ["\\B is not within a character", "^é\\B$|a\\Bé", ["é"], ["a", "aé"]],
    ["(?i)", "(?i)straße K", ["STRAẞE k", "straße \u212a"], ["strasse k"]],
    ["(?i) of ranges", "(?i)^[a-cé-ë]$", ["B", "b", "Ê"], ["d", "Ì"]],
    ["(?i) of a negated class", "(?i)^[^a-c]$", ["d", "D"], ["b", "B"]],
    ["(?i) of a letter of three forms", "(?i)^σ$", ["σ", "ς", "Σ"], ["s"]],
    ["(?i) leaves \\w alone", "(?i)^\\w$", ["k", "K"], ["\u212a"]],
    ["flags up to the group's end", "^(a(?i)b|c)d$", ["abd", "aBd", "Cd"], ["Abd", "abD"]],
    ["flags of a group", "^(?i:a)b(?s-i:.)$", ["ab\n", "Abx"], ["aB\n"]],
    ["flags switched off", "^(?i)a(?-i)b$", ["ab", "Ab"], ["aB"]],
  ])("%s", (_, pattern, matching, others) => {
    const verdicts = [...matching, ...others].map((text) => [text, patterns.matches(pattern, text)]);
    expect(verdicts).toEqual([...matching.map((text) => [text, true]), ...others.map((text) => [text, false])]);
  });

  it("can be asked to span the text, in any case", () => {
    expect(patterns.matches("a|ab", "ab", { whole: true })).toBe(true);
    expect(patterns.matches("a|ab", "xab", { whole: true })).toBe(false);
    expect(patterns.matches("a|ab", "abx", { whole: true })).toBe(false);
    expect(patterns.matches("a|ab", "AB", { whole: true, anyCase: true })).toBe(true);
  });

  it("never takes a part of a character for one", () => {
    const bytes = Buffer.from("é☺😀");
    const ends = [0, 2, 5, 9];
    for (let size = 0; size <= bytes.length; size++) {
      expect(patterns.matches("(?s)^.*$", bytes.subarray(0, size))).toBe(ends.includes(size));
      expect(patterns.matches("(?s)^[^a]*$", bytes.subarray(size))).toBe(ends.includes(size));
    }
  });

  it.each<[pattern: string, problem: string]>([
    ["(a", "at byte 0 ('(a'): a group without its closing parenthesis"],
    ["a)", "at byte 1 (')'): a closing parenthesis too many"],
    ["[a", "at byte 0 ('[a'): a class without its closing bracket"],
    ["é]", "at byte 2 (']'): a bracket without its other: write a backslash before it"],
    ["a{", "at byte 2 (its end): expected a number; a brace itself is written \\{"],
    ["[]", "at byte 0 ('[]'): an empty class: a bracket in a class is written \\]"],
    ["[z-a]", "at byte 1 ('z-a]'): a range whose end comes before its start"],
    ["[a-c-e]", "at byte 4 ('-e]'): '-' between items: write \\-"],
    ["[\\d-z]", "at byte 1 ('\\d-z]'): a class is no end of a range"],
    ["[[:alpha:]]", "at byte 1 ('[:alpha:]]'): POSIX classes are not known here: write ranges, as a-z"],
    ["*a", "at byte 0 ('*a'): there is nothing to repeat"],
    ["a|+", "at byte 2 ('+'): there is nothing to repeat"],
    ["^*", "at byte 1 ('*'): there is nothing to repeat"],
    ["a**", "at byte 2 ('*'): a repetition of a repetition: write (?:…) around the inner one"],
    ["a++", "at byte 1 ('++'): a possessive repetition cannot be matched in linear time"],
    ["a{2,1}", "at byte 1 ('{2,1}'): the second number is less than the first"],
    ["a{1001}", "at byte 1 ('{1001}'): more than 1000 repetitions"],
    ["(?=a)", "at byte 0 ('(?=a)'): look-ahead cannot be matched in linear time"],
    ["(?<!a)", "at byte 0 ('(?<!a)'): look-behind cannot be matched in linear time"],
    ["(?<name>a)", "at byte 0 ('(?<name>a)'): a group needs no name: write ( )"],
    ["(?x)a", "at byte 0 ('(?x)a'): unknown flags: i, m and s are known"],
    ["(a)\\1", "at byte 3 ('\\1'): a backreference cannot be matched in linear time"],
    [
      "\\p{L}",
      "at byte 0 ('\\p{L}'): Unicode classes by name are not known here: write ranges, as [\\x{400}-\\x{4FF}]",
    ],
    ["\\q", "at byte 0 ('\\q'): an unknown escape"],
    ["\\", "at byte 0 ('\\'): a backslash with nothing behind it"],
    ["\\x{110000}", "at byte 0 ('\\x{110000}'): no character has this number"],
    ["\\uD800", "at byte 0 ('\\uD800'): no character has this number"],
    ["(a{1,1000}){1,1000}", "at byte 0 ('(a{1,1000}){'): its repetitions make too many states: repeat less often"],
    [
      "(((?:){1000}){1000}){1000}",
      "at byte 1 ('((?:){1000})'): its repetitions make too many states: repeat less often",
    ],
    [`${"(".repeat(101)}${")".repeat(101)}`, "at byte 100 ('()))))))))))'): more than 100 groups within each other"],
    ["a".repeat(1025), "is longer than 1024 bytes"],
  ])("refuses %s", (pattern, problem) => {
    expect(patterns.problem(pattern)).toBe(problem);
  });
});

describe("any case", () => {
  it("is what Unicode's simple folding says, for Latin, Greek and Cyrillic letters", () => {
    const blocks = [...range(0x41, 0x17f), ...range(0x370, 0x52f)].filter((code) =>
      /\p{L}/u.test(String.fromCodePoint(code)),
    );
    const all = [...range(0x41, 0x2ff), ...range(0x345, 0x52f), ...range(0x1c80, 0x1c8f), ...range(0x1e00, 0x2130)];
    const letters = all.map((code) => String.fromCodePoint(code));
    patterns.compile(
      blocks.map((code) => `^${String.fromCodePoint(code)}$`),
      { anyCase: true },
    );
    const expected = blocks.map((code) => new RegExp(`^${String.fromCodePoint(code)}$`, "iu"));
    for (const letter of letters) {
      const judged = expected.flatMap((judge, index) => (judge.test(letter) ? [index] : []));
      expect([letter, patterns.search(letter)]).toEqual([letter, judged]);
    }
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
