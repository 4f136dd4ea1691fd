import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { bodyOf, clientHeaders, ENDPOINTS, type Endpoint, openaiEmbeddings } from "../fixtures/endpoints.ts";
import { REPLY, WIRE } from "../fixtures/wire/index.ts";
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
    ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"].filter((other) => other !== method),
  )("refuses %s", (other) => {
    const asked = { method: other, path: `/${dialect}${path}`, headers: KEY, ...(other === "POST" && { body: "{}" }) };
    const { status, headers, body, attempts } = guarded.open(asked).result;
    expect([status, headers.allow, attempts.length]).toEqual([405, method, 0]);
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](`/${dialect}${path} takes ${method} only`));
  });
});

describe("a path that is no endpoint is answered in the dialect that it looks like", () => {
  it.each<[string, Dialect, Record<string, string>]>([
    ["/v1/nothing", "openai", {}],
    ["/v1/nothing", "anthropic", { "anthropic-version": "2023-06-01" }],
    ["/v1/models/", "openai", {}],
    ["/v1/chat/completions", "anthropic", { path: "/anthropic" }],
    ["/v1/messages", "openai", { path: "/openai" }],
    ["/v1/messages/nothing", "anthropic", {}],
    ["/api/nothing", "ollama", {}],
    ["/v1/models", "ollama", { path: "/ollama" }],
    ["/openai", "openai", {}],
    ["/OpenAI/v1/models", "openai", {}],
    ["/openai/openai/v1/models", "openai", {}],
  ])("%s to %s, %j", (path, dialect, { path: before = "", ...headers }) => {
    const { status, body } = host.open({ method: "GET", path: before + path, headers }).result;
    expect(status).toBe(404);
    expect(JSON.parse(body)).toEqual(ENVELOPE[dialect](`no such endpoint: ${before}${path}`));
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
    expect([status, headers.allow]).toEqual([405, "GET"]);
    expect(JSON.parse(body)).toEqual({ error: "/ takes GET only" });
  });
});
