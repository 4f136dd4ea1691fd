import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { bareFields, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, ask, chat, jsonOf } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Who may ask, and for what. */
let provider: Provider;
let gateway: Gateway;

const MODELS = ["small", "large", "gpt-4o", "gpt-4.1", "claude-3"] as const;

/** Asked upstream by its own name, by a provider of each dialect. */
const open = (dialect: Dialect) => `${dialect}-open`;
const shut = (dialect: Dialect) => `${dialect}-shut`;

const KEYS: { id: string; allow?: string[]; deny?: string[]; may: (typeof MODELS)[number][] }[] = [
  { id: "names", allow: ["small", "large"], may: ["small", "large"] },
  { id: "globs", allow: ["gpt-4?", "claude-*"], may: ["gpt-4o", "claude-3"] },
  { id: "infix", allow: ["*-4*"], may: ["gpt-4o", "gpt-4.1"] },
  { id: "deny", allow: ["*"], deny: ["gpt-*", "large"], may: ["small", "claude-3"] },
  { id: "deny-by-name", allow: ["large", "small"], deny: ["large"], may: ["small"] },
  { id: "deny-all", allow: ["*", "small"], deny: ["*"], may: [] },
  { id: "empty", allow: [], may: [] },
  { id: "unsaid", may: [...MODELS] },
  { id: "unsaid-but-denied", deny: ["gpt-*"], may: ["small", "large", "claude-3"] },
  { id: "upper-case", allow: ["SMALL", "Gpt-*"], may: [] },
  { id: "all", allow: ["*"], may: [...MODELS] },
  { id: "two-readings", allow: ["*-open", "glob-4?"], may: [] },
];

const secretOf = (id: string) => `hg-secret-of-${id}`;

