import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { document } from "../filter.ts";
import { limited, messageOf, send, statuses } from "./limited.ts";

/** 31 tokens in and 17 out make 0.31 + 0.34 dollars. */
const price = { input: 10_000, output: 20_000 };
const more = { maxTokens: 17 };

describe("a budget", () => {
  it("of a day lets in what it can pay for, and no more until the day is over", () => {
    const host = limited({ budget: { usd_per_day: 2 }, price });
    expect(statuses(host, 4, more)).toEqual([200, 200, 429, 429]);
    const refused = send(host, more);
    expect(messageOf(refused)).toBe("key 'web': 2 USD a day; it begins anew at 2026-11-22T00:00:00Z");
    expect(JSON.parse(refused.result.body).error).toMatchObject({
      type: "insufficient_quota",
      code: "insufficient_quota",
    });
    expect(refused.result.headers["retry-after"]).toBe(String(12 * 3600));
    expect(refused.result.headers["x-should-retry"]).toBe("false");
    const anthropic = send(host, more, "anthropic");
    expect([anthropic.result.status, JSON.parse(anthropic.result.body).error.type]).toEqual([429, "rate_limit_error"]);
  });

  it("of a month says when the month is over", () => {
    const host = limited({ budget: { usd_per_month: 0.5 }, price });
    expect(messageOf(send(host, more))).toBe("key 'web': 0.5 USD a month; it begins anew at 2026-12-01T00:00:00Z");
  });

  it("is reserved, so that requests at one moment cannot run over it together", () => {
    const host = limited({ budget: { usd_per_day: 3 }, price }, () => undefined);
    const open = Array.from({ length: 100 }, () => send(host, more).result.status);
    const reserved = open.filter((status) => status === undefined).length;
    expect(reserved).toBeGreaterThan(2);
    expect(reserved).toBeLessThan(6);
  });

  it("is charged less for what came from the provider's cache", () => {
    const reply = WIRE.openai.response(REPLY) as { usage: object };
    const cached = { ...reply, usage: { ...reply.usage, prompt_tokens_details: { cached_tokens: 31 } } };
    const host = limited({ budget: { usd_per_day: 2 }, price: { ...price, cached_input: 0 } }, () => document(cached));
    // 0.34 each; the estimate of the next one has to fit as well.
    expect(statuses(host, 9, more).filter((status) => status === 200).length).toBe(4);
  });

  it("is not touched by a target without a price, but holds when it is used up", () => {
    expect(statuses(limited({ budget: { usd_per_day: 1 } }), 5, more)).toEqual([200, 200, 200, 200, 200]);
    expect(statuses(limited({ budget: { usd_per_day: 0 } }), 1, more)).toEqual([429]);
  });
});

it("what targets cost is counted in micro-dollars, also where nobody has a budget", () => {
  const host = limited({ price: { input: 0.02, output: 0.02 } });
  statuses(host, 10);
  host.tick();
  // 480 tokens at 0.02 micro-dollars.
  expect(host.metrics()["headgate_cost_micro_usd;target=m/openai"]).toBe(9);
});
