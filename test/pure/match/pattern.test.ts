import { beforeAll, describe, expect, it } from "vitest";
import { patternProblem } from "../../../control-plane/pattern/pattern-problem.ts";
import { Random } from "../../fuzz/random.ts";
import { Patterns } from "./patterns.ts";
import { randomGarbage } from "./random-pattern.ts";

let patterns: Patterns;

beforeAll(async () => {
  patterns = await Patterns.load();
});

describe("an entry of an allowlist", () => {
  it.each([
    ["gpt-4o", ["gpt-4o"], ["gpt-4o-mini", "GPT-4o", ""]],
    ["gpt-*", ["gpt-", "gpt-4o"], ["gp", "a-gpt-4o"]],
    ["gpt-?o", ["gpt-4o"], ["gpt-o", "gpt-44o"]],
    ["a.c", ["a.c"], ["abc"]],
    ["/gpt-[45]o?/", ["gpt-4", "gpt-5o"], ["gpt-4o-mini", "xgpt-4", "GPT-4"]],
    ["/gpt-[45]o?/i", ["GPT-4", "gpt-5O"], ["gpt-6"]],
    ["/gpt|claude/", ["gpt", "claude"], ["gpt-4", "a claude"]],
    ["/meta/llama-.*/", ["meta/llama-3"], ["meta/mistral"]],
    ["/.*", [], []],
    ["//", [], []],
    ["/", [], []],
    ["/i", [], []],
    ["/(/", [], []],
    ["", [], []],
  ])("%s", (entry, taken, others) => {
    const isRefused = taken.length === 0;
    expect(patternProblem(entry) !== undefined).toBe(isRefused);
    if (isRefused) expect(() => patterns.entryMatches(entry, "a")).toThrow(/./);
    else
      for (const name of [...taken, ...others]) expect(patterns.entryMatches(entry, name)).toBe(taken.includes(name));
  });

  it("says why it is refused", () => {
    expect(() => patterns.entryMatches("/a", "a")).toThrow(
      "begins with a slash: a regular expression ends with one, or with /i for any case",
    );
    expect(() => patterns.entryMatches("/a(/", "a")).toThrow(
      "at byte 1 ('('): a group without its closing parenthesis",
    );
  });

  it("that the control plane takes, the filter takes", () => {
    const random = new Random(13);
    let taken = 0;
    for (let count = 0; count < 5000; count++) {
      const garbage = random.pick(["", "/"]) + randomGarbage(random) + random.pick(["", "/", "/i"]);
      if (patternProblem(garbage) !== undefined) continue;
      taken += 1;
      expect(() => patterns.entryMatches(garbage, "a"), garbage).not.toThrow();
    }
    expect(taken).toBeGreaterThan(500);
  });
});

describe("a list", () => {
  it("takes what any of its entries takes", () => {
    const entries = ["gpt-4o", "claude-*", "/llama-\\d+b/", "/mistral.*/i", "gpt-4o"];
    const names = ["gpt-4o", "gpt-4", "claude-3", "llama-70b", "llama-b", "MISTRAL-7", "x"];
    expect(patterns.listMatches(entries, names)).toEqual(["gpt-4o", "claude-3", "llama-70b", "MISTRAL-7"]);
  });

  it("that is empty takes nothing", () => {
    expect(patterns.listMatches([], ["", "gpt-4o"])).toEqual([]);
  });

  it("of many names takes those", () => {
    const entries = Array.from({ length: 1000 }, (_, index) => `model-${index}`);
    const names = ["model-0", "model-999", "model-1000", "model-", "model-0999"];
    expect(patterns.listMatches(entries, names)).toEqual(["model-0", "model-999"]);
  });
});
