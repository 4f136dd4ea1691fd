import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { questionSchema } from "../../../contract/decision.ts";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { expectFailure } from "../../envoy/expect-failure.ts";
import type { Exchange, Host, HttpCall } from "../../host/index.ts";
import { answerOf } from "../answer-of.ts";
import { filterUnder, policyOf } from "../filter.ts";
import { answering, ask, chatBody, MODELS, open, sent, underRules } from "./rules.ts";

/** What becomes of a request while a rule asks, and with what is answered. */
const DECISIONS = { judge: { url: "http://judge.test", timeout: "100ms", default: "at-anthropic" } };
const ASKING = [{ id: "unsure", when: { keywords: ["hm"] }, ask: "judge" }];

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function asking(more: object = {}): Host {
  return underRules(ASKING, { decisions: DECISIONS, ...more });
}

function callOf(host: Host): HttpCall {
  const [call] = host.pendingCalls;
  if (call === undefined) throw new Error("nobody was asked");
  return call;
}

/** A request that waits for an answer. */
function waiting(host: Host, dialect: Dialect = "openai", text = "hm", headers: Record<string, string> = {}): Exchange {
  const exchange = open(host, dialect, chatBody(dialect, "at-openai", text), headers);
  expect([exchange.result.done, exchange.result.attempts]).toEqual([false, []]);
  return exchange;
}

const reply = (host: Host, answer: object | string, status = 200) =>
  host.reply(callOf(host), { status, body: typeof answer === "string" ? answer : JSON.stringify(answer) });

describe.each(DIALECTS)("a client of %s", (dialect) => {
  it("waits, and gets the model that is answered", () => {
    const host = asking();
    const exchange = waiting(host, dialect);
    reply(host, { use: "at-ollama" });
    expect(exchange.result.status, exchange.result.body).toBe(200);
    expect(sent(exchange.result).target).toBe("at-ollama/ollama");
  });

  it("waits, and is refused", () => {
    const host = asking();
    const exchange = waiting(host, dialect);
    reply(host, { deny: 'not "today"' });
    expectFailure(dialect, answerOf(exchange.result), 403, /^not "today"$/);
    expect(exchange.result.attempts).toEqual([]);
  });
});

describe("the question", () => {
  const keys = [{ id: "web", tenant: "shop", secret: "env:CLIENT", tags: ["beta", "vip"] }];

  it("tells what is asked, and by whom", () => {
    const host = asking({ keys });
    waiting(host, "openai", 'hm "so"\n😀', { "x-api-key": "hg-client" });
    const { cluster, headers, body, timeoutMs } = callOf(host);
    expect([cluster, timeoutMs]).toEqual(["headgate.control-plane", 100]);
    expect(headers).toMatchObject({
      ":method": "POST",
      ":path": "/decide",
      authorization: "Bearer snapshot-token",
      "content-type": "application/json",
    });
    expect(questionSchema.parse(JSON.parse(body))).toEqual({
      decision: "judge",
      rule: "unsure",
      model: "at-openai",
      dialect: "openai",
      tenant: "shop",
      key: "web",
      tags: ["beta", "vip"],
      estimated_tokens: 8,
      messages: 1,
      has_tools: false,
      has_images: false,
      prompt: 'hm "so"\n😀',
    });
    expect(body).not.toContain("hg-client");
  });

  it("has 4 KiB of the prompt, and whole characters", () => {
    const host = asking();
    waiting(host, "openai", `hm ${"é".repeat(5000)}`);
    const { prompt } = questionSchema.parse(JSON.parse(callOf(host).body));
    expect(prompt).toBe(`hm ${"é".repeat(2046)}`);
  });

  it("is asked with what a rule has taken out taken out", () => {
    const host = underRules([{ when: {}, ask: "judge", redact: true }], { decisions: DECISIONS });
    const exchange = waiting(host, "openai", "I am ann@example.com");
    expect(callOf(host).body).toContain("I am [EMAIL]");
    reply(host, {});
    expect(sent(exchange.result).text).toContain("I am [EMAIL]");
  });
});

describe("no answer of use takes the decision's default", () => {
  const fallen = (act: (host: Host) => void, more: object = {}) => {
    const host = asking(more);
    const exchange = waiting(host, "openai", "hm", { "x-api-key": "hg-client" });
    act(host);
    expect(exchange.result.status, exchange.result.body).toBe(200);
    return sent(exchange.result).target;
  };

  it.each<[string, (host: Host) => void]>([
    ["refused", (host) => host.fail(callOf(host), "refused")],
    ["reset", (host) => host.fail(callOf(host), "reset")],
    ["aborted", (host) => host.fail(callOf(host), "aborted")],
    ["too late", (host) => host.advance(101)],
    ["an error", (host) => reply(host, { use: "at-ollama" }, 500)],
    ["no JSON", (host) => reply(host, "hello")],
    ["no object", (host) => reply(host, '["at-ollama"]')],
    ["nothing at all", (host) => reply(host, "")],
    ["an unknown model", (host) => reply(host, { use: "nobody" })],
    ["no name", (host) => reply(host, { use: 7 })],
    ["both", (host) => reply(host, { use: "at-ollama", deny: "no" })],
    ["an empty refusal", (host) => reply(host, { deny: "" })],
  ])("%s", (_, act) => {
    expect(fallen(act)).toBe("at-anthropic/anthropic");
  });

  it("a model that the key may not use", () => {
    const keys = [{ id: "k", secret: "env:CLIENT", allow: ["at-openai", "at-anthropic"] }];
    expect(fallen((host) => reply(host, { use: "at-ollama" }), { keys })).toBe("at-anthropic/anthropic");
  });

  it("which is the model that was asked for where the key may not use the default", () => {
    const keys = [{ id: "k", secret: "env:CLIENT", allow: ["at-openai", "at-ollama"] }];
    expect(fallen((host) => host.fail(callOf(host)), { keys })).toBe("at-openai/openai");
  });

  it("or where there is none", () => {
    const decisions = { judge: { url: "http://judge.test" } };
    expect(fallen((host) => host.fail(callOf(host)), { decisions })).toBe("at-openai/openai");
  });
});

