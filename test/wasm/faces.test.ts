import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import type { Auth, Face } from "../../contract/face.ts";
import type { Traits } from "../../contract/traits.ts";
import { openaiEmbeddings } from "../fixtures/endpoints.ts";
import { type Conversation, conversationFor, REPLY, WIRE } from "../fixtures/wire/index.ts";
import type { AttemptRequest, Upstream } from "../host/index.ts";
import { document, filterUnder, modelOf, policyOf } from "./filter.ts";

/** One provider that speaks several dialects, each at a path of its own and with the key in a header of its own. */
const FACES: readonly Face[] = [
  { dialect: "openai", path: "/compatible/v1", auth: "bearer" },
  { dialect: "anthropic", path: "/claude", auth: "x-api-key" },
];

/** It answers in the dialect of the path that it is asked at. */
function platform({ path, target }: AttemptRequest) {
  if (target !== "m/openai") return document(WIRE[target.slice(2) as Dialect].response(REPLY));
  if (path.endsWith("/embeddings")) return document(openaiEmbeddings([[0.5]]));
  if (path.includes("count_tokens")) return document({ input_tokens: 403 });
  if (path.endsWith("/chat/completions")) return document(WIRE.openai.response(REPLY));
  if (path.endsWith("/responses")) return document(WIRE.responses.response(REPLY));
  return document(path.endsWith("/messages") ? WIRE.anthropic.response(REPLY) : WIRE.ollama.response(REPLY));
}

/** A model `m` whose first target, `m/openai`, has these faces. */
function hostWith(faces: readonly Face[], more: string[] = [], upstream: Upstream = platform) {
  const policy = policyOf(modelOf("openai", ...more));
  const targets = policy.targets.map((target) =>
    target.id === "m/openai" ? { ...target, faces: [...faces] } : target,
  );
  return filterUnder({ ...policy, targets }, upstream);
}

function ask(host: ReturnType<typeof hostWith>, path: string, request: object) {
  const { status, body, attempts } = host.open({ path, body: JSON.stringify({ ...request, model: "m" }) }).result;
  return { status, body, attempts, sent: attempts[0]?.request };
}

function askedBy(client: Dialect, provider: Dialect): Conversation {
  return { ...conversationFor(client, provider), model: "openai-model" };
}

const requestOf = (client: Dialect, provider: Dialect) => WIRE[client].request(askedBy(client, provider));

describe("a provider whose chat completions take no effort beside tools", () => {
  const both: readonly Face[] = [
    { dialect: "openai", path: "/v1", auth: "bearer" },
    { dialect: "responses", path: "/v1", auth: "bearer" },
  ];
  const hostOf = (traits: Partial<Traits>, faces = both) => {
    const policy = policyOf(modelOf("openai"));
    const targets = policy.targets.map((target) => ({
      ...target,
      faces: [...faces],
      traits: { ...target.traits, ...traits },
    }));
    return filterUnder({ ...policy, targets }, platform);
  };
  const hostThat = (effort_with_tools: Traits["effort_with_tools"], faces = both) =>
    hostOf({ effort_with_tools }, faces);
  const tools = [{ name: "f", input_schema: { type: "object" } }];
  const thinking = { type: "enabled", budget_tokens: 2000 };
  const messages = [{ role: "user", content: "Hi" }];
  const pathFor = (host: ReturnType<typeof hostThat>, more: object) =>
    ask(host, "/v1/messages", { max_tokens: 4096, messages, ...more }).sent?.path;

  it.each([
    [{ tools, thinking }, "/v1/responses"],
    [{ tools }, "/v1/chat/completions"],
    [{ thinking }, "/v1/chat/completions"],
  ])("a Messages client that sends %j is led to %s", (more, path) => {
    expect(pathFor(hostThat("responses"), more)).toBe(path);
    expect(pathFor(hostThat("anywhere"), more)).toBe("/v1/chat/completions");
  });

  const callable = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];

  it.each([
    ["responses", { tools: callable, reasoning_effort: "low" }, "/v1/responses"],
    ["responses", { tools: callable, reasoning_effort: "none" }, "/v1/chat/completions"],
    ["responses", { tools: callable }, "/v1/chat/completions"],
    ["responses", { tools: [], reasoning_effort: "low" }, "/v1/chat/completions"],
    ["responses", { tools: callable, reasoning_effort: "low", n: 2 }, "/v1/chat/completions"],
    ["responses_unless_none", { tools: callable }, "/v1/responses"],
    ["responses_unless_none", { tools: callable, reasoning_effort: "low" }, "/v1/responses"],
    ["responses_unless_none", { tools: callable, reasoning_effort: "none" }, "/v1/chat/completions"],
    ["responses_unless_none", {}, "/v1/chat/completions"],
    ["anywhere", { tools: callable, reasoning_effort: "low" }, "/v1/chat/completions"],
  ] as const)("%s: a client of chat completions that sends %j is led to %s", (trait, more, path) => {
    const request = { messages, ...more };
    const { status, body, sent } = ask(hostThat(trait), "/v1/chat/completions", request);
    expect([status, sent?.path, JSON.parse(body).object]).toEqual([200, path, "chat.completion"]);
    const alone = ask(hostThat(trait, both.slice(0, 1)), "/v1/chat/completions", request);
    expect(alone.sent?.body).toBe(JSON.stringify({ ...request, model: "openai-model" }));
  });

  it.each([
    ["taken", "/v1/chat/completions"],
    ["none", "/v1/responses"],
  ] as const)("stop sequences %s: a client that names some is led to %s", (stop_sequences, path) => {
    const request = { messages, stop: ["END"] };
    expect(ask(hostOf({ stop_sequences }), "/v1/chat/completions", request).sent?.path).toBe(path);
  });

  it("is asked all the same where it speaks nothing else", () => {
    expect(pathFor(hostThat("responses", both.slice(0, 1)), { tools, thinking })).toBe("/v1/chat/completions");
  });
});

