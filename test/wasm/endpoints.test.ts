import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { bodyOf, clientHeaders, ENDPOINTS, type Endpoint, openaiEmbeddings } from "../fixtures/endpoints.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** One provider, of a dialect that every endpoint needs a translation to or the gateway's own answer. */
const PLATFORM = ({ path }: { path: string }) =>
  document(path.includes("/embeddings") ? openaiEmbeddings([[0.5, 1]]) : WIRE.openai.response(REPLY));

const host = filter(modelOf("openai"), PLATFORM);

const KEY = { authorization: "Bearer hg-client" };
const guarded = filter({ ...modelOf("openai"), keys: [{ id: "k", secret: "env:CLIENT" }] }, PLATFORM);

function knock(on: typeof host, endpoint: Endpoint, path: string, headers: Record<string, string>) {
  const body = bodyOf(endpoint);
  return on.open({ method: endpoint.method, path, headers, ...(body && { body }) }).result;
}

const METHODS = { GET: "GET, HEAD", POST: "POST" };

const titled = ENDPOINTS.map(
  (endpoint) => [`${endpoint.method} ${endpoint.path} of ${endpoint.dialect}`, endpoint] as const,
);

describe.each(titled)("%s", (_, endpoint) => {
  const { dialect, method, path, answers } = endpoint;

  it("answers", () => {
    const { status, headers, body } = knock(host, endpoint, path, clientHeaders(endpoint));
    expect([status, headers["content-type"]], body).toEqual([200, "application/json"]);
    expect(JSON.parse(body)).toMatchObject(answers);
  });

  it("answers behind its dialect's name, whatever the client's headers tell", () => {
    const all: Record<string, string>[] = [{}, { "anthropic-version": "2023-06-01" }, { "x-api-key": "any" }];
    for (const headers of all) {
      const { status, body } = knock(host, endpoint, `/${dialect}${path}?a=b`, headers);
      expect(status, body).toBe(200);
      expect(JSON.parse(body)).toMatchObject(answers);
    }
  });

  it("demands a key", () => {
    expect(knock(guarded, endpoint, path, clientHeaders(endpoint)).status).toBe(401);
    expect(knock(guarded, endpoint, path, { ...clientHeaders(endpoint), ...KEY }).status).toBe(200);
  });

  it.each(
    ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"].filter((other) => !METHODS[method].split(", ").includes(other)),
  )("refuses %s", (other) => {
    const asked = { method: other, path: `/${dialect}${path}`, headers: KEY, ...(other === "POST" && { body: "{}" }) };
    const { status, headers, body, attempts } = guarded.open(asked).result;
    expect([status, headers.allow, attempts.length]).toEqual([405, METHODS[method], 0]);
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](`/${dialect}${path} takes ${method} only`));
  });
});

describe("a path that is no endpoint is answered in the dialect that it looks like", () => {
  it.each<[string, Dialect, Record<string, string>]>([
    ["/v1/nothing", "openai", {}],
    ["/v1/nothing", "anthropic", { "anthropic-version": "2023-06-01" }],
    ["/v2/elsewhere", "openai", {}],
    ["/api/nothing", "ollama", {}],
    ["/openai", "openai", {}],
    ["/openai/deployments/m/images/generations", "openai", {}],
    ["/openai/deployments//chat/completions", "openai", {}],
    ["/v1/chat/completions", "anthropic", { path: "/anthropic", nearest: "/v1/chat/completions" }],
    ["/v1/messages", "openai", { path: "/openai", nearest: "/v1/messages" }],
    ["/v1/messages/nothing", "anthropic", {}],
    ["/OpenAI/v1/models", "openai", { nearest: "/v1/models" }],
    ["/openai/openai/v1/models", "openai", { nearest: "/v1/models" }],
    ["/V1/Chat/Completions", "openai", { nearest: "/v1/chat/completions" }],
    ["/v1/chat", "openai", { nearest: "/v1/chat/completions" }],
    ["/v1/chat/completion", "openai", { nearest: "/v1/chat/completions" }],
    ["/v1/embedding", "openai", { nearest: "/v1/embeddings" }],
    ["/v1/message", "openai", { nearest: "/v1/messages" }],
    ["/api/chats", "ollama", { nearest: "/api/chat" }],
    ["/proxy/v1/responses", "openai", { nearest: "/v1/responses" }],
    ["/v1", "openai", { nearest: "/v1/chat/completions" }],
  ])("%s to %s, %j", (path, dialect, { path: before = "", nearest, ...headers }) => {
    const { status, body } = host.open({ method: "GET", path: before + path, headers }).result;
    expect(status).toBe(404);
    const hint = nearest === undefined ? "" : `; the nearest is ${nearest}`;
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](`no such endpoint: ${before}${path}${hint}`));
  });

  it("of any length, of which the answer tells the beginning", () => {
    const { status, body } = host.open({ method: "GET", path: `/v1/${"x".repeat(9000)}` }).result;
    expect([status, body.length < 400]).toEqual([404, true]);
  });
});

