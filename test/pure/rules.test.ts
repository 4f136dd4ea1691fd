import { beforeAll, describe, expect, test } from "vitest";
import { type Asked, loadRules, policyWith, type Rules } from "./rules.ts";

/** Whether a rule with these conditions holds for a request. */
let rules: Rules;

beforeAll(async () => {
  rules = await loadRules();
});

const KEYS = [
  { id: "web", tenant: "shop", secret_sha256: "a".repeat(64), tags: ["beta", "eu"] },
  { id: "lab", tenant: "research", secret_sha256: "b".repeat(64) },
];

function load(...conditions: object[]): void {
  const given = conditions.map((when) => ({ when, tag: "t" }));
  expect(rules.load(policyWith(given, { keys: KEYS }))).toBeUndefined();
}

function holds(when: object, asked: Asked): boolean {
  load(when);
  return rules.find(asked) === "rule-1";
}

const chat = (content: unknown, more: object = {}) => ({
  model: "gpt-4o",
  messages: [{ role: "user", content }],
  ...more,
});
const HI: Asked = { body: chat("hi") };
const said = (text: string): Asked => ({ body: chat(text) });

type Case = [when: object, asked: Asked, holds: boolean];

describe("on the caller and the endpoint", () => {
  test.each<Case>([
    [{}, HI, true],
    [{ model: "gpt-4o" }, HI, true],
    [{ model: "gpt-*" }, HI, true],
    [{ model: ["o1", "/gpt-[45]o?/"] }, HI, true],
    [{ model: "gpt-4" }, HI, false],
    [{ model: "gpt-4o" }, { body: '{"model":"gpt\\u002d4o","messages":[]}' }, true],
    [{ dialect: "openai" }, HI, true],
    [{ dialect: ["anthropic", "ollama"] }, HI, false],
    [{ dialect: "openai" }, { path: "/v1/completions", body: { model: "m", prompt: "hi" } }, true],
    [{ dialect: "ollama" }, { path: "/api/generate", body: { model: "m", prompt: "hi" } }, true],
    [{ dialect: "responses" }, { path: "/v1/responses", body: { model: "m", input: "hi" } }, true],
    [{ dialect: "anthropic" }, { path: "/anthropic/v1/messages", body: chat("hi") }, true],
    [{ endpoint: "chat" }, HI, true],
    [{ endpoint: "embeddings" }, { path: "/v1/embeddings", body: { model: "m", input: "hi" } }, true],
    [{ endpoint: ["chat", "embeddings"] }, { path: "/v1/messages/count_tokens", body: chat("hi") }, false],
    [{ endpoint: "count_tokens" }, { path: "/v1/messages/count_tokens", body: chat("hi") }, true],
    [{ tenant: "shop" }, { ...HI, key: "web" }, true],
    [{ tenant: "s*" }, { ...HI, key: "web" }, true],
    [{ tenant: "shop" }, { ...HI, key: "lab" }, false],
    [{ tenant: "shop" }, HI, false],
    [{ tags: "eu" }, { ...HI, key: "web" }, true],
    [{ tags: ["us", "beta"] }, { ...HI, key: "web" }, true],
    [{ tags: "eu" }, { ...HI, key: "lab" }, false],
    [{ tags: "eu" }, HI, false],
    [{ headers: { "x-app": true } }, { ...HI, headers: { "x-app": "" } }, true],
    [{ headers: { "x-app": true } }, HI, false],
    [{ headers: { "x-app": false } }, HI, true],
    [{ headers: { "x-app": false } }, { ...HI, headers: { "x-app": "a" } }, false],
    [{ headers: { "x-app": "web-*" } }, { ...HI, headers: { "x-app": "web-1" } }, true],
    [{ headers: { "x-app": "web" } }, { ...HI, headers: { "x-app": "web-1" } }, false],
    [{ headers: { a: "1", b: "/[0-9]+/" } }, { ...HI, headers: { a: "1", b: "23" } }, true],
    [{ headers: { a: "1", b: "2" } }, { ...HI, headers: { a: "1" } }, false],
    [{ bytes: { gt: 10 } }, HI, true],
    [{ bytes: { gte: JSON.stringify(HI.body).length, lte: JSON.stringify(HI.body).length } }, HI, true],
    [{ bytes: { lt: JSON.stringify(HI.body).length } }, HI, false],
  ])("%j, %j: %s", (when, asked, expected) => {
    expect(holds(when, asked)).toBe(expected);
  });
});

