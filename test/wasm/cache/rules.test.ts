import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../../contract/dialect.ts";
import { openaiEmbeddings } from "../../fixtures/endpoints.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { type Host, SharedData, type Upstream } from "../../host/index.ts";
import { document, filter } from "../filter.ts";
import { ask, cachedFilter, cachedModel, chatRequest, outcomeOf } from "./cached.ts";

const said = (host: Host, headers: Record<string, string> = {}, client: "openai" | "ollama" = "openai") =>
  outcomeOf(ask(host, client, chatRequest(client), headers));

describe("an answer is kept", () => {
  it("for as long as the policy says", () => {
    const { host, asked } = cachedFilter("openai", { cache: { ttl: "10s" } });
    expect(said(host)).toBe("miss");
    host.advance(9_999);
    expect(said(host)).toBe("hit");
    host.advance(1);
    expect([said(host), said(host), asked()]).toEqual(["miss", "hit", 2]);
  });

  it("for a minute, where it says nothing", () => {
    const { host } = cachedFilter("openai");
    said(host);
    host.advance(59_000);
    expect(said(host)).toBe("hit");
    host.advance(1000);
    expect(said(host)).toBe("miss");
  });

  it("as no part of a minute's use makes it younger", () => {
    const { host } = cachedFilter("openai");
    said(host);
    for (let i = 0; i < 5; i++) {
      host.advance(11_900);
      expect(said(host)).toBe("hit");
    }
    host.advance(600);
    expect(said(host)).toBe("miss");
  });

  it("only where the policy says so", () => {
    const { host } = cachedFilter("openai", { more: { cache: undefined } });
    expect([said(host), said(host)]).toEqual([undefined, undefined]);
  });

  it("with no word of it where the policy explains nothing, but its age", () => {
    const { host, asked } = cachedFilter("openai", { more: { explain: false } });
    said(host);
    host.advance(2000);
    const { headers } = ask(host, "openai");
    expect([headers["x-headgate-cache"], headers.age, asked()]).toEqual([undefined, "2", 1]);
  });

  it("for every worker of an Envoy, and over a reload of the VM", () => {
    const sharedData = new SharedData();
    const one = cachedFilter("openai", { sharedData });
    const other = cachedFilter("openai", { sharedData });
    expect([said(one.host), said(other.host), said(one.host)]).toEqual(["miss", "hit", "hit"]);
    expect([one.asked(), other.asked()]).toEqual([1, 0]);
    const later = cachedFilter("anthropic", { sharedData, cache: { max_bytes: 1_048_576 } });
    expect(said(later.host), "of a target that is not the model's any more").toBe("miss");
  });
});

describe("cache-control", () => {
  it("no-store neither takes nor fills", () => {
    const { host } = cachedFilter("openai");
    const noStore = { "cache-control": "no-store" };
    expect([said(host, noStore), said(host), said(host, noStore), said(host)]).toEqual([
      "bypass",
      "miss",
      "bypass",
      "hit",
    ]);
  });

  it("no-cache takes nothing, and fills", () => {
    const { host, asked } = cachedFilter("openai");
    const noCache = { "cache-control": "no-cache" };
    expect([said(host, noCache), said(host), said(host, noCache), asked()]).toEqual(["bypass", "hit", "bypass", 2]);
  });

  it("max-age takes nothing older", () => {
    const { host } = cachedFilter("openai");
    said(host);
    host.advance(5000);
    expect(said(host, { "cache-control": "max-age=5" })).toBe("hit");
    expect(said(host, { "cache-control": "max-age=4" })).toBe("miss");
    expect(ask(host, "openai").headers.age, "the younger one").toBe("0");
  });
});

