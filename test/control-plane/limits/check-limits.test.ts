import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { warningsOf } from "../../../control-plane/config/warnings.ts";

const free = { provider: "openai", model: "free" };
const paid = { provider: "openai", model: "paid", price: { input: 1, output: 2 } };

const checked = (more: object, targets: object[] = [paid]) =>
  checkConfig(
    {
      providers: { openai: { dialect: "openai", url: "http://openai.test/v1" } },
      models: { m: { targets } },
      ...more,
    },
    "headgate.yaml",
  );
const key = (more: object) => ({ keys: [{ id: "web", secret: "env:WEB", ...more }] });
const reasonOf = (more: object) => {
  try {
    checked(more);
  } catch (error) {
    return (error as Error).message;
  }
};

describe("limits that make no sense", () => {
  it.each<[object, string]>([
    [
      key({ limits: { end_streams: true, requests_per_minute: 5 } }),
      "headgate.yaml: keys[0].limits.end_streams: there is no limit that could end one: set tokens_per_minute or a budget",
    ],
    [
      { tenants: { shop: { limits: { max_tokens_per_request: 11, tokens_per_minute: 10 } } } },
      "headgate.yaml: tenants.shop.limits.max_tokens_per_request: is more than tokens_per_minute (10) lets through",
    ],
    [
      key({ budget: { usd_per_day: 2, usd_per_month: 1 } }),
      "headgate.yaml: keys[0].budget.usd_per_day: is more than usd_per_month (1) lets through",
    ],
    [
      key({ budget: { usd_per_day: 2, soft: { at: 0.8, use: "smol" } } }),
      'headgate.yaml: keys[0].budget.soft.use: no model named "smol"',
    ],
    [
      { tenants: { shop: { budget: { soft: { at: 0.8, use: "m" } } } } },
      "headgate.yaml: tenants.shop.budget.soft: there is no budget of which it could be a part: set usd_per_day or usd_per_month",
    ],
    [key({ budget: { usd_per_day: 2, soft: { at: 1, use: "m" } } }), "keys[0].budget.soft.at: "],
    [key({ limits: { requests_per_minute: -1 } }), "keys[0].limits.requests_per_minute: "],
    [key({ limits: { requests_per_second: 1 } }), "keys[0].limits.requests_per_second: unknown field"],
  ])("%j", (more, reason) => {
    expect(reasonOf(more)).toContain(reason);
  });

  it.each([
    key({ limits: { end_streams: true, tokens_per_minute: 5 } }),
    key({ limits: { end_streams: true }, budget: { usd_per_day: 0 } }),
    key({ budget: { usd_per_day: 2, soft: { at: 0.8, use: "m" } } }),
    { tenants: { default: null } },
  ])("is not %j", (more) => {
    expect(reasonOf(more)).toBeUndefined();
  });
});

describe("a budget that is not charged with everything", () => {
  it("is told", () => {
    expect(warningsOf(checked(key({ budget: { usd_per_month: 5 } }), [paid, free]))).toEqual([
      "keys[0].budget: what targets without a price cost is not counted: models.m",
    ]);
    expect(
      warningsOf(checked({ models: { m: { targets: [free], budget: { usd_per_day: 1 } }, n: { targets: [paid] } } })),
    ).toEqual(["models.m.budget: what targets without a price cost is not counted: models.m"]);
  });

  it("is none where all have a price, or there is no budget", () => {
    expect(warningsOf(checked(key({ budget: { usd_per_month: 5 } })))).toEqual([]);
    expect(warningsOf(checked(key({}), [free]))).toEqual([]);
  });
});
