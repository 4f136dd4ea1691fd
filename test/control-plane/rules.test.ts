import { describe, expect, test } from "vitest";
import { conditionSchema } from "../../contract/condition.ts";
import type { Config } from "../../contract/config.ts";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { covers } from "../../control-plane/config/rules/covers.ts";
import { warningsOf } from "../../control-plane/config/warnings.ts";
import { globsMeet, patternCovers } from "../../control-plane/pattern/pattern-fits.ts";
import { OperatorError } from "../../control-plane/process/operator-error.ts";

const BASE = {
  providers: { openai: { dialect: "openai", url: "http://a.test/v1" } },
  models: {
    small: { targets: [{ provider: "openai" }] },
    large: { targets: [{ provider: "openai" }] },
    "gpt-*": { targets: [{ provider: "openai" }] },
  },
  tenants: { shop: {} },
  keys: [
    { id: "web", tenant: "shop", secret_sha256: "a".repeat(64), tags: ["beta"], allow: ["small"] },
    { id: "lab", tenant: "shop", secret_sha256: "b".repeat(64) },
  ],
  decisions: { judge: { url: "http://judge.test" } },
};

function config(rules: object[], more: object = {}): Config {
  return checkConfig({ ...BASE, ...more, rules }, "test");
}

function problems(rules: object[], more: object = {}): string[] {
  try {
    config(rules, more);
    return [];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message.split("\n").map((line) => line.replace(/^test: /, ""));
  }
}

test.each<[string, object[], string[]]>([
  [
    "rules that are right",
    [
      { when: { model: "small", contains_pii: true }, use: "gpt-4o" },
      { when: {}, ask: "judge" },
    ],
    [],
  ],
  ["an unknown model", [{ when: {}, use: "smal" }], ['rules[0].use: no model named "smal" (did you mean "small"?)']],
  ["a glob for one", [{ when: {}, use: "gpt-*" }], ["rules[0].use: expected one model, not a glob"]],
  [
    "an unknown decision",
    [{ when: {}, ask: "jugde" }],
    ['rules[0].ask: no decision named "jugde" (did you mean "judge"?)'],
  ],
  [
    "an id given twice, once by its place",
    [
      { id: "rule-2", when: { model: "small" }, deny: "a" },
      { when: { model: "large" }, deny: "b" },
    ],
    ['rules[1].id: "rule-2" is already the id of rules[0]'],
  ],
  [
    "patterns that are none",
    [{ when: { model: "/(/", tenant: "/x", headers: { "x-a": "/[/" }, prompt_matches: "(?=a)" }, deny: "a" }],
    [
      expect.stringMatching(/^rules\[0\]\.when\.model: "\/\(\/": the regular expression/),
      expect.stringMatching(/^rules\[0\]\.when\.tenant: "\/x": begins with a slash/),
      expect.stringMatching(/^rules\[0\]\.when\.headers\.x-a: the regular expression/),
      expect.stringMatching(/^rules\[0\]\.when\.prompt_matches: the regular expression at .*look-ahead/),
    ] as string[],
  ],
  [
    "too many keywords",
    [{ when: { keywords: Array.from({ length: 4097 }, (_, i) => `word${i}`) }, deny: "a" }],
    [expect.stringMatching(/^rules: 4097 keywords of \d+ bytes: .* 4096 of 32768 bytes$/) as unknown as string],
  ],
])("%s", (_, rules, expected) => {
  expect(problems(rules)).toEqual(expected);
});

test("a decision's default has to be a model, and its timeout a time", () => {
  const decisions = { judge: { url: "http://a.test", default: "larg", timeout: "0s" } };
  expect(problems([], { decisions })).toEqual([
    'decisions.judge.default: no model named "larg" (did you mean "large"?)',
    "decisions.judge.timeout: must be longer than 0s",
  ]);
});