describe("nobody gets what is not theirs", () => {
  const KEYS = {
    keys: [
      { id: "one", tenant: "a", secret: "env:CLIENT", allow: ["m"] },
      { id: "two", tenant: "b", secret: "env:OTHER", allow: ["m"] },
      { id: "three", tenant: "a", secret: "env:A_KEY", allow: ["n"] },
    ],
  };
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  it("another tenant", () => {
    const { host, asked } = cachedFilter("openai", { more: KEYS });
    expect([said(host, bearer("hg-client")), said(host, bearer("hg-other"))]).toEqual(["miss", "miss"]);
    expect([said(host, bearer("hg-client")), said(host, bearer("hg-other")), asked()]).toEqual(["hit", "hit", 2]);
  });

  it("a key of the same tenant that may not use the model", () => {
    const { host } = cachedFilter("openai", { more: KEYS });
    said(host, bearer("hg-client"));
    const refused = ask(host, "openai", chatRequest("openai"), bearer("sk-of-a"));
    expect([refused.status, outcomeOf(refused), refused.headers.age]).toEqual([403, undefined, undefined]);
    expect(refused.body).not.toContain("Kana");
  });

  it("a caller without a key", () => {
    const { host } = cachedFilter("openai", { more: KEYS });
    said(host, bearer("hg-client"));
    expect(ask(host, "openai").status).toBe(401);
  });
});

describe("what is not kept", () => {
  const twice = (config: object, upstream: Upstream, client: "openai" | "responses" = "openai") => {
    const host = filter(config, upstream);
    return [ask(host, client), ask(host, client)].map((result) => [result.status, outcomeOf(result)]);
  };
  const answer = (choice: object, fields: object = {}) => ({
    ...WIRE.openai.response(REPLY),
    choices: [{ index: 0, message: { role: "assistant", content: "x", ...fields }, finish_reason: "stop", ...choice }],
  });

  it.each<[string, object, object?]>([
    ["what the content filter cut off", { finish_reason: "content_filter" }],
    ["a refusal", {}, { content: null, refusal: "no" }],
    ["an empty answer", {}, { content: "" }],
  ])("%s", (_, choice, fields) => {
    const seen = twice(cachedModel("openai"), () => document(answer(choice, fields)));
    expect(seen).toEqual([
      [200, "miss"],
      [200, "miss"],
    ]);
  });

  it.each<[string, object, object?]>([
    ["what the request's own limit cut off", { finish_reason: "length" }],
    [
      "a call of a tool",
      { finish_reason: "tool_calls" },
      { content: null, tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }] },
    ],
  ])("but %s is", (_, choice, fields) => {
    const seen = twice(cachedModel("openai"), () => document(answer(choice, fields)));
    expect(seen).toEqual([
      [200, "miss"],
      [200, "hit"],
    ]);
  });

  it.each([400, 401, 429, 500])("an error: %i", (status) => {
    const seen = twice(cachedModel("openai"), () => ({ ...document({ error: { message: "no" } }), status }));
    expect(seen[1]?.[1]).toBe("miss");
  });

  it("an answer longer than a bucket's share", () => {
    const long = { reply: { pieces: ["x".repeat(8192)] }, cache: { max_bytes: 1_048_576 } };
    const { host, asked } = cachedFilter("openai", long);
    for (const stream of [true, false]) ask(host, "openai", chatRequest("openai", { stream }));
    expect([outcomeOf(ask(host, "openai")), asked()]).toEqual(["miss", 3]);
  });
});