describe("a provider with the faces openai and anthropic", () => {
  const host = hostWith(FACES);

  it.each<[Dialect, string, object]>([
    ["openai", "/compatible/v1/chat/completions", { authorization: "Bearer sk-of-a" }],
    ["anthropic", "/claude/v1/messages", { "x-api-key": "sk-of-a" }],
  ])("gets what a client of %s says as it is, at %s", (client, path, credential) => {
    const request = requestOf(client, client);
    const { status, body, sent } = ask(host, WIRE[client].path, request);
    expect([status, body]).toEqual([200, JSON.stringify(WIRE[client].response(REPLY))]);
    expect([sent?.path, sent?.body]).toEqual([path, JSON.stringify(request)]);
    expect(sent?.headers).toMatchObject(credential);
  });

  it.each<Dialect>(["responses", "ollama"])("is spoken to in its first dialect for a client of %s", (client) => {
    const { status, sent } = ask(host, WIRE[client].path, requestOf(client, "openai"));
    expect([status, sent?.path]).toEqual([200, "/compatible/v1/chat/completions"]);
    expect(JSON.parse(sent?.body ?? "")).toEqual(
      JSON.parse(JSON.stringify(WIRE.openai.request(askedBy(client, "openai")))),
    );
    expect(sent?.headers).not.toHaveProperty("x-api-key");
  });

  it("counts tokens by the face that can, and embeds by the other", () => {
    const counting = ask(host, "/v1/messages/count_tokens", requestOf("anthropic", "anthropic"));
    expect([counting.body, counting.sent?.path]).toEqual(['{"input_tokens":403}', "/claude/v1/messages/count_tokens"]);
    const embedding = ask(host, "/api/embed", { input: "Hi" });
    expect([embedding.status, embedding.sent?.path]).toEqual([200, "/compatible/v1/embeddings"]);
  });
});

it("a face that cannot say a request leaves it to the next one", () => {
  const host = hostWith([{ dialect: "responses", path: "/v1", auth: "bearer" }, ...FACES.slice(1)]);
  const request = requestOf("openai", "openai");
  const stopping = { ...request, stop: Array.from({ length: 65 }, (_, index) => `END ${index}`) };
  expect(ask(host, WIRE.openai.path, request).sent?.path).toBe("/v1/responses");
  expect(ask(host, WIRE.openai.path, stopping).sent?.path).toBe("/claude/v1/messages");
});

it("when it fails, the next target is asked in a dialect of its own", () => {
  const host = hostWith(FACES, ["ollama"], (request) =>
    request.target === "m/openai" ? { status: 500 } : platform(request),
  );
  const { status, body, attempts } = ask(host, WIRE.anthropic.path, requestOf("anthropic", "anthropic"));
  expect([status, JSON.parse(body).type]).toEqual([200, "message"]);
  expect(attempts.map(({ request }) => request.path)).toEqual(["/claude/v1/messages", "/api/chat"]);
  expect(attempts[1]?.request.headers).toMatchObject({ authorization: "Bearer sk-of-c" });
  expect(attempts[1]?.request.headers).not.toHaveProperty("x-api-key");
});

describe("where a face takes its key", () => {
  const CREDENTIALS: Readonly<Record<Auth, readonly [name: string, value: string]>> = {
    bearer: ["authorization", "Bearer sk-of-a"],
    "x-api-key": ["x-api-key", "sk-of-a"],
    "api-key": ["api-key", "sk-of-a"],
  };
  const DIALECTS: readonly Dialect[] = ["openai", "responses", "anthropic", "ollama"];
  const AUTHS = Object.keys(CREDENTIALS) as Auth[];

  it.each(DIALECTS.flatMap((dialect) => AUTHS.map((auth) => [dialect, auth] as const)))("%s, %s", (dialect, auth) => {
    for (const path of ["", "/a/b"]) {
      const host = hostWith([{ dialect, path, auth }]);
      for (const client of ["openai", dialect] as const) {
        const { sent } = ask(host, WIRE[client].path, requestOf(client, dialect));
        expect(sent?.path).toBe(path + WIRE[dialect].path.replace(/^\/v1(?=\/(chat|responses))/, ""));
        const carried = Object.entries(sent?.headers ?? {}).filter(([, value]) => value.includes("sk-of-"));
        expect(carried).toEqual([CREDENTIALS[auth]]);
      }
    }
  });
});
