import { describe, expect, it } from "vitest";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import type { Host } from "../host/index.ts";
import { filter, modelOf, policyOf } from "./filter.ts";

const answer = { headers: { "content-type": "application/json" }, body: JSON.stringify(WIRE.openai.response(REPLY)) };

const KEYS = {
  ...modelOf("openai"),
  models: {
    m: { targets: [{ provider: "openai" }] },
    secret: { targets: [{ provider: "openai" }] },
    "gpt-*": { targets: [{ provider: "openai" }] },
  },
  keys: [
    { id: "one", tenant: "shop", secret: "env:CLIENT", allow: ["m", "gpt-*"], deny: ["gpt-5*"] },
    { id: "two", secret: "env:OTHER", allow: [] },
  ],
};

function ask(host: Host, model: string, headers: Record<string, string> = { authorization: "Bearer hg-client" }) {
  const body = JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model }));
  return host.open({ path: WIRE.openai.path, headers, body }).result;
}

describe("client keys", () => {
  const host = filter(KEYS, () => answer);

  it.each<[string, Record<string, string>, number]>([
    ["no key", {}, 401],
    ["an unknown key", { authorization: "Bearer hg-wrong" }, 401],
    ["an empty bearer", { authorization: "Bearer " }, 401],
    ["another scheme", { authorization: "Basic hg-client" }, 401],
    ["a bearer", { authorization: "Bearer hg-client" }, 200],
    ["x-api-key", { "x-api-key": "hg-client" }, 200],
    ["api-key", { "api-key": "hg-client" }, 200],
  ])("%s", (_, headers, status) => {
    expect(ask(host, "m", headers).status).toBe(status);
  });

  it.each([
    ["m", 200],
    ["gpt-4o", 200],
    ["gpt-5", 403],
    ["secret", 403],
    ["unknown", 403],
  ])("may use %s: %i", (model, status) => {
    expect(ask(host, model).status).toBe(status);
  });

  it("allow nothing by an empty list", () => {
    expect(ask(host, "m", { "x-api-key": "hg-other" }).status).toBe(403);
  });

  it.each([
    ["OpenAI's list", "/v1/models", {}, ["m"]],
    ["Anthropic's list", "/v1/models", { "anthropic-version": "2023-06-01" }, ["m"]],
    ["Ollama's list", "/api/tags", {}, ["m"]],
  ])("see in %s only what they may use", (_, path, headers, names) => {
    const { status, body } = host.open({ path, headers: { ...headers, authorization: "Bearer hg-client" } }).result;
    expect(status).toBe(200);
    const list = JSON.parse(body);
    expect((list.data ?? list.models).map((model: { id?: string; name?: string }) => model.id ?? model.name)).toEqual(
      names,
    );
  });
});

describe("a name that two parsers could read differently", () => {
  const host = filter(KEYS, () => answer);
  const send = (body: string) =>
    host.open({ path: WIRE.openai.path, headers: { authorization: "Bearer hg-client" }, body }).result;

  it.each([
    ["twice", '{"model":"m","messages":[],"model":"secret"}'],
    ["escaped", '{"model":"m","mod\\u0065l":"secret","messages":[]}'],
    ["in another case", '{"model":"m","Model":"secret","messages":[]}'],
    ["no string", '{"model":["m"],"messages":[]}'],
  ])("is refused: %s", (_, body) => {
    expect(send(body).status).toBe(400);
  });

  it("is judged by what it means", () => {
    expect(send('{"model":"s\\u0065cret","messages":[]}').status).toBe(403);
    expect(send('{"model":"gpt\\u002d4o","messages":[]}').status).toBe(200);
  });
});

