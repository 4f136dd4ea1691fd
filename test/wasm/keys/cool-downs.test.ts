import { describe, expect, it } from "vitest";
import { CONVERSATION, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import type { Upstream } from "../../host/index.ts";
import { document } from "../filter.ts";
import { good, keyed, keyOf, NOON, presented, refused, send } from "./keyed.ts";

/** Refuses what is presented with that key. */
const refuses =
  (key: string, status: number, headers: Record<string, string> = {}): Upstream =>
  ({ headers: sent }) =>
    keyOf(sent) === key ? refused(status, headers) : good();

describe("a key that its provider refuses", () => {
  it("is left for the other at once, and cools down for as long as the provider asked", () => {
    const host = keyed(refuses("sk-of-a", 429, { "retry-after": "7" }));
    const first = send(host);
    expect([first.status, presented(first)]).toEqual([200, ["sk-of-a", "sk-of-b"]]);
    for (let i = 0; i < 4; i++) expect(presented(send(host))).toEqual(["sk-of-b"]);
    host.advance(6_900);
    expect(presented(send(host))).toEqual(["sk-of-b"]);
    host.advance(200);
    const keys = [send(host), send(host)].flatMap(presented);
    expect(keys).toContain("sk-of-a");
  });

  it.each<[string, Record<string, string>, number]>([
    ["retry-after-ms", { "retry-after-ms": "2500", "retry-after": "9" }, 2_500],
    ["a date", { "retry-after": new Date(NOON + 20_000).toUTCString() }, 20_000],
    ["the limit of which nothing is left", openAiLimits("0", "30s", "5", "50s"), 30_000],
    ["the later of two limits", openAiLimits("0", "30s", "0", "1m10s"), 70_000],
    ["no limit that is used up: a second", openAiLimits("1", "30s", "5", "50s"), 1_000],
    ["nothing: a second", {}, 1_000],
    ["what cannot be read: a second", { "retry-after": "soon" }, 1_000],
  ])("comes back after what it tells by %s", (_, headers, ms) => {
    const host = keyed(refuses("sk-of-a", 429, headers));
    send(host);
    host.advance(ms - 50);
    expect([send(host), send(host)].flatMap(presented)).not.toContain("sk-of-a");
    host.advance(100);
    expect([send(host), send(host)].flatMap(presented)).toContain("sk-of-a");
  });

  it.each([
    [401, 300_000],
    [402, 60_000],
    [403, 1_000],
  ])("with %i comes back after %i ms", (status, ms) => {
    const host = keyed(refuses("sk-of-a", status));
    expect(send(host).status).toBe(200);
    host.advance(ms - 50);
    expect([send(host), send(host)].flatMap(presented)).not.toContain("sk-of-a");
    host.advance(100);
    expect([send(host), send(host)].flatMap(presented)).toContain("sk-of-a");
  });

  it("cools down for twice as long each time in a row, up to a minute, until it has answered", () => {
    let bad = true;
    const host = keyed(({ headers }) => (bad && keyOf(headers) === "sk-of-a" ? refused(429) : good()));
    /** How long after a failure the key fails again. */
    const rest = (): number => {
      const isAsked = () => [send(host), send(host)].flatMap(presented).includes("sk-of-a");
      while (!isAsked()) host.advance(500);
      const from = host.now;
      while (!isAsked() && host.now < from + 100_000) host.advance(500);
      return Math.round((host.now - from) / 1000);
    };
    // The failure that ends one rest is one in the row too.
    expect([rest(), rest(), rest(), rest()]).toEqual([1, 4, 16, 60]);
    bad = false;
    host.advance(60_000);
    [send(host), send(host)];
    bad = true;
    expect(rest()).toBe(1);
  });

  const models = { other: { targets: [{ provider: "openai", model: "other-model" }] } };
  it.each([
    [429, true],
    [403, true],
    [401, false],
    [402, false],
  ])("with %i is good for another model: %s", (status, isGood) => {
    const host = keyed(refuses("sk-of-a", status, { "retry-after": "600" }), { models });
    send(host);
    expect([send(host, "other"), send(host, "other")].flatMap(presented).includes("sk-of-a")).toBe(isGood);
  });
});

describe("of many keys", () => {
  const MANY = 60;
  const keys = Array.from({ length: MANY }, (_, i) => ({ id: `k${i}`, secret: `env:KEY_${i}` }));
  const env = Object.fromEntries(keys.map((_, i) => [`KEY_${i}`, `sk-${i}`]));
  const lastIsGood =
    (status: number): Upstream =>
    ({ headers }) =>
      keyOf(headers) === `sk-${MANY - 1}` ? good() : refused(status);

  it.each([
    401, 402, 403, 429,
  ])("the only good one is found by the first request, where the others get %i", (status) => {
    const host = keyed(lastIsGood(status), { keys }, { env });
    const first = send(host);
    expect([first.status, presented(first).length]).toEqual([200, MANY]);
    expect(presented(send(host))).toEqual([`sk-${MANY - 1}`]);
  });

  it("as many are tried as fit into ten seconds; the next request goes on from there", () => {
    let passes = () => {};
    const host = keyed(
      (attempt) => {
        passes();
        return lastIsGood(401)(attempt);
      },
      { keys },
      { env },
    );
    passes = () => host.advance(400);
    const first = send(host);
    expect([first.status, presented(first).length]).toEqual([502, 26]);
    const second = send(host);
    expect(presented(second)[0]).toBe("sk-26");
    const third = send(host);
    expect([third.status, presented(third).at(-1)]).toEqual([200, `sk-${MANY - 1}`]);
  });

  it("a bad one is not tried at another target of its provider", () => {
    const models = {
      m: {
        targets: [
          { provider: "openai", model: "x" },
          { provider: "openai", model: "y" },
          { provider: "anthropic", model: "z" },
        ],
      },
    };
    const upstream: Upstream = ({ target }) =>
      target.startsWith("m/openai") ? refused(401) : document(WIRE.anthropic.response(REPLY));
    const host = keyed(upstream, { keys: [{ id: "one", secret: "env:A_KEY" }], models });
    const answer = send(host);
    expect([answer.status, answer.attempts.length]).toEqual([200, 2]);
  });
});

describe("a good answer after which nothing is left", () => {
  it("cools the key down before it fails", () => {
    const host = keyed(({ headers }) =>
      keyOf(headers) === "sk-of-a" ? good(openAiLimits("0", "12s", "9", "1s")) : good(),
    );
    const sent = Array.from({ length: 5 }, () => send(host)).flatMap(presented);
    expect(sent).toEqual(["sk-of-a", "sk-of-b", "sk-of-b", "sk-of-b", "sk-of-b"]);
    host.advance(12_100);
    expect([send(host), send(host)].flatMap(presented)).toContain("sk-of-a");
  });

  it("sets a lone key's target aside where there is another, and never where there is none", () => {
    const upstream: Upstream = ({ target }) =>
      target === "m/openai" ? good(openAiLimits("0", "12s", "9", "1s")) : document(WIRE.anthropic.response(REPLY));
    const keys = [{ id: "one", secret: "env:A_KEY" }];
    const two = keyed(upstream, { keys, targets: ["openai", "anthropic"] });
    expect([send(two), send(two)].map(({ attempts }) => attempts.map(({ target }) => target))).toEqual([
      ["m/openai"],
      ["m/anthropic"],
    ]);
    const one = keyed(upstream, { keys });
    expect([send(one).status, send(one).status]).toEqual([200, 200]);
  });
});

describe("when every target is out", () => {
  it("nobody is asked, and the caller is told when to come again", () => {
    const host = keyed(({ headers }) => refused(429, { "retry-after": keyOf(headers) === "sk-of-a" ? "20" : "9" }));
    const asked = send(host);
    expect([asked.status, presented(asked)]).toEqual([429, ["sk-of-a", "sk-of-b"]]);
    host.advance(1_500);
    const told = send(host);
    expect([told.status, told.attempts.length, told.headers["retry-after"]]).toEqual([429, 0, "8"]);
    expect(JSON.parse(told.body).error).toMatchObject({
      type: "rate_limit_error",
      message: "no provider of the model 'm' is available right now: its providers are at a limit; try again in 8 s",
    });
    host.advance(7_600);
    expect(presented(send(host))[0]).toBe("sk-of-b");
  });

  it.each([
    ["anthropic", "rate_limit_error"],
    ["ollama", undefined],
    ["responses", "rate_limit_error"],
  ] as const)("it is told so in the dialect %s", (dialect, type) => {
    const host = keyed(() => refused(429, { "retry-after": "20" }));
    send(host);
    const body = JSON.stringify(WIRE[dialect].request({ ...CONVERSATION, model: "m" }));
    const { result } = host.open({ path: WIRE[dialect].path, body });
    expect([result.status, result.attempts.length]).toEqual([429, 0]);
    expect(result.headers["retry-after"]).toBe("20");
    expect(JSON.parse(result.body).error.type).toBe(type);
  });

  it("and no provider has asked for it, the least bad goes on being asked, and its words reach the caller", () => {
    const host = keyed(() => refused(429));
    for (const attempts of [2, 1, 1, 1]) {
      const answer = send(host);
      expect([answer.status, answer.attempts.length]).toEqual([429, attempts]);
      expect(JSON.parse(answer.body).error.message).toBe("no");
    }
    const gone = keyed(() => refused(404), { targets: ["openai", "anthropic"] });
    send(gone);
    expect(send(gone).attempts.length).toBe(2);
  });

  it("a target that is left takes all", () => {
    const upstream: Upstream = ({ target }) =>
      target === "m/openai" ? refused(429, { "retry-after": "30" }) : document(WIRE.anthropic.response(REPLY));
    const keys = [{ id: "one", secret: "env:A_KEY" }];
    const host = keyed(upstream, { keys, targets: ["openai", "anthropic"] });
    expect(send(host).attempts.map(({ target }) => target)).toEqual(["m/openai", "m/anthropic"]);
    const next = send(host);
    expect([next.status, next.attempts.map(({ target }) => target)]).toEqual([200, ["m/anthropic"]]);
  });

  it("a model that its provider does not have is not asked for again, whichever the key", () => {
    const upstream: Upstream = ({ target }) =>
      target === "m/openai" ? refused(404) : document(WIRE.anthropic.response(REPLY));
    const host = keyed(upstream, { targets: ["openai", "anthropic"] });
    expect(send(host).attempts.length).toBe(2);
    expect(send(host).attempts.map(({ target }) => target)).toEqual(["m/anthropic"]);
    host.advance(60_100);
    expect(send(host).attempts.length).toBe(2);
  });

  it("because Envoy has taken out all that the request may go to: 503, and the least that it keeps them out", () => {
    const provider = { region: "eu", outlier_detection: { base_ejection_time: "12.5s" } };
    const targets = [{ provider: "openai" }, { provider: "anthropic" }];
    const host = keyed(() => good(), { provider, models: { m: { targets, require: { region: "eu" } } } });
    host.eject("m/openai");
    const { status, headers, body } = send(host);
    expect([status, headers["retry-after"]]).toEqual([503, "13"]);
    expect(JSON.parse(body).error.message).toMatch(/none of its providers has answered lately; try again in 13 s$/);
  });
});

function openAiLimits(requests: string, requestsReset: string, tokens: string, tokensReset: string) {
  return {
    "x-ratelimit-limit-requests": "10",
    "x-ratelimit-remaining-requests": requests,
    "x-ratelimit-reset-requests": requestsReset,
    "x-ratelimit-limit-tokens": "1000",
    "x-ratelimit-remaining-tokens": tokens,
    "x-ratelimit-reset-tokens": tokensReset,
  };
}
