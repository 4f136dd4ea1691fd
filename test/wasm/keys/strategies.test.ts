import { describe, expect, it } from "vitest";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { document } from "../filter.ts";
import { good, keyed, presented, refused, send } from "./keyed.ts";

const THREE = [
  { id: "one", secret: "env:A_KEY" },
  { id: "two", secret: "env:B_KEY" },
  { id: "three", secret: "env:C_KEY" },
];

/** How often each key was presented in so many requests. */
function counts(host: ReturnType<typeof keyed>, requests: number): Record<string, number> {
  const counted: Record<string, number> = {};
  for (let i = 0; i < requests; i++)
    for (const key of presented(send(host))) counted[key ?? ""] = (counted[key ?? ""] ?? 0) + 1;
  return counted;
}

describe("strategies", () => {
  it("round_robin: each in turn", () => {
    const host = keyed(() => good(), { keys: THREE });
    const sent = Array.from({ length: 6 }, () => send(host)).flatMap(presented);
    expect(sent).toEqual([...sent.slice(0, 3), ...sent.slice(0, 3)]);
    expect(new Set(sent).size).toBe(3);
  });

  it("least_used: the fewest requests in the minute, then the fewest tokens", () => {
    let usage = 0;
    const upstream = () =>
      document({ ...WIRE.openai.response(REPLY), usage: { prompt_tokens: usage, completion_tokens: 1 } });
    const host = keyed(upstream, { keys: THREE, provider: { key_strategy: "least_used" } });
    const next = (tokens: number) => {
      usage = tokens;
      return presented(send(host))[0];
    };
    expect([next(900), next(500), next(700)]).toEqual(["sk-of-a", "sk-of-b", "sk-of-c"]);
    expect([next(1), next(1), next(1)]).toEqual(["sk-of-b", "sk-of-c", "sk-of-a"]);
    host.advance(60_000);
    expect(next(1)).toBe("sk-of-a");
  });

  it("weighted: in proportion, and again the same under a seed", () => {
    const keys = [
      { id: "one", secret: "env:A_KEY", weight: 3 },
      { id: "two", secret: "env:B_KEY", weight: 1 },
    ];
    const options = { keys, provider: { key_strategy: "weighted" }, config: { seed: 7 } };
    const run = () => {
      const host = keyed(() => good(), options);
      return Array.from({ length: 400 }, () => presented(send(host))[0]);
    };
    const sent = run();
    const first = sent.filter((key) => key === "sk-of-a").length;
    expect(first).toBeGreaterThan(270);
    expect(first).toBeLessThan(330);
    expect(run()).toEqual(sent);
    const { seed: _, ...unseeded } = options.config;
    const host = keyed(() => good(), { ...options, config: unseeded });
    const drawn = Array.from({ length: 100 }, () => {
      host.advance(1);
      return presented(send(host))[0];
    });
    expect(new Set(drawn).size).toBe(2);
  });

  it("conversation: one key for its turns, and each key has some", () => {
    const host = keyed(() => good(), { keys: THREE, provider: { key_strategy: "conversation" } });
    const key = (prompt_cache_key: string) => {
      const body = JSON.stringify({ model: "m", prompt_cache_key, messages: [{ role: "user", content: "Hi" }] });
      return presented(host.open({ path: WIRE.openai.path, body }).result)[0];
    };
    expect(new Set(Array.from({ length: 20 }, () => key("talk"))).size).toBe(1);
    expect(new Set(Array.from({ length: 40 }, (_, index) => key(`talk-${index}`))).size).toBe(3);
  });

  it("quota_aware: what the provider said was left", () => {
    const left: Record<string, number> = { "sk-of-a": 40, "sk-of-b": 90, "sk-of-c": 10 };
    const host = keyed(
      ({ headers }) => {
        const key = headers.authorization?.replace("Bearer ", "") ?? "";
        left[key] = (left[key] ?? 0) - 10;
        return good({
          "x-ratelimit-limit-requests": "100",
          "x-ratelimit-remaining-requests": String(left[key]),
          "x-ratelimit-reset-requests": "60s",
        });
      },
      { keys: THREE, provider: { key_strategy: "quota_aware" } },
    );
    // Each once, as nothing is known of any; the third is then at its end.
    expect(counts(host, 3)).toEqual({ "sk-of-a": 1, "sk-of-b": 1, "sk-of-c": 1 });
    expect(counts(host, 5)).toEqual({ "sk-of-b": 5 });
    expect(left).toEqual({ "sk-of-a": 30, "sk-of-b": 30, "sk-of-c": 0 });
  });

  it("quota_aware: what is left of its own limits", () => {
    const keys = [
      { id: "one", secret: "env:A_KEY", limits: { requests_per_minute: 10 } },
      { id: "two", secret: "env:B_KEY", limits: { requests_per_minute: 40 } },
    ];
    const host = keyed(() => good(), { keys, provider: { key_strategy: "quota_aware" } });
    expect(counts(host, 25)).toEqual({ "sk-of-a": 5, "sk-of-b": 20 });
  });
});

