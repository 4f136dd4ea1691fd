import { describe, expect, it } from "vitest";
import { checkConfig } from "../../control-plane/config/parse.ts";
import { warningsOf } from "../../control-plane/config/warnings.ts";
import { limitOf } from "../../control-plane/lease/policy-limits.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";

const checked = (keys: object[], price?: object) =>
  checkConfig(
    {
      providers: { a: { dialect: "openai", url: "http://a.test/v1", keys } },
      models: { m: { targets: [{ provider: "a", ...(price && { price }) }] } },
    },
    "headgate.yaml",
  );

const problemOf = (...keys: object[]) => {
  try {
    checked(keys.map((key) => ({ secret: "env:A_KEY", ...key })));
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a provider's keys that make no sense", () => {
  const at = "headgate.yaml: providers.a.keys";
  it.each<[object[], string]>([
    [
      [{ id: "one" }, { id: "one" }],
      `${at}[1].id: "one" is already the id of providers.a.keys[0]: its statistics and limits would be mixed up`,
    ],
    [
      [{}, { id: "key-1" }],
      `${at}[1].id: "key-1" is already the id of providers.a.keys[0]: its statistics and limits would be mixed up`,
    ],
    [[{ models: ["gpt-[4]"] }], `${at}[0].models[0]: a name or a glob: '*' and '?' are the only wildcards;`],
    [
      [{ not_before: "2026-12-01T00:00:00Z", expires_at: "2026-12-01T00:00:00Z" }],
      `${at}[0].expires_at: is not after not_before: the key would never be good`,
    ],
    [
      [{ budget: { usd_per_day: 2, usd_per_month: 1 } }],
      `${at}[0].budget.usd_per_day: is more than usd_per_month (1) lets through`,
    ],
  ])("%j", (keys, problem) => {
    expect(problemOf(...keys)).toContain(problem);
  });

  it("are the others than these", () => {
    expect(problemOf({ id: "one", models: ["gpt-*", "/o\\d/"] }, { id: "two" }, {})).toBeUndefined();
  });
});

it("a budget of a key is warned of where what its provider's models cost is not known", () => {
  const keys = [{ secret: "env:A_KEY", budget: { usd_per_day: 1 } }];
  expect(warningsOf(checked(keys))).toContain(
    "providers.a.keys[0].budget: what targets without a price cost is not counted: models.m",
  );
  expect(warningsOf(checked(keys, { input: 1, output: 1 }))).toEqual([]);
});

it("a key's limits are shared out by the provider's name and the key's", () => {
  const key = { id: "one", secret: "env:A_KEY", limits: { requests_per_minute: 9 }, budget: { usd_per_day: 2 } };
  const policy = buildPolicy(checked([key], { input: 1, output: 1 }), {});
  expect(limitOf(policy, "provider_key", "a/one", "requests_per_minute")).toBe(9);
  expect(limitOf(policy, "provider_key", "a/one", "usd_per_day")).toBe(2_000_000);
  expect(limitOf(policy, "provider_key", "a/two", "requests_per_minute")).toBeUndefined();
});
