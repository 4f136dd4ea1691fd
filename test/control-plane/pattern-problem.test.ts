import { describe, expect, it } from "vitest";
import { patternProblem } from "../../control-plane/pattern/pattern-problem.ts";
import { regexProblem } from "../../control-plane/pattern/regex-problem.ts";

/** That the filter refuses the same ones is tested beside the filter's, in test/pure/match. */
describe("an entry of an allowlist", () => {
  it.each([
    "gpt-4o",
    "gpt-*",
    "gpt-?",
    "meta-llama/Llama-3.1",
    "/gpt-[45]o?/",
    "/gpt/i",
    "/a/b/",
    "/(?i)é{2,}/",
  ])("may be %s", (entry) => {
    expect(patternProblem(entry)).toBeUndefined();
  });

  it.each([
    ["", "must not be empty"],
    ["gpt-[45]", "a name or a glob: '*' and '?' are the only wildcards; a regular expression stands between slashes"],
    ["/gpt", "begins with a slash: a regular expression ends with one, or with /i for any case"],
    ["//", "an empty regular expression"],
    ["/gpt(/", "the regular expression at its end: a group without its closing parenthesis"],
    ["/gpt-[54/i", "the regular expression at character 4 ('[54'): a class without its closing bracket"],
  ])("may not be '%s'", (entry, problem) => {
    expect(patternProblem(entry)).toBe(problem);
  });
});

describe("a regular expression", () => {
  it.each<[source: string, problem: string]>([
    ["a)", "at character 1 (')'): a closing parenthesis too many"],
    ["é]", "at character 1 (']'): a bracket without its other: write a backslash before it"],
    [
      "a{2",
      "at character 1 ('{2'): expected {n}, {n,} or {n,m} behind what is repeated; a brace itself is written \\{",
    ],
    ["*a", "at character 0 ('*a'): there is nothing to repeat"],
    ["\\b+", "at character 2 ('+'): there is nothing to repeat"],
    ["a**", "at character 1 ('**'): a repetition of a repetition: write (?:…) around the inner one"],
    ["a*+", "at character 1 ('*+'): a possessive repetition cannot be matched in linear time"],
    ["a{3,2}", "at character 1 ('{3,2}'): the second number is less than the first"],
    ["a{1001}", "at character 1 ('{1001}'): more than 1000 repetitions"],
    ["(?=a)", "at character 0 ('(?=a)'): look-ahead cannot be matched in linear time"],
    ["(?<=a)", "at character 0 ('(?<=a)'): look-behind cannot be matched in linear time"],
    ["(?<n>a)", "at character 0 ('(?<n>a)'): a group needs no name: write ( )"],
    ["(?u)a", "at character 0 ('(?u)a'): unknown flags: i, m and s are known"],
    ["(a)\\1", "at character 3 ('\\1'): a backreference cannot be matched in linear time"],
    [
      "\\pL",
      "at character 0 ('\\pL'): Unicode classes by name are not known here: write ranges, as [\\x{400}-\\x{4FF}]",
    ],
    ["\\x4", "at character 0 ('\\x4'): expected \\x41, \\x{263A} or \\u263A"],
    ["\\e", "at character 0 ('\\e'): an unknown escape"],
    ["\\x{D800}", "at character 0 ('\\x{D800}'): no character has this number"],
    ["[b-a]", "at character 1 ('b-a]'): a range whose end comes before its start"],
    ["a[]", "at character 1 ('[]'): an empty class: a bracket in a class is written \\]"],
    ["[[:alpha:]]", "at character 1 ('[:alpha:]]'): POSIX classes are not known here: write ranges, as a-z"],
    ["(?:x{1000}){3}", "at character 11 ('{3}'): its repetitions make too many states: repeat less often"],
    ["x{1000}y{1000}z{1000}", "makes too many states: repeat less often, or write fewer classes"],
    [
      `${"(".repeat(101)}${")".repeat(101)}`,
      "at character 100 ('()))))))))))'): more than 100 groups within each other",
    ],
    ["é".repeat(513), "is longer than 1024 bytes"],
    ["\ud83d", "is not Unicode: half of a character"],
  ])("may not be %s", (source, problem) => {
    expect(regexProblem(source)).toBe(problem);
  });

  it("that no repetition multiplies fits, however long it is", () => {
    expect(regexProblem("k|".repeat(512), true)).toBeUndefined();
    expect(regexProblem("é".repeat(512), true)).toBeUndefined();
  });
});
