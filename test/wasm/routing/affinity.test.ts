import { describe, expect, it } from "vitest";
import type { Host, Upstream } from "../../host/index.ts";
import { document, ENVIRONMENT, filter } from "../filter.ts";

const fails: Upstream = () => ({ status: 500, headers: {}, body: "" });
const TARGETS = ["openai", "responses", "anthropic", "ollama"].map((provider) => ({ provider, weight: 1 }));
const TURNS = 24;

interface Asked {
  path?: string;
  headers?: Record<string, string>;
  body?: object;
}

const say = (role: string, content: string) => ({ role, content });

/** Where the request goes first, and by what its conversation was known. */
function ask(host: Host, { path = "/v1/chat/completions", headers = {}, body = {} }: Asked) {
  host.advance(3);
  const asked = { model: "m", messages: [say("user", "Hi")], max_tokens: 9, ...body };
  const exchange = host.open({ path, headers, body: JSON.stringify(asked) });
  const kept = exchange.info.filterState.get("headgate_explain");
  return {
    target: exchange.result.attempts[0]?.target,
    header: exchange.result.headers["x-headgate-affinity"],
    kept: kept && JSON.parse(Buffer.from(kept).toString()).affinity,
  };
}

function model(more: object = {}): Host {
  return filter({ models: { m: { targets: TARGETS, ...more } }, seed: 7 }, fails);
}

/** How many targets led, of so many turns: by chance all four of them do. */
function leaders(host: Host, asked: (turn: number) => Asked): number {
  return new Set(Array.from({ length: TURNS }, (_, turn) => ask(host, asked(turn)).target)).size;
}

const anthropic = (user_id: string) => ({ path: "/v1/messages", body: { metadata: { user_id } } });
const responses = (more: object) => ({ path: "/v1/responses", body: { messages: undefined, input: "Hi", ...more } });

describe("the turns of a conversation go to one target, and are known by", () => {
  it.each<[string, string, (id: string) => Asked]>([
    ["prompt_cache_key", "prompt_cache_key", (id) => ({ body: { prompt_cache_key: id } })],
    ["prompt_cache_key of Responses", "prompt_cache_key", (id) => responses({ prompt_cache_key: id })],
    ["safety_identifier", "user", (id) => ({ body: { safety_identifier: id, user: "all the same" } })],
    ["user", "user", (id) => ({ body: { user: id } })],
    ["metadata.user_id", "user", anthropic],
    ["Claude Code's header", "session", (id) => ({ headers: { "x-claude-code-session-id": id } })],
    ["Codex' header", "session", (id) => ({ headers: { session_id: id } })],
    ["its newer one", "session", (id) => ({ headers: { "session-id": id } })],
    ["x-session-id", "session", (id) => ({ headers: { "x-session-id": id } })],
    ["x-session-affinity", "session", (id) => ({ headers: { "x-session-affinity": id } })],
    ["conversation_id", "session", (id) => ({ headers: { conversation_id: id } })],
  ])("%s", (_, knownBy, asked) => {
    const host = model();
    expect(leaders(host, () => asked("talk-1"))).toBe(1);
    expect(leaders(host, (turn) => asked(`talk-${turn}`))).toBe(4);
    expect(ask(host, asked("talk-1"))).toMatchObject({ header: knownBy, kept: knownBy });
  });

  it("the surest of several", () => {
    const host = model();
    const both = (key: string, session: string, user: string): Asked => ({
      headers: { session_id: session },
      body: { prompt_cache_key: key, user },
    });
    expect(leaders(host, (turn) => both("talk", `s-${turn}`, `u-${turn}`))).toBe(1);
    expect(leaders(host, (turn) => ({ headers: { session_id: "s" }, body: { user: `u-${turn}` } }))).toBe(1);
  });

  it("a header that is named, and no other then", () => {
    const host = model({ affinity: { header: "x-chat-id" } });
    expect(leaders(host, () => ({ headers: { "x-chat-id": "c" } }))).toBe(1);
    expect(leaders(host, () => ({ headers: { session_id: "c" } }))).toBe(4);
  });

  it("the same in every worker and at every start", () => {
    const target = (host: Host) => ask(host, { body: { prompt_cache_key: "talk-1" } }).target;
    expect(new Set(Array.from({ length: 5 }, () => target(model()))).size).toBe(1);
  });
});