describe("the policy in force", () => {
  const upstreamModel = (host: Host) => JSON.parse(ask(host, "m").attempts[0]?.request.body ?? "{}").model;
  const polls = (host: Host) => host.pendingCalls.filter(({ headers }) => headers[":path"]?.startsWith("/snapshot"));
  const renamed = (model: string) => ({ models: { m: { targets: [{ provider: "openai", model }] } } });

  it("is the snapshot that the control plane answered last, asked again at once", () => {
    const host = filter(renamed("first"), () => answer);
    expect(upstreamModel(host)).toBe("first");
    host.tick();
    const [poll] = polls(host);
    expect(poll?.headers).toMatchObject({
      ":path": `/snapshot?version=${policyOf(renamed("first")).version}`,
      authorization: "Bearer snapshot-token",
    });
    if (!poll) return;
    host.reply(poll, { status: 200, body: JSON.stringify(policyOf(renamed("second"))) });
    expect(upstreamModel(host)).toBe("second");
    expect(polls(host)[0]?.headers[":path"]).toContain(policyOf(renamed("second")).version);
  });

  it.each([
    ["not JSON", { status: 200, body: "{" }],
    ["no policy", { status: 200, body: '{"version":"x"}' }],
    ["an error", { status: 500, body: "out of order" }],
  ])("stays when the control plane answers %s", (_, reply) => {
    const host = filter(renamed("first"), () => answer);
    host.tick();
    const [poll] = polls(host);
    if (poll) host.reply(poll, reply);
    expect(upstreamModel(host)).toBe("first");
  });

  it("is the last snapshot again when the same configuration is loaded anew, as after a trap", () => {
    const host = filter(renamed("first"), () => answer);
    host.tick();
    const [poll] = polls(host);
    if (poll) host.reply(poll, { status: 200, body: JSON.stringify(policyOf(renamed("second"))) });
    host.configure("headgate.gateway", JSON.stringify({ policy: policyOf(renamed("first")) }));
    expect(upstreamModel(host)).toBe("second");
    host.configure("headgate.gateway", JSON.stringify({ policy: policyOf(renamed("third")) }));
    expect(upstreamModel(host)).toBe("third");
  });

  it("stays while the control plane is away, and the next tick asks again", () => {
    const host = filter(renamed("first"), () => answer);
    host.tick();
    const [poll] = polls(host);
    if (poll) host.fail(poll);
    expect(upstreamModel(host)).toBe("first");
    expect(polls(host)).toHaveLength(0);
    host.tick();
    expect(polls(host)).toHaveLength(1);
  });

  it("is that of a new plugin configuration for new requests, while the old ones go on", () => {
    const host = filter(renamed("first"), () => answer);
    const open = host.open({ path: WIRE.openai.path, partial: true });
    host.configure("headgate.gateway", JSON.stringify({ policy: policyOf(renamed("second")) }));
    expect(upstreamModel(host)).toBe("second");
    open.send(JSON.stringify(WIRE.openai.request({ ...CONVERSATION, model: "m" })));
    open.end();
    expect(open.result.status).toBe(200);
    expect(JSON.parse(open.result.attempts[0]?.request.body ?? "{}").model).toBe("first");
  });

  it("refuses a plugin configuration that has none", () => {
    const host = filter(renamed("first"), () => answer);
    expect(() => host.configure("headgate.gateway", "{}")).toThrow();
    expect(upstreamModel(host)).toBe("first");
  });
});

describe("a model with weights", () => {
  it("starts at a target in proportion to them", () => {
    const weighted = {
      models: {
        m: {
          targets: [
            { provider: "openai", weight: 3 },
            { provider: "anthropic", weight: 1 },
          ],
        },
      },
    };
    const host = filter(weighted, ({ target }) => {
      const body = target === "m/openai" ? WIRE.openai.response(REPLY) : WIRE.anthropic.response(REPLY);
      return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    });
    let toOpenai = 0;
    for (let i = 0; i < 400; i++) {
      host.advance(1);
      if (ask(host, "m").attempts[0]?.target === "m/openai") toOpenai += 1;
    }
    expect(toOpenai).toBeGreaterThan(240);
    expect(toOpenai).toBeLessThan(360);
  });
});

describe("what is lost in translation", () => {
  it("is named in x-headgate-dropped", () => {
    const host = filter(modelOf("anthropic"), () => ({
      ...answer,
      body: JSON.stringify(WIRE.anthropic.response(REPLY)),
    }));
    const body = JSON.stringify({
      ...WIRE.openai.request({ ...CONVERSATION, model: "m" }),
      seed: 7,
      logit_bias: { "1": 2 },
    });
    expect(host.open({ path: WIRE.openai.path, body }).result.headers["x-headgate-dropped"]).toBe(
      "seed,logit_bias,top_p",
    );
  });

  it("sends what only one target can take to that one", () => {
    const host = filter(modelOf("anthropic", "openai"), () => answer);
    const body = JSON.stringify({
      ...WIRE.openai.request({ ...CONVERSATION, model: "m" }),
      n: 2,
    });
    const { status, attempts } = host.open({ path: WIRE.openai.path, body }).result;
    expect([status, attempts.map(({ target }) => target)]).toEqual([200, ["m/openai"]]);
    const only = filter(modelOf("anthropic"), () => answer);
    const refused = only.open({ path: WIRE.openai.path, body }).result;
    expect([refused.status, JSON.parse(refused.body).error.param]).toEqual([400, "n"]);
  });
});
