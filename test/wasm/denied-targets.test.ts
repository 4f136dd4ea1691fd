import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { bareFields, REPLY, WIRE } from "../fixtures/wire/index.ts";
import type { Upstream } from "../host/index.ts";
import { answerOf } from "./answer-of.ts";
import { document, filter } from "./filter.ts";

/** Three targets in failover order, of which a key or its tenant denies some. */
const MODELS = {
  chain: {
    targets: [
      { provider: "openai", model: "gpt-5" },
      { provider: "anthropic", model: "claude-opus" },
      { provider: "ollama", model: "llama3:8b" },
    ],
  },
  alone: { targets: [{ provider: "openai", model: "gpt-5" }] },
  "any-*": { targets: [{ provider: "openai" }, { provider: "ollama" }] },
};

const tenants = { shop: { allow: ["chain", "alone"], deny: ["claude-*"] }, lab: {}, shut: { allow: [] } };

/** The upstream models that are tried when every one of them fails. */
function tried(key: object, model = "chain", dialect: Dialect = "openai") {
  const fails: Upstream = () => ({ status: 500, headers: {}, body: "" });
  return ask(key, model, dialect, fails);
}

function ask(key: object, model: string, dialect: Dialect, upstream: Upstream) {
  const host = filter(
    { models: MODELS, tenants, keys: [{ id: "k", tenant: "lab", secret: "env:CLIENT", ...key }] },
    upstream,
  );
  const result = host.open({
    path: WIRE[dialect].path,
    headers: { "x-api-key": "hg-client" },
    body: `{"model":"${model}",${bareFields(dialect)}}`,
  }).result;
  return { result, models: result.attempts.map(({ request }) => JSON.parse(request.body).model) };
}

describe("the targets that a key's requests reach", () => {
  it.each<[string, object, string[]]>([
    ["no denial", {}, ["gpt-5", "claude-opus", "llama3:8b"]],
    ["the first one's upstream name", { deny: ["gpt-5"] }, ["claude-opus", "llama3:8b"]],
    ["the second one's by a glob", { deny: ["claude-*"] }, ["gpt-5", "llama3:8b"]],
    ["the last one's provider", { deny: ["ollama/*"] }, ["gpt-5", "claude-opus"]],
    ["a provider and a name", { deny: ["anthropic/claude-opus"] }, ["gpt-5", "llama3:8b"]],
    ["a regular expression", { deny: ["/(gpt|claude)-.+/"] }, ["llama3:8b"]],
    ["a regular expression that fits a part only", { deny: ["/gpt/"] }, ["gpt-5", "claude-opus", "llama3:8b"]],
    ["another provider's name", { deny: ["openai/claude-opus"] }, ["gpt-5", "claude-opus", "llama3:8b"]],
    ["all but one", { deny: ["gpt-*", "llama3:8b"] }, ["claude-opus"]],
    ["its tenant's denial", { tenant: "shop" }, ["gpt-5", "llama3:8b"]],
    ["its tenant's and its own", { tenant: "shop", deny: ["gpt-5"] }, ["llama3:8b"]],
  ])("with %s", (_, key, expected) => {
    const { models } = tried(key);
    // A lone target has one retry, for its connection may just have been closed.
    expect([...new Set(models)]).toEqual(expected);
  });

  it.each(DIALECTS)("are none where all are denied: in %s", (dialect) => {
    for (const [key, model] of [
      [{ deny: ["*5", "*opus", "llama*"] }, "chain"],
      [{ deny: ["openai/*"] }, "alone"],
    ] as const) {
      const { result } = tried(key, model, dialect);
      expectFailure(dialect, answerOf(result), 403, new RegExp(`^this key may not use the model '${model}'$`));
      expect(result.attempts).toEqual([]);
    }
  });

  it("are judged by the name that was asked for where a glob's target has no other", () => {
    expect(new Set(tried({ deny: ["ollama/any-b"] }, "any-b").result.attempts.map(({ target }) => target))).toEqual(
      new Set(["any-*/openai"]),
    );
    expect(new Set(tried({ deny: ["ollama/any-b"] }, "any-c").result.attempts.map(({ target }) => target))).toEqual(
      new Set(["any-*/openai", "any-*/ollama"]),
    );
  });

  it("are not stretched by a name in escapes", () => {
    const { result } = tried({ deny: ["any-b"] }, "any-\\u0062");
    expect(result.status).toBe(403);
  });
});

describe("a key and its tenant", () => {
  const status = (key: object, model: string) =>
    ask(key, model, "openai", () => document(WIRE.openai.response(REPLY))).result.status;

  it.each<[string, object, string, number]>([
    ["both allow", { tenant: "shop", allow: ["alone"] }, "alone", 200],
    ["the key does not", { tenant: "shop", allow: ["chain"] }, "alone", 403],
    ["the tenant does not", { tenant: "shop", allow: ["*"] }, "any-x", 403],
    ["the tenant has an empty list", { tenant: "shut" }, "alone", 403],
    ["the tenant says nothing", { tenant: "lab" }, "any-x", 200],
  ])("%s", (_, key, model, expected) => {
    expect(status(key, model)).toBe(expected);
  });
});

describe("every other endpoint", () => {
  const denied = { deny: ["gpt-5", "anthropic/*"], allow: ["chain", "alone", "any-*"] };
  const host = filter(
    { models: MODELS, tenants, keys: [{ id: "k", tenant: "lab", secret: "env:CLIENT", ...denied }] },
    () => {
      throw new Error("no provider is asked");
    },
  );
  const headers = { authorization: "Bearer hg-client" };

  it.each([
    ["/v1/models", {}],
    ["/v1/models", { "anthropic-version": "2023-06-01" }],
    ["/api/tags", {}],
  ])("%s %j lists only what has a target left", (path, more) => {
    const list = JSON.parse(host.open({ path, headers: { ...headers, ...more } }).result.body);
    const names = (list.data ?? list.models).map((model: { id?: string; name?: string }) => model.id ?? model.name);
    expect(names).toEqual(["chain"]);
  });

  it.each([
    ["GET", "/v1/models/alone", undefined],
    ["POST", "/api/show", '{"model":"alone"}'],
    ["POST", "/v1/embeddings", '{"model":"alone","input":"Hi"}'],
    ["POST", "/api/embed", '{"model":"alone","input":"Hi"}'],
    ["POST", "/v1/messages/count_tokens", '{"model":"alone","messages":[{"role":"user","content":"Hi"}]}'],
    ["POST", "/v1/completions", '{"model":"alone","prompt":"Hi"}'],
    ["POST", "/api/generate", '{"model":"alone","prompt":"Hi"}'],
  ])("%s %s refuses what has none", (method, path, body) => {
    const { status, body: said } = host.open({ method, path, headers, ...(body && { body }) }).result;
    expect(status).toBe(403);
    expect(said).toContain("this key may not use the model 'alone'");
  });

  it("tells what is denied as it tells what is not there", () => {
    const said = (name: string) => host.open({ path: `/v1/models/${name}`, headers }).result;
    expect(said("alone").status).toBe(said("nothing").status);
    expect(said("alone").body).toBe(said("nothing").body.replace("nothing", "alone"));
  });
});