describe("on the time", () => {
  const NIGHT = { from: "22:00", to: "06:00" };
  // 2 November 2026 is a Monday.
  test.each<[when: object, time: string, holds: boolean]>([
    [{ from: "08:00", to: "18:00" }, "2026-11-02T08:00:00Z", true],
    [{ from: "08:00", to: "18:00" }, "2026-11-02T07:59:59Z", false],
    [{ from: "08:00", to: "18:00" }, "2026-11-02T17:59:59Z", true],
    [{ from: "08:00", to: "18:00" }, "2026-11-02T18:00:00Z", false],
    [{ from: "08:00" }, "2026-11-02T23:59:59Z", true],
    [{ to: "08:00" }, "2026-11-02T00:00:00Z", true],
    [{ from: "08:00", utc_offset: "+01:00" }, "2026-11-02T07:00:00Z", true],
    [{ from: "08:00", utc_offset: "-05:30" }, "2026-11-02T13:29:00Z", false],
    [{ from: "08:00", utc_offset: "-05:30" }, "2026-11-02T13:30:00Z", true],
    [NIGHT, "2026-11-02T23:00:00Z", true],
    [NIGHT, "2026-11-02T05:59:00Z", true],
    [NIGHT, "2026-11-02T12:00:00Z", false],
    [{ days: ["mon"] }, "2026-11-02T12:00:00Z", true],
    [{ days: ["tue", "sun"] }, "2026-11-02T12:00:00Z", false],
    [{ days: ["tue"], utc_offset: "+01:00" }, "2026-11-02T23:30:00Z", true],
    [{ days: ["sun"], utc_offset: "-01:00" }, "2026-11-02T00:30:00Z", true],
    // A night belongs to the day on which it begins.
    [{ ...NIGHT, days: ["mon"] }, "2026-11-03T05:00:00Z", true],
    [{ ...NIGHT, days: ["mon"] }, "2026-11-02T05:00:00Z", false],
    [{ ...NIGHT, days: ["sun"] }, "2026-11-02T05:00:00Z", true],
    [{ from: "09:00", to: "09:00", days: ["mon"] }, "2026-11-02T03:00:00Z", true],
    [{ days: ["wed"] }, "1969-12-31T23:00:00Z", true],
  ])("%j at %s: %s", (time, at, expected) => {
    expect(holds({ time }, { ...HI, time: at })).toBe(expected);
  });
});

describe("on the prompt", () => {
  const tools = [{ type: "function", function: { name: "f" } }];
  const image = { type: "image_url", image_url: { url: "https://x.test/a.png" } };
  const system = {
    model: "m",
    messages: [
      { role: "system", content: "s" },
      { role: "user", content: "u" },
    ],
  };
  const format = { type: "json_schema", json_schema: { name: "n", schema: {} } };

  test.each<Case>([
    [{ estimated_tokens: { gt: 1000 } }, said("x".repeat(4000)), true],
    [{ estimated_tokens: { gt: 1004 } }, said("x".repeat(4000)), false],
    [{ estimated_tokens: { gt: 1000 } }, { body: chat([image]) }, true],
    [{ messages: { gte: 2 } }, { body: system }, true],
    [{ messages: { gte: 3 } }, { body: system }, false],
    [{ has_tools: true }, { body: chat("hi", { tools }) }, true],
    [{ has_tools: true }, { body: chat("hi", { tools: [] }) }, false],
    [{ has_tools: false }, HI, true],
    [{ has_images: true }, { body: chat([image]) }, true],
    [{ has_images: false }, { body: chat([image]) }, false],
    [{ has_system: true }, { body: system }, true],
    [{ has_system: true }, HI, false],
    [{ has_schema: true }, { body: chat("hi", { response_format: format }) }, true],
    [{ has_schema: false }, { body: chat("hi", { response_format: { type: "json_object" } }) }, true],
  ])("%j: %#", (when, asked, expected) => {
    expect(holds(when, asked)).toBe(expected);
  });

  test.each<Case>([
    [{ keywords: ["password"] }, said("my PassWord is"), true],
    [{ keywords: ["password", "secret"] }, said("a secret"), true],
    [{ keywords: ["pass"] }, said("password"), false],
    [{ keywords: ["naïve"] }, said("so NAÏVE"), true],
    [{ keywords: ["pass word"] }, { body: '{"model":"m","messages":[{"content":"p\\u0061ss\\nword"}]}' }, true],
    [{ prompt_matches: "(?i)ignore (all )?previous" }, said("please IGNORE previous orders"), true],
    [{ prompt_matches: "^hi$" }, HI, true],
    [{ prompt_matches: "\\bhi\\b" }, said("high"), false],
    [{ prompt_matches: "^user$" }, HI, false],
    [{ script: "cyrillic" }, said("Привет, world"), true],
    [{ script: ["han", "hiragana"] }, said("こんにちは世界"), true],
    [{ script: "latin" }, said("12345"), false],
    [{ contains_pii: true }, said("write to ann@example.com"), true],
    [{ contains_pii: ["card", "email"] }, said("write to ann@example.com"), true],
    [{ contains_pii: ["card"] }, said("write to ann@example.com"), false],
    [{ contains_pii: false }, said("write to ann@example.com"), false],
    [{ contains_pii: false }, HI, true],
    [{ contains_pii: ["email"] }, { body: '{"model":"m","messages":[{"content":"ann\\u0040example.com"}]}' }, true],
    [{ keywords: ["weather"], contains_pii: true }, said("weather for ann@example.com"), true],
    [{ keywords: ["weather"], contains_pii: true }, said("weather"), false],
  ])("%j, %j: %s", (when, asked, expected) => {
    expect(holds(when, asked)).toBe(expected);
  });

  test("a keyword is not put together from two texts", () => {
    expect(
      holds(
        { keywords: ["password"] },
        {
          body: chat([
            { type: "text", text: "pass" },
            { type: "text", text: "word" },
          ]),
        },
      ),
    ).toBe(false);
  });
});