describe("a path that a client's base URL bends", () => {
  const chat = (path: string, body: object = {}, headers: Record<string, string> = {}) => {
    const asked = { ...WIRE.openai.request({ ...CONVERSATION, model: "m" }), ...body };
    return guarded.open({ path, headers: { ...KEY, ...headers }, body: JSON.stringify(asked) }).result;
  };

  it.each([
    "/v1/chat/completions/",
    "/v1/v1/chat/completions",
    "/v1/v1/v1/chat/completions/",
    "/chat/completions",
    "/api/v1/chat/completions",
    "/openai/chat/completions",
    "/openai/v1/v1/chat/completions",
    "/ollama/v1/chat/completions",
  ])("%s is OpenAI's", (path) => {
    const { status, body, attempts } = chat(path);
    expect(status, body).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ object: "chat.completion" });
    expect(attempts[0]?.request.path).toBe("/v1/chat/completions");
  });

  it.each([
    ["POST", "/v1/v1/messages", { type: "message" }],
    ["POST", "/messages", { type: "message" }],
    ["POST", "/anthropic/messages", { type: "message" }],
    ["POST", "/ollama/v1/messages", { type: "message" }],
    ["POST", "/anthropic/v1/v1/messages/", { type: "message" }],
    ["GET", "/v1/models/", { object: "list" }],
    ["GET", "/models", { object: "list" }],
    ["GET", "/openai/models", { object: "list" }],
    ["GET", "/ollama/v1/models", { object: "list" }],
    ["GET", "/openai/v1/v1/models/m", { id: "m" }],
    ["GET", "/api/tags/", { models: [{ name: "m" }] }],
    ["GET", "/v1/api/tags", { models: [{ name: "m" }] }],
  ])("%s %s is that of its name", (method, path, answers) => {
    const asked = method === "POST" && {
      body: JSON.stringify(WIRE.anthropic.request({ ...CONVERSATION, model: "m" })),
    };
    const { status, body } = guarded.open({ method, path, headers: KEY, ...asked }).result;
    expect(status, body).toBe(200);
    expect(JSON.parse(body)).toMatchObject(answers);
  });

  it.each(["/v1/models", "/v1/models/m", "/api/tags", "/api/version", "/api/ps"])("HEAD %s", (path) => {
    const { status, headers } = guarded.open({ method: "HEAD", path, headers: KEY }).result;
    expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
    expect(guarded.open({ method: "HEAD", path }).result.status).toBe(401);
  });
});