describe.each(DIALECTS)("a stream of %s that breaks off", (provider) => {
  const { opening, content, closing } = WIRE[provider].stream(REPLY, {});

  it.each([
    ["in the middle", [...opening, ...content.slice(0, 3)]],
    ["before its last word", [...opening, ...content]],
    ["at an error event", [...opening, ...content, WIRE[provider].errorEvent("overloaded"), ...closing]],
  ])("%s is never kept", (_, body) => {
    const headers = { "content-type": WIRE[provider].streamType };
    let asked = 0;
    const host = filter(cachedModel(provider), () => {
      asked += 1;
      return { headers, body };
    });
    for (const client of DIALECTS) ask(host, client, chatRequest(client, { stream: true }));
    expect([asked, host.logs]).toEqual([DIALECTS.length, []]);
  });

  it("is kept if it was whole before its client left", () => {
    const headers = { "content-type": WIRE[provider].streamType };
    const host = filter(cachedModel(provider), () => undefined);
    const body = JSON.stringify(chatRequest("openai", { stream: true }));
    const exchange = host.open({ path: WIRE.openai.path, body });
    exchange.attempt.head(200, headers);
    exchange.attempt.data([...opening, ...content, ...closing].join(""));
    exchange.disconnect();
    expect(outcomeOf(ask(host, "ollama"))).toBe("hit");
  });

  it("is not kept if its client left before", () => {
    const headers = { "content-type": WIRE[provider].streamType };
    const host = filter(cachedModel(provider), () => undefined);
    const body = JSON.stringify(chatRequest("openai", { stream: true }));
    const exchange = host.open({ path: WIRE.openai.path, body });
    exchange.attempt.head(200, headers);
    exchange.attempt.data([...opening, ...content].join(""));
    exchange.disconnect();
    const next = host.open({ path: WIRE.openai.path, body });
    expect(next.result.status).toBeUndefined();
    next.disconnect();
  });
});

describe("embeddings", () => {
  const vectors = document(openaiEmbeddings([[0.5, 1]]));
  const embed = (host: Host, path: string, body: object) =>
    host.open({ path, body: JSON.stringify({ model: "m", ...body }) }).result;

  it("are given again as they came, at the same endpoint", () => {
    const host = filter(cachedModel("openai"), () => vectors);
    const first = embed(host, "/v1/embeddings", { input: ["a", "é"] });
    const again = embed(host, "/v1/embeddings", { input: ["a", "é"] });
    expect([outcomeOf(first), outcomeOf(again), again.body]).toEqual(["miss", "hit", first.body]);
    expect(outcomeOf(embed(host, "/v1/embeddings", { input: ["a"] }))).toBe("miss");
    expect(outcomeOf(embed(host, "/v1/embeddings", { input: ["a", "é"], encoding_format: "base64" }))).toBe("miss");
  });

  it("of a provider of another dialect too", () => {
    const host = filter(cachedModel("openai"), () => vectors);
    const first = embed(host, "/api/embed", { input: "a" });
    const again = embed(host, "/api/embed", { input: "a" });
    expect([outcomeOf(first), outcomeOf(again), again.body]).toEqual(["miss", "hit", first.body]);
  });
});

describe("what a hit leaves alone", () => {
  it("counts no attempt and no token", () => {
    const { host } = cachedFilter("openai");
    said(host);
    host.tick();
    const before = host.metrics();
    expect(before["headgate_cache;model=m;outcome=miss"]).toBe(1);
    said(host);
    said(host, { "cache-control": "no-store" });
    host.tick();
    const { headgate_input_tokens: _, ...after } = host.metrics();
    expect(after["headgate_cache;model=m;outcome=hit"]).toBe(1);
    expect(after["headgate_cache;model=m;outcome=bypass"]).toBe(1);
    expect(after["headgate_attempts;target=m/openai;status=200"]).toBe(2);
    expect(after["headgate_requests;dialect=openai;model=m;status=200"]).toBe(3);
    expect(after["headgate_input_tokens;target=m/openai"]).toBe(2 * REPLY.inputTokens);
  });

  it("names what the caller's request lost, as the provider's path does", () => {
    const { host } = cachedFilter("anthropic");
    const request = { ...chatRequest("openai"), seed: 7, logit_bias: { "1": 2 } };
    const lost = [ask(host, "openai", request), ask(host, "openai", request)];
    expect(lost.map(outcomeOf)).toEqual(["miss", "hit"]);
    expect(lost[1]?.headers["x-headgate-dropped"]).toBe("seed,logit_bias,top_p");
    expect(lost[0]?.headers["x-headgate-dropped"]).toBe("seed,logit_bias,top_p");
  });
});