describe("of several rules", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      when: { keywords: [`word${i}`], prompt_matches: `number ${i}\\b` },
      tag: "t",
    }));

  test("the first that holds", () => {
    load({ has_tools: true }, { keywords: ["bb"], contains_pii: true }, { keywords: ["bb"] }, {});
    expect(rules.find(said("bb"))).toBe("rule-3");
    expect(rules.find(HI)).toBe("rule-4");
  });

  test.each([[1], [64], [200]])("%i of them look for what is their own", (count) => {
    rules.load(policyWith(many(count)));
    for (const i of [0, count >> 1, count - 1]) {
      expect(rules.find(said(`here is word${i} and number ${i}`))).toBe(`rule-${i + 1}`);
      expect(rules.find(said(`here is word${i} and number ${i}0000`))).toBeUndefined();
    }
  });

  test("what one request holds is not the next one's", () => {
    load({ keywords: ["red"] }, { contains_pii: true }, { prompt_matches: "blue" }, { script: "greek" });
    expect(rules.find(said("red"))).toBe("rule-1");
    expect(rules.find(said("ann@example.com"))).toBe("rule-2");
    expect(rules.find(said("blue"))).toBe("rule-3");
    expect(rules.find(said("αβγ"))).toBe("rule-4");
    expect(rules.find(HI)).toBeUndefined();
  });
});

describe("a policy that no control plane has checked is refused whole", () => {
  test.each<[object, RegExp]>([
    [{ id: "r", when: { weather: "fine" } }, /^policy\.rules\.r\.when: weather: /],
    [{ id: "r", when: { model: "/(/" } }, /^policy\.rules\.r\.when: model: /],
    [{ id: "r", when: { prompt_matches: "(" } }, /^policy\.rules\.r\.when: prompt_matches: /],
    [{ id: "r", when: { contains_pii: ["shoe size"] } }, /^policy\.rules\.r\.when: contains_pii: /],
    [{ id: "r", when: { script: ["runes"] } }, /^policy\.rules\.r\.when: script: /],
    [{ id: "r", when: { endpoint: ["images"] } }, /^policy\.rules\.r\.when: endpoint: /],
    [{ id: "r", when: [] }, /^policy\.rules\.r\.when: expected an object/],
    [{ id: "r", when: {}, ask: "nobody" }, /^policy\.rules\.r\.ask: no decision/],
    [{ id: "r", when: {}, redact: ["shoe size"] }, /^policy\.rules\.r\.redact: /],
  ])("%j", (rule, reason) => {
    expect(rules.load({ ...policyWith([]), rules: [rule] })).toMatch(reason);
  });
});
