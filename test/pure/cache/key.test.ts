import { beforeAll, describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { PNG, SCHEMA } from "../../fixtures/fields/field.ts";
import { FIELDS, PLAIN } from "../../fixtures/fields/index.ts";
import { conversationFor, WIRE } from "../../fixtures/wire/index.ts";
import { policyOf } from "../../wasm/filter.ts";
import { type Asked, type Caching, PureCache } from "./cache.ts";

let pure: PureCache;
beforeAll(async () => {
  pure = await PureCache.load();
  const targets = [{ provider: "openai" }];
  pure.usePolicy(
    policyOf({ models: { m: { targets }, other: { targets }, "gpt-*": { targets } }, cache: { only: "all" } }),
  );
});

const keyOf = (asked: Asked): string | undefined => pure.caching(asked).key;

const conversation = { ...conversationFor("responses"), model: "m" };
const chat = (client: Dialect, more: object = {}): Asked => ({
  path: WIRE[client].path,
  body: WIRE[client].request({ ...conversation, ...more }),
});
const plain = (client: Dialect, fields: object = {}): Asked => ({
  path: WIRE[client].path,
  body: { ...PLAIN[client], ...fields },
});

describe("the same chat has the same key", () => {
  const wanted = () => keyOf(chat("openai"));

  it.each(DIALECTS)("in the dialect %s", (client) => {
    expect(keyOf(chat(client))).toBe(wanted());
    expect(wanted()).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(DIALECTS)("as a stream of %s", (client) => {
    expect(keyOf(chat(client, { stream: true }))).toBe(wanted());
  });

  it.each(DIALECTS)("at the path with the dialect's name: %s", (client) => {
    const { path, body } = chat(client);
    const face = client === "responses" ? "openai" : client;
    expect(keyOf({ path: `/${face}${path}`, body })).toBe(wanted());
  });

  it("laid out over lines, with escapes, in another order", () => {
    const body = JSON.stringify(chat("openai").body, null, 2).replace("漢", "\\u6f22").replace("0.25", "2.50e-1");
    expect(keyOf({ ...chat("openai"), body })).toBe(wanted());
    const members = Object.entries(chat("openai").body as object).reverse();
    expect(keyOf({ ...chat("openai"), body: Object.fromEntries(members) })).toBe(wanted());
  });

  it("from an official client, which tells of itself", () => {
    const headers = { "x-stainless-lang": "js", "x-stainless-retry-count": "0", "user-agent": "OpenAI/JS" };
    expect(keyOf({ ...chat("openai"), headers })).toBe(wanted());
    expect(keyOf({ ...chat("anthropic"), headers: { "anthropic-version": "2023-06-01" } })).toBe(wanted());
  });

  it.each<[string, Asked, Asked]>([
    [
      "with a tool's arguments as text and as an object",
      plain("openai", {
        messages: [
          { role: "user", content: "hi" },
          {
            role: "assistant",
            tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a": 1.0, "b":2}' } }],
          },
          { role: "tool", tool_call_id: "c", content: "x" },
        ],
        max_tokens: 9000,
      }),
      plain("anthropic", {
        messages: [
          { role: "user", content: "hi" },
          { role: "assistant", content: [{ type: "tool_use", id: "c", name: "f", input: { b: 2, a: 1 } }] },
          { role: "user", content: [{ type: "tool_result", tool_use_id: "c", content: "x" }] },
        ],
      }),
    ],
    [
      "with an image, base64 with escaped slashes",
      plain("openai", {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } }] },
        ],
        max_tokens: 9000,
      }),
      {
        path: "/v1/messages",
        body: JSON.stringify({
          ...PLAIN.anthropic,
          messages: [
            {
              role: "user",
              content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: PNG } }],
            },
          ],
        }).replaceAll("/", "\\/"),
      },
    ],
    [
      "with max_tokens by either name",
      plain("openai", { max_tokens: 5 }),
      plain("openai", { max_completion_tokens: 5 }),
    ],
    ["with an absent and a null field", plain("openai"), plain("openai", { temperature: null })],
  ])("%s", (_, one, other) => {
    expect(keyOf(other)).toBe(keyOf(one));
  });
});