describe("a key is used", () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12) + seconds * 1000).toISOString();

  it("within its time only", () => {
    const keys = [
      { id: "one", secret: "env:A_KEY", expires_at: at(10) },
      { id: "two", secret: "env:B_KEY", not_before: at(5) },
    ];
    const host = keyed(() => good(), { keys });
    expect(counts(host, 4)).toEqual({ "sk-of-a": 4 });
    host.advance(6_000);
    expect(counts(host, 4)).toEqual({ "sk-of-a": 2, "sk-of-b": 2 });
    host.advance(6_000);
    expect(counts(host, 4)).toEqual({ "sk-of-b": 4 });
  });

  it("not at all where there is no other: the caller is told 503, and when if that is known", () => {
    const over = keyed(() => good(), { keys: [{ id: "one", secret: "env:A_KEY", expires_at: at(-1) }] });
    const told = send(over);
    expect([told.status, told.attempts.length, told.headers["retry-after"]]).toEqual([503, 0, undefined]);
    expect(JSON.parse(told.body).error.message).toMatch(/none of its providers has a key that may be used$/);
    const early = keyed(() => good(), { keys: [{ id: "one", secret: "env:A_KEY", not_before: at(30) }] });
    expect(send(early).headers["retry-after"]).toBe("30");
    early.advance(30_000);
    expect(send(early).status).toBe(200);
  });

  it("for the models of its allowlist only", () => {
    const keys = [
      { id: "one", secret: "env:A_KEY", models: ["openai-*"] },
      { id: "two", secret: "env:B_KEY", models: ["/other-.+/"] },
    ];
    const models = {
      other: { targets: [{ provider: "openai", model: "other-model" }] },
      none: { targets: [{ provider: "openai", model: "third-model" }] },
    };
    const host = keyed(() => good(), { keys, models });
    expect(counts(host, 3)).toEqual({ "sk-of-a": 3 });
    expect(presented(send(host, "other"))).toEqual(["sk-of-b"]);
    expect(send(host, "none").status).toBe(503);
  });
});

describe("a key's own limits", () => {
  it.each([
    ["requests", { limits: { requests_per_minute: 3 } }, 3],
    ["tokens", { limits: { tokens_per_minute: 200 } }, undefined],
    ["money", { budget: { usd_per_day: 2 } }, undefined],
  ])("of %s lead to the other key, and shut nobody out", (_, limits, most) => {
    const keys = [
      { id: "one", secret: "env:A_KEY", ...limits },
      { id: "two", secret: "env:B_KEY" },
    ];
    const priced = {
      m: { targets: [{ provider: "openai", model: "openai-model", price: { input: 10_000, output: 200 } }] },
    };
    const sent = counts(
      keyed(() => good(), { keys, models: priced }),
      20,
    );
    expect((sent["sk-of-a"] ?? 0) + (sent["sk-of-b"] ?? 0)).toBe(20);
    expect(sent["sk-of-a"]).toBeGreaterThan(0);
    expect(sent["sk-of-a"]).toBeLessThan(8);
    if (most !== undefined) expect(sent["sk-of-a"]).toBe(most);
  });

  it("where it is the only one: 429 until the minute is over, and nobody is asked", () => {
    const keys = [{ id: "one", secret: "env:A_KEY", limits: { requests_per_minute: 2 } }];
    const host = keyed(() => good(), { keys });
    expect([send(host).status, send(host).status]).toEqual([200, 200]);
    host.advance(10_000);
    const told = send(host);
    expect([told.status, told.attempts.length, told.headers["retry-after"]]).toEqual([429, 0, "50"]);
    host.advance(50_000);
    expect(send(host).status).toBe(200);
  });

  it("are charged with what the provider counted, and with nothing for what it refused", () => {
    const keys = [{ id: "one", secret: "env:A_KEY", limits: { tokens_per_minute: 1_000 } }];
    const host = keyed(() => refused(500), { keys });
    for (let i = 0; i < 20; i++) expect(send(host).status).toBe(500);
  });

  it("are told to the control plane under the provider's name and the key's", () => {
    const keys = [{ id: "one", secret: "env:A_KEY", limits: { requests_per_minute: 5 } }];
    const host = keyed(() => good(), { keys });
    send(host);
    host.tick();
    const report = host.pendingCalls.find(({ headers }) => headers[":path"] === "/leases");
    expect(JSON.parse(report?.body ?? "{}").limits).toEqual([
      expect.objectContaining({ kind: "provider_key", name: "openai/one", measure: "requests_per_minute", used: 1 }),
    ]);
  });
});
