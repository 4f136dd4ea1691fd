import { describe, expect, it } from "vitest";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter } from "./filter.ts";

/** What `ollama list`, `show`, `run` and `stop` need, and those who have learned from them. */
const target = (provider: string, more: object = {}) => ({ provider, model: "up", ...more });
const MODELS = {
  small: { targets: [target("openai", { context_length: 8192, tools: false, vision: false })] },
  grown: {
    targets: [
      target("openai", { context_length: 8192, tools: false }),
      target("ollama", { context_length: 131072, vision: false }),
    ],
  },
  "llama3:latest": { targets: [target("openai")] },
  own: { targets: [target("ollama")] },
};

function gateway(answer?: UpstreamAnswer, models: object = MODELS) {
  return filter({ models } as Parameters<typeof filter>[0], () => {
    if (answer === undefined) throw new Error("no provider is asked");
    return answer;
  });
}

function ask(path: string, body: object, answer?: UpstreamAnswer) {
  const { result } = gateway(answer).open({ path, body: JSON.stringify(body) });
  return { ...result, json: JSON.parse(result.body.trim() || "null"), sent: result.attempts[0]?.request };
}

describe("a list", () => {
  it("has digests like those of files, each name its own and always the same", () => {
    const digests = () => {
      const { body } = gateway().open({ method: "GET", path: "/api/tags" }).result;
      return (JSON.parse(body).models as { digest: string }[]).map(({ digest }) => digest);
    };
    for (const digest of digests()) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(digests().map((digest) => digest.slice(0, 12))).size).toBe(Object.keys(MODELS).length);
    expect(digests()).toEqual(digests());
  });
});

describe("a model's card", () => {
  it.each([
    ["small", { "general.architecture": "headgate", "headgate.context_length": 8192 }, ["completion", "thinking"]],
    [
      "grown",
      { "general.architecture": "headgate", "headgate.context_length": 131072 },
      ["completion", "tools", "vision", "thinking"],
    ],
    ["own", { "general.architecture": "headgate" }, ["completion", "tools", "vision", "thinking"]],
  ])("%s: what its targets can do", (model, model_info, capabilities) => {
    expect(ask("/api/show", { model }).json).toMatchObject({ model_info, capabilities });
  });

  it("is asked for by `name` too", () => {
    expect(ask("/api/show", { name: "small" }).status).toBe(200);
    expect(ask("/api/show", { name: "nowhere" }).status).toBe(404);
    expect(ask("/api/show", { model: "small", name: "nowhere" }).status).toBe(200);
  });
});

describe.each([
  ["/api/generate", { prompt: "" }, { response: "" }],
  ["/api/generate", {}, { response: "" }],
  ["/api/generate", { prompt: null }, { response: "" }],
  ["/api/chat", { messages: [] }, { message: { role: "assistant", content: "" } }],
  ["/api/chat", {}, { message: { role: "assistant", content: "" } }],
])("%s with %j and no prompt", (path, body, said) => {
  it.each([
    [{}, "load"],
    [{ keep_alive: "5m" }, "load"],
    [{ keep_alive: -1 }, "load"],
    [{ keep_alive: 0 }, "unload"],
    [{ keep_alive: "0s" }, "unload"],
  ])("%j: done, reason %s, and nobody is asked", (more, done_reason) => {
    const { status, headers, json } = ask(path, { model: "small", ...body, ...more });
    expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
    expect(json).toEqual({ model: "small", created_at: expect.any(String), ...said, done: true, done_reason });
  });

  it("is an Ollama's own affair where there is one", () => {
    const loaded = { model: "up", created_at: "2026-01-01T00:00:00Z", ...said, done: true, done_reason: "load" };
    const { status, body: got, sent } = ask(path, { model: "own", ...body }, document(loaded));
    expect(JSON.parse(sent?.body ?? "")).toEqual({ model: "up", ...body });
    expect([status, got]).toEqual([200, JSON.stringify(loaded)]);
  });
});

describe("keep_alive without a prompt", () => {
  const reason = (keep_alive: unknown) => ask("/api/generate", { model: "small", keep_alive }).json.done_reason;

  it.each([
    0,
    "0",
    "0s",
    "0ms",
    "0m",
    "0h",
    "0us",
    "0µs",
    "0μs",
    "0ns",
    "0h0m",
    "0h0m0.0s",
    "00s",
    "0.s",
    ".0s",
    "-0s",
    "+0",
    1e-10,
  ])("%j unloads", (keep_alive) => expect(reason(keep_alive)).toBe("unload"));

  it.each(["0.0", "0e3", "-0"])("the number %s unloads", (written) => {
    const body = `{"model": "small", "keep_alive": ${written}}`;
    expect(JSON.parse(gateway().open({ path: "/api/generate", body }).result.body).done_reason).toBe("unload");
  });

  it.each([
    1,
    -1,
    0.5,
    1e-9,
    "1s",
    "-1s",
    "0h1m",
    "0.001s",
    "10m",
    "24h",
    "",
    "s",
    "0x",
    "0h0",
    "0 s",
    "0sec",
    "0..0s",
    ".s",
    "+",
    "00",
    null,
    true,
    [],
    {},
  ])("%j loads", (keep_alive) => expect(reason(keep_alive)).toBe("load"));
});

describe("an Ollama that answers a request for a stream in one document", () => {
  it.each([undefined, true, false])("stream: %s: it goes through as it is", (stream) => {
    const whole = { model: "up", created_at: "x", message: { role: "assistant", content: "Hi" }, done: true, own: 1 };
    const messages = [{ role: "user", content: "Hi" }];
    const { body } = ask("/api/chat", { model: "own", messages, stream }, document(whole));
    expect(body).toBe(JSON.stringify(whole));
  });
});

describe("the tag that goes without saying", () => {
  const models = { "llama3:latest": { targets: [target("openai")] }, plain: { targets: [target("openai")] } };
  const show = (model: string) =>
    gateway(undefined, models).open({ path: "/api/show", body: JSON.stringify({ model }) }).result.status;

  it.each([
    ["llama3", 200],
    ["llama3:latest", 200],
    ["plain", 200],
    ["plain:latest", 200],
    ["plain:8b", 404],
    [":latest", 404],
  ])("%s: %d", (model, status) => expect(show(model)).toBe(status));

  it("means nothing to other clients", () => {
    const body = JSON.stringify({ model: "plain:latest", messages: [{ role: "user", content: "Hi" }] });
    expect(gateway(undefined, models).open({ path: "/v1/chat/completions", body }).result.status).toBe(404);
  });

  it("opens no allowlist", () => {
    const keys = [{ id: "k", secret: "env:CLIENT", allow: ["plain"] }];
    const closed = filter({ models, keys } as Parameters<typeof filter>[0], () => {
      throw new Error("no provider is asked");
    });
    const headers = { authorization: "Bearer hg-client" };
    const ask = (model: string) =>
      closed.open({ path: "/api/show", headers, body: JSON.stringify({ model }) }).result.status;
    expect(["llama3", "llama3:latest", "plain", "plain:latest"].map(ask)).toEqual([403, 403, 200, 200]);
  });
});