describe("another question has another key", () => {
  it.each<[string, Asked]>([
    ["another model", chat("openai", { model: "other" })],
    ["another tenant", { ...chat("openai"), tenant: "b" }],
    ["no tenant", { ...chat("openai"), tenant: "" }],
    ["another word", chat("openai", { system: "Answer briefly. Never say 'no'." })],
    ["another temperature", chat("openai", { temperature: 0.26 })],
    ["one turn less", chat("openai", { turns: conversation.turns.slice(0, 1) })],
    ["a stop sequence", chat("openai", { stop: ["x"] })],
    ["the older endpoint", { path: "/v1/completions", body: { model: "m", prompt: "hi" } }],
    ["the older endpoint of Ollama", { path: "/api/generate", body: { model: "m", prompt: "hi" } }],
    [
      "sealed thoughts",
      {
        ...chat("responses"),
        body: { ...(chat("responses").body as object), include: ["reasoning.encrypted_content"] },
      },
    ],
    ["a query", { ...chat("openai"), path: `${WIRE.openai.path}?beta=true` }],
    ["a beta", { ...chat("anthropic"), headers: { "anthropic-beta": "context-1m" } }],
    ["another beta", { ...chat("anthropic"), headers: { "anthropic-beta": "context-2m" } }],
    ["an older version", { ...chat("anthropic"), headers: { "anthropic-version": "2023-01-01" } }],
    ["an unknown field", { ...chat("openai"), body: { ...(chat("openai").body as object), unknown: 1 } }],
    ["another value of it", { ...chat("openai"), body: { ...(chat("openai").body as object), unknown: 2 } }],
    [
      "the unknown field in another dialect",
      { ...chat("ollama"), body: { ...(chat("ollama").body as object), unknown: 1 } },
    ],
  ])("%s", (_, asked) => {
    const tenant = asked.tenant ?? "a";
    const seen = keyOf({ ...asked, tenant });
    expect(seen).toMatch(/^[0-9a-f]{64}$/);
    others.set(seen ?? "", (others.get(seen ?? "") ?? 0) + 1);
    expect(others.get(seen ?? ""), "like none before it").toBe(1);
    expect(seen).not.toBe(keyOf({ ...chat("openai"), tenant: "a" }));
  });
  const others = new Map<string, number>();

  it("the name behind a glob", () => {
    expect(keyOf(chat("openai", { model: "gpt-1" }))).not.toBe(keyOf(chat("openai", { model: "gpt-2" })));
  });

  it("the order of a schema's properties", () => {
    const schema = (properties: object) =>
      plain("openai", {
        response_format: { type: "json_schema", json_schema: { name: "x", schema: { ...SCHEMA, properties } } },
      });
    expect(keyOf(schema({ a: {}, b: {} }))).not.toBe(keyOf(schema({ b: {}, a: {} })));
  });
});

describe.each(DIALECTS)("every documented field of %s counts", (client) => {
  it.each(FIELDS[client].map((field) => ({ ...field, label: `${field.name} ${field.value ?? ""}` })))("$label", ({
    request,
    without,
  }) => {
    const path = WIRE[client].path;
    const key = (body: object) => {
      try {
        return keyOf({ path, body });
      } catch {
        return undefined;
      }
    };
    const seen = key(request);
    // What has no neutral form is not kept at all.
    if (seen !== undefined) expect(seen).not.toBe(key(without ?? PLAIN[client]));
  });
});

describe("what is cached", () => {
  const under = (cache: object, model: object, asked: Asked): Caching => {
    const targets = [{ provider: "openai" }];
    pure.usePolicy(policyOf({ models: { m: { targets, ...model } }, cache }));
    const { outcome, key } = pure.caching(asked);
    return { outcome, ...(key !== undefined && { key: "kept" }) };
  };
  const MISS = { outcome: "miss", key: "kept" };
  const BYPASS = { outcome: "bypass" };
  const zero = plain("openai", { temperature: 0 });

  it.each<[string, object, object, Asked, object]>([
    ["temperature 0", {}, {}, zero, MISS],
    [
      "temperature 0.0",
      {},
      {},
      { ...zero, body: JSON.stringify(zero.body).replace('"temperature":0', '"temperature":0.0e1') },
      MISS,
    ],
    ["a temperature", {}, {}, plain("openai", { temperature: 0.1 }), BYPASS],
    ["no temperature", {}, {}, plain("openai"), BYPASS],
    ["a seed", {}, {}, plain("openai", { seed: 0, temperature: 1 }), MISS],
    ["Ollama's options", {}, {}, plain("ollama", { options: { temperature: 0 } }), MISS],
    ["any, by the policy", { only: "all" }, {}, plain("openai"), MISS],
    ["any, by the model", {}, { cache: "all" }, plain("openai"), MISS],
    ["less, by the model", { only: "all" }, { cache: "deterministic" }, plain("openai"), BYPASS],
    ["off, by the model", { only: "all" }, { cache: "off" }, zero, { outcome: "off" }],
    ["several answers", { only: "all" }, {}, plain("openai", { n: 2 }), BYPASS],
    ["one answer", {}, {}, plain("openai", { n: 1, temperature: 0 }), MISS],
    ["what a provider remembers", { only: "all" }, {}, plain("responses", { previous_response_id: "r" }), BYPASS],
    ["a provider's own tools", { only: "all" }, {}, plain("responses", { tools: [{ type: "web_search" }] }), BYPASS],
    [
      "a count of tokens",
      { only: "all" },
      {},
      { path: "/v1/messages/count_tokens", body: PLAIN.anthropic },
      { outcome: "off" },
    ],
    ["embeddings", {}, {}, { path: "/v1/embeddings", body: { model: "m", input: "x" } }, MISS],
    ["Ollama's embeddings", {}, {}, { path: "/api/embed", body: { model: "m", input: "x" } }, MISS],
    ["no-store", {}, {}, { ...zero, headers: { "cache-control": "no-store" } }, BYPASS],
    ["no-store among others", {}, {}, { ...zero, headers: { "Cache-Control": 'max-age="5", No-Store' } }, BYPASS],
    ["no-cache", {}, {}, { ...zero, headers: { "cache-control": "no-cache" } }, { outcome: "bypass", key: "kept" }],
    ["max-age", {}, {}, { ...zero, headers: { "cache-control": "max-age=0" } }, MISS],
    ["an unknown directive", {}, {}, { ...zero, headers: { "cache-control": ",, x=no-store ,=" } }, MISS],
  ])("%s", (_, cache, model, asked, expected) => {
    expect(under(cache, model, asked)).toEqual(expected);
  });
});