it("an answer without a word leaves the model that was asked for", () => {
  const host = asking();
  const exchange = waiting(host);
  reply(host, {});
  expect(sent(exchange.result).target).toBe("at-openai/openai");
});

it("where there is no control plane nobody waits", () => {
  const policy = policyOf({ models: MODELS, rules: ASKING, decisions: DECISIONS });
  const host = filterUnder(policy, answering);
  host.configure("headgate.gateway", JSON.stringify({ policy: { ...policy, version: "x" } }));
  expect(sent(ask(host, "openai", chatBody("openai", "at-openai", "hm"))).target).toBe("at-anthropic/anthropic");
  expect(host.pendingCalls).toEqual([]);
});

it("answers find those who asked, in any order, while others come and go", () => {
  const host = asking();
  const first = waiting(host, "openai", "hm first");
  const second = waiting(host, "anthropic", "hm second");
  const gone = waiting(host, "ollama", "hm gone");
  const [a, b, c] = host.pendingCalls;
  expect(ask(host, "openai", chatBody("openai", "at-openai", "a third"))).toMatchObject({ status: 200 });
  gone.disconnect();
  for (const [call, use] of [
    [c, "at-openai"],
    [b, "at-ollama"],
    [a, "at-responses"],
  ] as const) {
    if (call) host.reply(call, { status: 200, body: JSON.stringify({ use }) });
  }
  expect(sent(first.result)).toMatchObject({ target: "at-responses/responses" });
  expect(sent(first.result).text).toContain("hm first");
  expect(sent(second.result)).toMatchObject({ target: "at-ollama/ollama" });
  expect(sent(second.result).text).toContain("hm second");
  expect(gone.result.attempts).toEqual([]);
});

it("a request whose body ends in trailers waits as well", () => {
  const host = asking();
  const body = chatBody("openai", "at-openai", "hm, with trailers");
  const exchange = host.open({
    path: "/v1/chat/completions",
    body: [body.slice(0, 20), body.slice(20)],
    trailers: { x: "y" },
  });
  expect(exchange.result.attempts).toEqual([]);
  reply(host, { use: "at-ollama" });
  expect(sent(exchange.result).target).toBe("at-ollama/ollama");
  expect(sent(exchange.result).text).toContain("hm, with trailers");
});

it("a policy that changes meanwhile is for those who come later", () => {
  const host = asking();
  const exchange = waiting(host);
  host.configure(
    "headgate.gateway",
    JSON.stringify({ policy: policyOf({ models: { other: { targets: [{ provider: "openai" }] } } }) }),
  );
  reply(host, { use: "at-ollama" });
  expect(sent(exchange.result).target).toBe("at-ollama/ollama");
});

/** Whoever waits longest is answered first, then last: what waits has nothing that another could have used meanwhile. */
describe.each([
  ["in their order", [0, 1, 2]],
  ["the last one first", [2, 1, 0]],
] as const)("requests of several tenants that wait at once, answered %s", (_, order) => {
  const keys = ["red", "green", "blue"].map((tenant) => ({
    id: tenant,
    tenant,
    secret_sha256: sha256(`hg-${tenant}`),
  }));
  const tenants = { red: {}, green: {}, blue: {} };
  const secretOf = (tenant: string) => `${tenant} only: ${tenant.repeat(50)}`;

  it("each have their own prompt, tags and answer", () => {
    const host = underRules([{ when: { tenant: "*" }, ask: "judge", redact: true }], {
      decisions: DECISIONS,
      keys,
      tenants,
    });
    const waits = keys.map(({ tenant }) => {
      const body = chatBody("openai", "at-openai", `mail ${tenant}@example.com, ${secretOf(tenant)}`);
      return { tenant, exchange: open(host, "openai", body, { "x-api-key": `hg-${tenant}` }) };
    });
    const calls = [...host.pendingCalls];
    // One that is done with at once uses whatever they share.
    const other = chatBody("openai", "at-openai", "x".repeat(3000));
    expect(open(host, "openai", other, { "x-api-key": "hg-nobody" }).result.status).toBe(401);
    for (const place of order) {
      const { tenant } = waits[place]!;
      const call = calls.find(({ body }) => body.includes(`"tenant":"${tenant}"`))!;
      host.reply(call, { status: 200, body: JSON.stringify({ use: "at-anthropic", tag: [tenant] }) });
    }
    for (const { tenant, exchange } of waits) {
      expect(exchange.result.headers["x-headgate-tags"]).toBe(tenant);
      const { text, target } = sent(exchange.result);
      expect(target).toBe("at-anthropic/anthropic");
      expect(text).toContain(`mail [EMAIL], ${secretOf(tenant)}`);
      for (const { tenant: another } of keys) if (another !== tenant) expect(text).not.toContain(secretOf(another));
    }
  });
});
