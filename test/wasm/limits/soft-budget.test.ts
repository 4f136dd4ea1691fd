import { describe, expect, it } from "vitest";
import { CONVERSATION, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Host } from "../../host/index.ts";
import { document, filter } from "../filter.ts";
import { NOON } from "./limited.ts";

/** 31 tokens in and 17 out make 0.31 + 0.34 dollars at the dear model, a tenth of it at the cheap one. */
const dear = { input: 10_000, output: 20_000 };
const cheap = { input: 1_000, output: 2_000 };
const soft = { at: 0.5, use: "small" };

interface Spenders {
  key?: object;
  tenant?: object;
  model?: object;
  allow?: string[];
}

function spending({ key = {}, tenant = {}, model = {}, allow = ["*"] }: Spenders, now = NOON): Host {
  const config = {
    models: {
      big: { targets: [{ provider: "openai", price: dear }], budget: model },
      small: { targets: [{ provider: "openai", price: cheap }] },
    },
    tenants: { shop: { budget: tenant } },
    keys: [{ id: "web", tenant: "shop", secret: "env:CLIENT", budget: key, allow }],
  };
  return filter(config, () => document(WIRE.openai.response(REPLY)), { now });
}

function send(host: Host, more: object = {}) {
  const body = JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, maxTokens: 17 }), model: "big", ...more });
  const exchange = host.open({ path: WIRE.openai.path, headers: { authorization: "Bearer hg-client" }, body });
  const { status, headers } = exchange.result;
  const kept = exchange.info.filterState.get("headgate_explain");
  return {
    status,
    model: headers["x-headgate-model"],
    budget: headers["x-headgate-budget"],
    kept: kept && JSON.parse(Buffer.from(kept).toString()).budget,
  };
}

const models = (host: Host, count: number) => Array.from({ length: count }, () => send(host).model);

describe("the soft end of a budget", () => {
  it.each<[string, Spenders, string]>([
    ["a key's", { key: { usd_per_day: 2.4, soft } }, "key usd_per_day"],
    ["a tenant's, of a month", { tenant: { usd_per_month: 2.4, soft } }, "tenant usd_per_month"],
    ["a model's", { model: { usd_per_day: 2.4, soft } }, "model usd_per_day"],
    ["the first of two", { key: { usd_per_day: 2.4, usd_per_month: 100, soft } }, "key usd_per_day"],
  ])("gives a cheaper model from there on: %s", (_, spenders, budget) => {
    const host = spending(spenders);
    expect(models(host, 4)).toEqual(["big", "big", "small", "small"]);
    expect(send(host)).toEqual({ status: 200, model: "small", budget, kept: budget });
  });

  it("names no budget before", () => {
    const host = spending({ key: { usd_per_day: 2.4, soft } });
    expect(send(host)).toEqual({ status: 200, model: "big", budget: undefined, kept: undefined });
  });

  it("charges the cheaper one, until the budget ends", () => {
    const host = spending({ key: { usd_per_day: 1.5, soft: { at: 0.4, use: "small" } } });
    expect(models(host, 4)).toEqual(["big", "small", "small", "small"]);
    const statuses = Array.from({ length: 30 }, () => send(host).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(5);
  });

  it("begins anew with the window", () => {
    const host = spending({ key: { usd_per_day: 2.4, soft } }, Date.UTC(2026, 10, 21, 23, 59, 50));
    expect(models(host, 3)).toEqual(["big", "big", "small"]);
    host.advance(20_000);
    expect(models(host, 1)).toEqual(["big"]);
  });

  it("leaves a caller its model who may not use the other", () => {
    const host = spending({ key: { usd_per_day: 4, soft: { at: 0.1, use: "small" } }, allow: ["big"] });
    expect(models(host, 3)).toEqual(["big", "big", "big"]);
    expect(send(host).budget).toBeUndefined();
  });

  it("changes nothing for who asks for the cheaper one", () => {
    const host = spending({ key: { usd_per_day: 2.4, soft: { at: 0.01, use: "small" } } });
    send(host);
    expect(send(host, { model: "small" })).toMatchObject({ model: "small", budget: undefined });
  });
});