beforeAll(async () => {
  provider = await startProvider();
  const models: GatewayConfig["models"] = { "glob-*": { targets: [{ provider: "openai" }] } };
  for (const name of MODELS) models[name] = { targets: [{ provider: "openai", model: `upstream-${name}` }] };
  for (const dialect of DIALECTS) {
    models[open(dialect)] = { targets: [{ provider: dialect }] };
    models[shut(dialect)] = { targets: [{ provider: dialect }] };
  }
  const keys = KEYS.map(({ id, allow, deny }, index) => ({
    id,
    ...(allow && { allow }),
    ...(deny && { deny }),
    // By its hash, or by its variable.
    ...(index % 2 === 0 ? { secret_sha256: sha256(secretOf(id)) } : { secret: `env:KEY_${index}` }),
  }));
  const environment = Object.fromEntries(KEYS.map(({ id }, index) => [`KEY_${index}`, secretOf(id)]));
  gateway = await startGateway({ providers: everyDialect(provider), models, keys }, { environment });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

function send(dialect: Dialect, model: string, headers: Record<string, string>): Promise<Answer> {
  return chat(gateway, dialect, `{"model":${JSON.stringify(model)},${bareFields(dialect)}}`, headers);
}

const all = secretOf("all");

describe.each(DIALECTS)("a client of %s", (dialect) => {
  test.each<[string, Record<string, string>, RegExp]>([
    ["without a key", {}, /^no API key/],
    ["with an empty bearer", { authorization: "Bearer " }, /API key/],
    ["with a bearer of white space", { authorization: "Bearer    " }, /API key/],
    ["with an empty x-api-key", { "x-api-key": "" }, /API key/],
    ["with another scheme", { authorization: `Digest ${all}` }, /API key/],
    ["with a Basic that is no base64", { authorization: `Basic ${all}` }, /API key/],
    ["with a Basic of nothing", { authorization: basic(":") }, /API key/],
    ["with an unknown Basic", { authorization: basic("user:nobody") }, /^unknown API key$/],
    ["with its key as the name beside another password", { authorization: basic(`${all}:x`) }, /^unknown API key$/],
    ["with an unknown x-goog-api-key", { "x-goog-api-key": "nobody" }, /^unknown API key$/],
    ["with two keys that differ", { "x-goog-api-key": "nobody", "api-key": all }, /^two API keys that differ/],
    ["with no scheme", { authorization: all }, /API key/],
    ["with an unknown bearer", { authorization: "Bearer nobody" }, /^unknown API key$/],
    ["with an unknown x-api-key", { "x-api-key": "nobody" }, /^unknown API key$/],
    ["with a key cut short", { authorization: `Bearer ${all.slice(0, -1)}` }, /^unknown API key$/],
    ["with more than a key", { authorization: `Bearer ${all}x` }, /^unknown API key$/],
    ["with a key in capitals", { authorization: `Bearer ${all.toUpperCase()}` }, /^unknown API key$/],
    ["with a key's hash", { authorization: `Bearer ${sha256(all)}` }, /^unknown API key$/],
    ["with a key's id", { authorization: "Bearer all" }, /^unknown API key$/],
    ["with two keys in one", { authorization: `Bearer ${all}, ${all}` }, /^unknown API key$/],
    ["with a very long key", { authorization: `Bearer ${"k".repeat(50_000)}` }, /^unknown API key$/],
  ])("%s", async (_, headers, says) => {
    provider.requests.length = 0;
    const answer = await send(dialect, "small", headers);
    expectFailure(dialect, answer, 401, says);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(provider.requests).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ["Authorization", { authorization: `Bearer ${all}` }],
    ["Authorization, the scheme in small letters", { authorization: `bearer ${all}` }],
    ["x-api-key", { "x-api-key": all }],
    ["api-key", { "api-key": all }],
    ["x-goog-api-key", { "x-goog-api-key": all }],
    ["Basic, as the password", { authorization: basic(`any user:${all}`) }],
    ["Basic, as the name without a password", { authorization: basic(`${all}:`) }],
    ["basic, as the name alone", { authorization: basic(all).toLowerCase().slice(0, 6) + basic(all).slice(6) }],
    ["x-api-key, behind a proxy that asks for Basic", { authorization: basic("ops:secret"), "x-api-key": all }],
  ])("with its key in %s", async (_, headers) => {
    const answer = await send(dialect, "small", headers);
    expect(answer.status, answer.text).toBe(200);
    expect(provider.requests.at(-1)?.model).toBe("upstream-small");
    expect(JSON.stringify(provider.requests.at(-1)?.headers)).not.toContain(Object.values(headers)[0]);
  });

  test.each(KEYS)("the key '$id' may use $may", async ({ id, may }) => {
    for (const model of MODELS) {
      provider.requests.length = 0;
      const answer = await send(dialect, model, { authorization: `Bearer ${secretOf(id)}` });
      if (may.includes(model)) {
        expect(answer.status, `${model}: ${answer.text}`).toBe(200);
        expect(provider.requests.map((request) => request.model)).toEqual([`upstream-${model}`]);
      } else {
        expectFailure(dialect, answer, 403, new RegExp(`^this key may not use the model '${model}'$`));
        expect(provider.requests).toEqual([]);
      }
    }
  });

  test("what a key may not use is not told from what is not there", async () => {
    const headers = { authorization: `Bearer ${secretOf("names")}` };
    const [known, unknown] = [await send(dialect, "gpt-4o", headers), await send(dialect, "nothing", headers)];
    expect([known.status, unknown.status]).toEqual([403, 403]);
    expect(unknown.text).toBe(known.text.replace("gpt-4o", "nothing"));
  });

  test.each<[string, (open: string, shut: string) => string]>([
    ["a model given twice, the good one first", (open, shut) => `"model":"${open}","model":"${shut}"`],
    ["a model given twice, the good one last", (open, shut) => `"model":"${shut}","model":"${open}"`],
    ["a second model whose key is escaped", (open, shut) => `"model":"${open}","mod\\u0065l":"${shut}"`],
    ["a first model whose key is escaped", (open, shut) => `"mod\\u0065l":"${shut}","model":"${open}"`],
    ["no model but one whose key is escaped", (_, shut) => `"mod\\u0065l":"${shut}"`],
    // Ollama is written in Go, whose JSON reader does not tell capitals from small letters, and takes the last.
    ["a second model in capitals", (open, shut) => `"model":"${open}","MODEL":"${shut}"`],
    ["a second model with a capital", (open, shut) => `"model":"${open}","Model":"${shut}"`],
    ["a first model with a capital", (open, shut) => `"moDel":"${shut}","model":"${open}"`],
  ])("%s asks for nothing that the key may not use", async (_, models) => {
    provider.requests.length = 0;
    const body = `{${models(open(dialect), shut(dialect))},${bareFields(dialect)}}`;
    const answer = await chat(gateway, dialect, body, { authorization: `Bearer ${secretOf("two-readings")}` });
    const asked = provider.requests.flatMap((request) => JSON.stringify(request.body));
    expect(asked.join(), "what reached the provider").not.toContain(shut(dialect));
    expectFailure(dialect, answer, 400, /./);
  });

  test.each<{ what: string; model: string; means: string; status: number }>([
    { what: "which the key may use", model: "glob\\u002d4o", means: "glob-4o", status: 200 },
    { what: "all of it, which the key may use", model: escaped(open(dialect)), means: open(dialect), status: 200 },
    { what: "which the key may not use", model: "glob\\u002d3o", means: "glob-3o", status: 403 },
    { what: "all of it, which the key may not use", model: escaped(shut(dialect)), means: shut(dialect), status: 403 },
  ])("a model's name in escapes, $what", async ({ model, means, status }) => {
    provider.requests.length = 0;
    const body = `{${bareFields(dialect)},"model":"${model}"}`;
    const answer = await chat(gateway, dialect, body, { authorization: `Bearer ${secretOf("two-readings")}` });
    if (status === 200) {
      expect(answer.status, answer.text).toBe(200);
      expect(provider.requests.map((request) => request.model)).toEqual([means]);
    } else {
      expectFailure(dialect, answer, status, new RegExp(`'${means}'`));
      expect(provider.requests).toEqual([]);
    }
  });

  test("a model that is no field of the request's own decides nothing", async () => {
    const headers = { authorization: `Bearer ${secretOf("two-readings")}` };
    const inner = bareFields(dialect, `{"model":"${shut(dialect)}"}`);
    const body = `{"x":{"model":"${shut(dialect)}"},${inner},"model":"${open(dialect)}"}`;
    const answer = await chat(gateway, dialect, body, headers);
    expect(answer.status, answer.text).toBe(200);
    expect(provider.requests.at(-1)?.model).toBe(open(dialect));
  });
});

function escaped(name: string): string {
  return [...name].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}

interface List {
  path: string;
  headers: Record<string, string>;
  form(names: string[]): object;
}

const OPENAI_LIST: List = {
  path: "/v1/models",
  headers: {},
  form: (names) => ({
    object: "list",
    data: names.map((id) => ({ id, object: "model", created: expect.any(Number), owned_by: expect.any(String) })),
  }),
};

/** What a gateway cannot know of a model is null. */
const UNKNOWN = {
  line: null,
  deprecated_at: null,
  retires_at: null,
  capabilities: null,
  max_input_tokens: null,
  max_tokens: null,
};

/** The lists of models, in each dialect's form. */
const LISTS: Readonly<Record<Dialect, List>> = {
  openai: OPENAI_LIST,
  responses: OPENAI_LIST,
  anthropic: {
    path: "/v1/models",
    headers: { "anthropic-version": "2023-06-01" },
    form: (names) => ({
      data: names.map((id) => ({
        type: "model",
        id,
        display_name: id,
        created_at: expect.any(String),
        lifecycle: "active",
        ...UNKNOWN,
      })),
      has_more: false,
      first_id: names[0] ?? null,
      last_id: names.at(-1) ?? null,
    }),
  },
  ollama: {
    path: "/api/tags",
    headers: {},
    form: (names) => ({
      models: names.map((name) =>
        expect.objectContaining({ name, model: name, size: expect.any(Number), details: expect.any(Object) }),
      ),
    }),
  },
};

describe.each(DIALECTS)("the list of models for a client of %s", (dialect) => {
  const { path, headers, form } = LISTS[dialect];

  test.each([
    { id: "names", lists: ["small", "large"] },
    { id: "globs", lists: ["gpt-4o", "claude-3"] },
    { id: "deny-by-name", lists: ["small"] },
    { id: "empty", lists: [] },
    { id: "deny-all", lists: [] },
    { id: "two-readings", lists: DIALECTS.map(open) },
    // A glob is no name to ask for.
    { id: "all", lists: [...MODELS, ...DIALECTS.flatMap((each) => [open(each), shut(each)])] },
  ])("holds what the key '$id' may use", async ({ id, lists }) => {
    const answer = await ask(gateway, path, { headers: { ...headers, authorization: `Bearer ${secretOf(id)}` } });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(jsonOf(answer)).toEqual(form(lists));
  });

  test.each<[string, Record<string, string>]>([
    ["no key", {}],
    ["an unknown key", { authorization: "Bearer nobody" }],
  ])("%s", async (_, presented) => {
    expectFailure(dialect, await ask(gateway, path, { headers: { ...headers, ...presented } }), 401, /API key/);
  });
});

test("who has no key is told nothing about the rest of the request", async () => {
  const answer = await ask(gateway, WIRE.openai.path, { method: "POST", body: "not JSON at all" });
  expectFailure("openai", answer, 401, /API key/);
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
