import { describe, expect, test } from "vitest";
import { CATALOGUE, catalogued } from "../../../control-plane/catalogue/catalogue.ts";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { warningsOf } from "../../../control-plane/config/warnings.ts";
import { buildPolicy } from "../../../control-plane/policy/build.ts";
import { PRESETS } from "../../../control-plane/provider/presets.ts";

const OPENAI = "https://api.openai.com";
const keys = [{ secret: "env:KEY" }];

describe("the file", () => {
  const entries = Object.entries(CATALOGUE.providers).flatMap(([host, { models }]) =>
    Object.entries(models).map(([name, entry]) => [`${host} ${name}`, entry] as const),
  );

  test("has a few dozen models, of providers that a preset leads to", () => {
    expect(entries.length).toBeGreaterThan(40);
    const hosts = Object.values(PRESETS).map(({ url }) => url.split("/")[2]);
    for (const host of Object.keys(CATALOGUE.providers)) expect(hosts).toContain(host);
  });

  test.each(entries)("%s is plausible", (_, { price, context_length, checked }) => {
    expect(checked <= CATALOGUE.date, "checked after the file was gone through").toBe(true);
    // An answer's tokens cost no less than the prompt's, and cached ones no more.
    if (price) {
      expect(price.output).toBeGreaterThanOrEqual(price.input);
      expect(price.cached_input ?? 0).toBeLessThan(price.input);
    }
    if (context_length !== undefined) expect(context_length).toBeGreaterThanOrEqual(4096);
  });
});

describe("a model is found", () => {
  const cost = (url: string, model: string) => catalogued(url, model)?.price?.input;

  test.each<[string, string, number | undefined]>([
    [OPENAI, "gpt-4o", 2.5],
    [OPENAI, "gpt-4o-2024-08-06", 2.5],
    // It costs otherwise than the name that it begins with.
    [OPENAI, "gpt-4o-2024-05-13", 5],
    ["https://api.anthropic.com", "claude-haiku-4-5-20251001", 1],
    [OPENAI, "gpt-4o-mini", 0.15],
    [OPENAI, "gpt-4o-audio-preview", undefined],
    [OPENAI, "gpt-4", 30],
    [OPENAI, "gpt-4-0613", undefined],
    [OPENAI, "claude-haiku-4-5", undefined],
    ["https://openai.example", "gpt-4o", undefined],
    ["http://127.0.0.1:8000", "gpt-4o", undefined],
    [OPENAI, "constructor", undefined],
    ["https://constructor", "gpt-4o", undefined],
  ])("%s %s: %s", (url, model, expected) => {
    expect(cost(url, model)).toBe(expected);
  });
});

describe("a target's price", () => {
  const own = { input: 9, output: 9 };
  const set = { input: 7, output: 7 };
  const priced = (target: object, more: object = {}, provider: object = {}) => {
    const config = checkConfig(
      {
        providers: { openai: { keys, ...provider } },
        models: { "gpt-4o": { targets: [{ provider: "openai", ...target }] } },
        ...more,
      },
      "test",
    );
    return buildPolicy(config, {}).targets[0];
  };

  test.each<[string, ReturnType<typeof priced>, object | undefined]>([
    ["is the catalogue's", priced({}), CATALOGUE.providers["api.openai.com"]?.models["gpt-4o"]?.price],
    ["is its own", priced({ price: own }, { prices: { "gpt-4o": set } }), own],
    ["is that of `prices`", priced({}, { prices: { "gpt-4o": set } }), set],
    ["is none of another name's", priced({ model: "mine" }, { prices: { "gpt-4o": set } }), undefined],
    ["is not the catalogue's where the provider is one's own", priced({}, {}, { private: true }), undefined],
    ["is that of `prices` there too", priced({}, { prices: { "gpt-4o": set } }, { private: true }), set],
  ])("%s", (_, target, expected) => {
    expect(target?.price).toEqual(expected);
  });

  test("comes with what the model can take, unless the target says otherwise", () => {
    expect(priced({})).toMatchObject({ context_length: 128_000 });
    expect(priced({ context_length: 5, vision: false })).toMatchObject({ context_length: 5, vision: false });
    expect(priced({}, {}, { private: true })).not.toHaveProperty("context_length");
  });

  test("is not known of a glob's target, whose name is the caller's", () => {
    const models = { "gpt-*": { targets: [{ provider: "openai" }] } };
    expect(priced({}, { models })).not.toHaveProperty("price");
  });
});

describe("a price from the catalogue is told", () => {
  const warnings = (more: object, target: object = {}) =>
    warningsOf(
      checkConfig(
        {
          providers: { openai: { keys } },
          models: { "gpt-4o": { targets: [{ provider: "openai", ...target }] } },
          ...more,
        },
        "test",
      ),
    );
  const told = [`prices: taken from the catalogue of ${CATALOGUE.date}, which may be out of date: models.gpt-4o`];

  test("where a budget is charged with it", () => {
    expect(warnings({ tenants: { t: { budget: { usd_per_day: 5 } } } })).toEqual(told);
  });

  test("where it decides who is asked", () => {
    expect(warnings({ models: { "gpt-4o": { strategy: "lowest_cost", targets: [{ provider: "openai" }] } } })).toEqual(
      told,
    );
  });

  test("and not where nothing hangs on it, or another is given", () => {
    const tenants = { t: { budget: { usd_per_day: 5 } } };
    expect(warnings({})).toEqual([]);
    expect(warnings({ tenants }, { price: { input: 1, output: 2 } })).toEqual([]);
    expect(warnings({ tenants, prices: { "gpt-4o": { input: 1, output: 2 } } })).toEqual([]);
  });
});