describe("the first turns", () => {
  const turn = (talk: string, length: number): Asked => ({
    body: {
      messages: [
        say("system", "Be kind."),
        say("user", `about ${talk}`),
        ...Array.from({ length }, (_, index) => say(index % 2 === 0 ? "assistant" : "user", `line ${index}`)),
      ],
    },
  });

  it("are looked at where that is asked for", () => {
    const host = model({ affinity: { by: "first_turns" } });
    expect(leaders(host, (index) => turn("cats", index))).toBe(1);
    expect(leaders(host, (index) => turn(`cat ${index}`, 3))).toBe(4);
    expect(ask(host, turn("cats", 2))).toMatchObject({ header: "first_turns", kept: "first_turns" });
  });

  it("of two blocks, the second tells conversations apart, and tools may change", () => {
    const host = model({ affinity: { by: "first_turns" } });
    const blocks = (talk: string, tools: number): Asked => ({
      path: "/v1/messages",
      body: {
        system: "Be kind.",
        messages: [
          { role: "user", content: ["reminder", talk].map((text) => ({ type: "text", text })) },
          ...(tools > 0 ? [say("assistant", "yes"), say("user", "go on")] : []),
        ],
        tools: Array.from({ length: tools }, (_, index) => ({ name: `t${index}`, input_schema: { type: "object" } })),
      },
    });
    expect(leaders(host, (index) => blocks("cats", index % 3))).toBe(1);
    expect(leaders(host, (index) => blocks(`cat ${index}`, 1))).toBe(4);
  });

  it("are not looked at by default, and nothing is with none", () => {
    expect(leaders(model(), () => turn("cats", 2))).toBe(4);
    const none = model({ affinity: { by: "none" } });
    expect(leaders(none, () => ({ body: { prompt_cache_key: "talk-1" } }))).toBe(4);
    expect(ask(none, { body: { prompt_cache_key: "talk-1" } })).toMatchObject({ header: undefined, kept: undefined });
  });
});

it.each<Asked>([
  { body: { prompt_cache_key: "" } },
  { body: { prompt_cache_key: null } },
  { headers: { session_id: "" } },
  { path: "/v1/messages", body: { metadata: { user_id: null } } },
  { path: "/v1/messages", body: { metadata: {} } },
])("%j names no conversation", (asked) => {
  expect(leaders(model(), () => asked)).toBe(4);
});

it("a conversation goes on elsewhere while its target cools down, and comes back", () => {
  let out: string | undefined;
  const limited: Upstream = ({ target }) =>
    target === out ? { status: 429, headers: { "retry-after": "20" }, body: "" } : document(ANSWER);
  const providers = Object.fromEntries(
    ["a", "b", "c"].map((name, index) => [
      name,
      {
        dialect: "openai",
        url: `http://${name}.test/v1`,
        keys: [{ secret: `env:${Object.keys(ENVIRONMENT)[index]}` }],
      },
    ]),
  );
  const models = { m: { targets: Object.keys(providers).map((provider) => ({ provider, weight: 1 })) } };
  const gateway = filter({ providers, models }, limited);
  const turn = () => {
    gateway.advance(1000);
    const body = JSON.stringify({ model: "m", prompt_cache_key: "talk", messages: [say("user", "Hi")] });
    return gateway.open({ path: "/v1/chat/completions", body }).result.attempts.map(({ target }) => target);
  };
  const [home] = turn();
  expect(turn()).toEqual([home]);
  out = home;
  const [first, second] = turn();
  expect(first).toBe(home);
  expect([turn(), turn(), turn()]).toEqual([[second], [second], [second]]);
  out = undefined;
  gateway.advance(20_000);
  expect([turn(), turn()]).toEqual([[home], [home]]);
});

const ANSWER = {
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: say("assistant", "Hi"), finish_reason: "stop" }],
};