describe("a rule that can never apply", () => {
  test.each<[string, object, string]>([
    ["bounds that leave nothing", { bytes: { gt: 5, lte: 5 } }, "bytes"],
    ["bounds with no whole number between", { messages: { gt: 5, lt: 6 } }, "messages"],
    ["less than nothing", { estimated_tokens: { lt: 0 } }, "estimated_tokens"],
    ["an endpoint that the dialect has not", { endpoint: "count_tokens", dialect: ["openai", "ollama"] }, "endpoint"],
    ["embeddings of Anthropic", { endpoint: "embeddings", dialect: "anthropic" }, "endpoint"],
    ["pictures in embeddings", { endpoint: "embeddings", has_images: true }, "has_images"],
    ["tools in embeddings", { endpoint: ["embeddings"], has_tools: true }, "has_tools"],
    ["a model that there is not", { model: "o1*" }, "model"],
    ["a tenant that there is not", { tenant: "shopp" }, "tenant"],
    ["a tag that no key has", { tags: ["alpha"] }, "tags"],
  ])("%s", (_, when, field) => {
    const found = problems([{ when, deny: "no" }]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^rules\\[0\\]\\.when\\.${field}: `));
  });

  test.each<[string, object]>([
    ["a number between", { messages: { gt: 5, lt: 7 } }],
    ["a model that a glob allows", { model: "gpt-5" }],
    ["a glob that meets a glob", { model: "*-mini" }],
    ["a regular expression, which the filter has to try", { model: "/o1.*/" }],
    ["one tag of two", { tags: ["alpha", "beta"] }],
    ["a whole day", { time: { days: ["mon"] } }],
    ["embeddings without tools", { endpoint: "embeddings", has_tools: false }],
  ])("but not: %s", (_, when) => {
    expect(problems([{ when, deny: "no" }])).toEqual([]);
  });

  test("tenants of tokens are not known here", () => {
    const jwt = { issuer: "https://i.test", audiences: ["a"], jwks_url: "https://i.test/jwks" };
    expect(problems([{ when: { tenant: "anyone" }, deny: "no" }], { jwt })).toEqual([]);
  });

  test("behind one that takes every request", () => {
    expect(
      problems([
        { id: "all", when: {}, tag: "seen" },
        { when: { model: "small" }, deny: "no" },
      ]),
    ).toEqual([
      'rules[1]: can never apply: rules[0] ("all") stands before it and holds for every request; move this one up, or remove it',
    ]);
  });

  test("behind a wider one", () => {
    const rules = [
      { when: { model: "gpt-*", bytes: { gt: 100 } }, deny: "no" },
      { when: { has_tools: true }, deny: "no" },
      { when: { model: "gpt-4*", bytes: { gte: 101, lt: 900 }, has_images: true }, deny: "no" },
    ];
    expect(problems(rules)).toEqual([
      "rules[2]: can never apply: rules[0] stands before it and holds wherever this one would hold; move this one up, or remove it",
    ]);
    expect(problems([rules[2] as object, rules[1] as object, rules[0] as object])).toEqual([]);
  });
});

describe("one condition covers another", () => {
  const TIME = { from: "08:00", to: "18:00" };
  test.each<[object, object, boolean]>([
    [{}, { model: "a" }, true],
    [{ model: "a" }, {}, false],
    [{ model: "*" }, {}, true],
    [{ model: ["a*", "b"] }, { model: ["ab", "b"] }, true],
    [{ model: "a?" }, { model: "a*" }, false],
    [{ model: "a*" }, { model: "a?" }, true],
    [{ model: "/a.*/" }, { model: "/a.*/" }, true],
    [{ model: "/a.*/" }, { model: "ab" }, false],
    [{ dialect: ["openai", "ollama"] }, { dialect: "ollama" }, true],
    [{ dialect: "ollama" }, { dialect: ["openai", "ollama"] }, false],
    [{ dialect: ["openai", "ollama", "anthropic", "responses"] }, {}, true],
    [{ endpoint: ["chat", "embeddings", "count_tokens"] }, {}, true],
    [{ tags: ["a", "b"] }, { tags: ["b"] }, true],
    [{ headers: { a: true } }, { headers: { a: "x", b: "y" } }, true],
    [{ headers: { a: true } }, { headers: { a: false } }, false],
    [{ headers: { a: false } }, { headers: { a: false } }, true],
    [{ headers: { a: "x*" } }, { headers: { a: "xy" } }, true],
    [{ headers: { a: "x" } }, { headers: { a: true } }, false],
    [{ headers: { a: "x" } }, { headers: { b: "x" } }, false],
    [{ time: TIME }, { time: TIME }, true],
    [{ time: TIME }, { time: { from: "09:00", to: "10:00" } }, false],
    [{ time: {} }, {}, true],
    [{ time: { days: ["mon"] } }, {}, false],
    [{ bytes: { gte: 10 } }, { bytes: { gt: 9 } }, true],
    [{ bytes: { gt: 10 } }, { bytes: { gte: 10 } }, false],
    [{ bytes: { gte: 0 } }, {}, true],
    [{ has_tools: true }, { has_tools: false }, false],
    [{ keywords: ["Red", "blue"] }, { keywords: ["BLUE"] }, true],
    [{ keywords: ["blue"] }, { keywords: ["red", "blue"] }, false],
    [{ prompt_matches: "a" }, { prompt_matches: "a" }, true],
    [{ prompt_matches: "a" }, { prompt_matches: "ab" }, false],
    [{ contains_pii: true }, { contains_pii: ["card"] }, true],
    [{ contains_pii: ["card"] }, { contains_pii: true }, false],
    [{ contains_pii: false }, { contains_pii: false }, true],
    [{ contains_pii: false }, { contains_pii: ["card"] }, false],
    [{ script: ["latin", "han"] }, { script: "han" }, true],
  ])("%j, %j: %s", (wide, narrow, expected) => {
    expect(covers(conditionSchema.parse(wide), conditionSchema.parse(narrow))).toBe(expected);
  });
});

/** Every text of up to four letters of a small alphabet: enough to tell two short globs apart. */
const NAMES = ["", ...[1, 2, 3, 4].flatMap((size) => words(size))];

function words(size: number): string[] {
  return size === 0 ? [""] : words(size - 1).flatMap((word) => [`${word}a`, `${word}b`]);
}

test("globs meet and cover each other as the names that fit them do", () => {
  const globs = ["", "a", "*", "?", "a*", "*a", "?a", "a?", "*b*", "a*b", "a?b", "??", "**", "*?"];
  const fits = (glob: string) => {
    const expression = new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    return NAMES.filter((name) => expression.test(name));
  };
  for (const a of globs) {
    for (const b of globs) {
      expect(globsMeet(a, b), `${a} meets ${b}`).toBe(fits(a).some((name) => fits(b).includes(name)));
      if (patternCovers(a, b)) expect(fits(a), `${a} covers ${b}`).toEqual(expect.arrayContaining(fits(b)));
    }
  }
});

test("a rule that leads a key to a model that it may not use is told", () => {
  const warnings = (rules: object[], more: object = {}) =>
    warningsOf(config(rules, more)).filter((line) => line.startsWith("rules"));
  expect(warnings([{ when: {}, use: "large" }])).toEqual([
    'rules[0].use: the key "web" may not use "large" and will be refused',
  ]);
  expect(warnings([{ when: { model: "gpt-*" }, use: "large" }])).toEqual([]);
  expect(warnings([{ when: { tags: ["beta"] }, use: "small" }])).toEqual([]);
  const tenants = { shop: { deny: ["large"] } };
  expect(warnings([{ when: {}, use: "large" }], { tenants })).toEqual([
    'rules[0].use: the keys "web", "lab" may not use "large" and will be refused',
  ]);
});