describe("a deployment of Azure's", () => {
  const own = { targets: [{ provider: "openai" }] };
  const keys = [{ id: "k", secret: "env:CLIENT", allow: ["m", "a/b+c"] }];
  const azure = filter({ models: { m: own, shut: own, "a/b+c": own }, keys }, PLATFORM);
  const ask = (path: string, body: object | string) =>
    azure.open({
      path,
      headers: { "api-key": "hg-client" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    }).result;
  const { model: _, ...chat } = WIRE.openai.request({ ...CONVERSATION, model: "m" }) as Record<string, unknown>;

  it.each<[string, object]>([
    ["without a model in the body", chat],
    ["with the same", { ...chat, model: "m" }],
    ["with another, which Azure passes over too", { ...chat, model: "shut" }],
    ["with one that is no name", { ...chat, model: null }],
  ])("is its model, %s", (_, body) => {
    const { status, body: text, attempts } = ask("/openai/deployments/m/chat/completions?api-version=2024-10-21", body);
    expect(status, text).toBe(200);
    expect(attempts[0]?.request.path).toBe("/v1/chat/completions");
    expect(JSON.parse(attempts[0]?.request.body ?? "")).toMatchObject({ model: "m", messages: chat.messages });
  });

  it("keeps the query of a versioned path", () => {
    const { attempts } = ask("/openai/v1/chat/completions?api-version=preview", { ...chat, model: "m" });
    expect(attempts[0]?.request.path).toBe("/v1/chat/completions?api-version=preview");
  });

  it("may have a name that is no word", () => {
    const { attempts } = ask("/openai/deployments/a%2Fb%2Bc/chat/completions", chat);
    expect(JSON.parse(attempts[0]?.request.body ?? "").model).toBe("a/b+c");
  });

  it.each([
    ["shut", { ...chat, model: "m" }, 403],
    ["sh%75t", { ...chat, model: "m" }, 403],
    ["Shut", chat, 403],
    ["m%00", chat, 403],
    ["m%22,%22model%22:%22shut", chat, 403],
    ["m", `{"model":"m","model":"shut",${JSON.stringify(chat).slice(1)}`, 400],
    ["m", `{"mod\\u0065l":"shut",${JSON.stringify(chat).slice(1)}`, 400],
    ["m", `{"Model":"shut",${JSON.stringify(chat).slice(1)}`, 400],
    ["%ff", chat, 400],
    ["m", "[]", 400],
    ["m", "{", 400],
  ])("%s with %j answers %d", (name, body, expected) => {
    const { status, attempts, body: text } = ask(`/openai/deployments/${name}/chat/completions`, body);
    expect([status, attempts.length], text).toEqual([expected, 0]);
  });

  it("has embeddings and completions too", () => {
    const made = ask("/openai/deployments/m/completions?api-version=1", { prompt: "Hi" });
    expect(JSON.parse(made.body)).toMatchObject({ object: "text_completion" });
    const vectors = ask("/openai/deployments/m/embeddings", { input: "Hi" });
    expect(vectors.attempts[0]?.request.path).toBe("/v1/embeddings");
  });
});

describe("what a page in a browser asks first", () => {
  it.each(titled)("is refused with what would let it: %s", (_, { dialect, path, method }) => {
    const { status, headers, body } = host.open({ method: "OPTIONS", path: `/${dialect}${path}` }).result;
    expect([status, headers.allow]).toEqual([405, METHODS[method]]);
    const says = `/${dialect}${path} takes ${method} only, and this page's origin is not in the gateway's cors.allow_origins`;
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](says));
  });
});

describe("whether anyone is there", () => {
  it.each([
    ["GET", "/"],
    ["HEAD", "/"],
    ["GET", "/ollama/"],
  ])("%s %s needs no key", (method, path) => {
    const { status, headers, body } = guarded.open({ method, path }).result;
    expect([status, headers["content-type"], body]).toEqual([200, "text/plain; charset=utf-8", "Ollama is running"]);
  });

  it("is asked by GET or HEAD", () => {
    const { status, headers, body } = guarded.open({ method: "POST", path: "/", body: "{}" }).result;
    expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
    expect(JSON.parse(body)).toEqual({ error: "/ takes GET only" });
  });
});
