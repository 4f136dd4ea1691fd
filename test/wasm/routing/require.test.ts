import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../../contract/dialect.ts";
import { expectFailure } from "../../envoy/expect-failure.ts";
import { bareFields, REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { type ExchangeResult, type Host, SharedData, type Upstream } from "../../host/index.ts";
import { answerOf } from "../answer-of.ts";
import { document, filter } from "../filter.ts";

const openai = (region?: string, isPrivate = false) => ({
  dialect: "openai",
  url: "http://openai.test/v1",
  ...(region && { region }),
  private: isPrivate,
});

/** Four places: in the EU and the US, one's own, and one that says nothing of itself. */
const PROVIDERS = { us: openai("us"), eu: openai("eu"), own: openai("eu", true), somewhere: openai() };
const ALL = Object.keys(PROVIDERS).map((provider) => ({ provider }));

interface Given {
  model?: object;
  tenant?: object;
  key?: object;
  more?: object;
  sharedData?: SharedData;
}

const fails: Upstream = () => ({ status: 500, headers: {}, body: "" });
const answers: Upstream = () => document(WIRE.openai.response(REPLY));

function gateway(
  { model = {}, tenant = {}, key = {}, more = {}, sharedData }: Given,
  upstream: Upstream = fails,
): Host {
  const config = {
    providers: PROVIDERS,
    models: { m: { targets: ALL, ...model }, other: { targets: ALL } },
    tenants: { shop: tenant },
    keys: [{ id: "k", tenant: "shop", secret: "env:CLIENT", ...key }],
    ...more,
  };
  return filter(config, upstream, sharedData && { sharedData });
}

function chat(host: Host, { model = "m", text = "Hi", dialect = "openai" as (typeof DIALECTS)[number] } = {}) {
  const body =
    dialect === "openai"
      ? JSON.stringify({ model, messages: [{ role: "user", content: text }] })
      : `{"model":"${model}",${bareFields(dialect)}}`;
  return host.open({ path: WIRE[dialect].path, headers: { "x-api-key": "hg-client" }, body }).result;
}

/** The providers that are tried while every one fails. */
const tried = ({ attempts }: ExchangeResult) => [...new Set(attempts.map(({ target }) => target.split("/")[1]))];

const EU = { require: { region: "eu" } };
const PRIVATE = { require: { private: true } };

describe("what is required", () => {
  it.each<[string, Given, string[]]>([
    ["nothing", {}, ["us", "eu", "own", "somewhere"]],
    ["by the model", { model: EU }, ["eu", "own"]],
    ["by the tenant", { tenant: EU }, ["eu", "own"]],
    ["by the key", { key: EU }, ["eu", "own"]],
    ["one of several regions", { key: { require: { region: ["eu", "us"] } } }, ["us", "eu", "own"]],
    ["private", { key: PRIVATE }, ["own"]],
    ["a region and private", { key: { require: { region: "eu", private: true } } }, ["own"]],
    ["by two, together", { tenant: PRIVATE, key: { require: { region: ["us", "eu"] } } }, ["own"]],
    ["by a rule that applies", { more: { rules: [{ when: { model: "m" }, ...EU }] } }, ["eu", "own"]],
    [
      "by a rule that does not",
      { more: { rules: [{ when: { model: "other" }, ...EU }] } },
      ["us", "eu", "own", "somewhere"],
    ],
  ])("%s: only that is tried, however often it fails", (_, given, expected) => {
    expect(tried(chat(gateway(given)))).toEqual(expected);
  });

  const nowhere: [string, Given, string][] = [
    ["a key", { key: { require: { region: "mars" } } }, "region mars"],
    [
      "a tenant",
      { tenant: { require: { region: ["mars", "moon"], private: true } } },
      "region mars or moon and private",
    ],
    ["two that agree on nothing", { key: EU, tenant: { require: { region: "us" } } }, "region eu, and region us"],
  ];
  it.each(DIALECTS)("is named in a 403 where nothing keeps to it: in %s", (dialect) => {
    for (const [, given, named] of nowhere) {
      const result = chat(gateway({ ...given, more: { providers: { ...PROVIDERS, moon: openai("mars") } } }), {
        dialect,
      });
      const message = `no target of the model 'm' keeps to what is required: ${named}`;
      expectFailure(dialect, answerOf(result), 403, new RegExp(`^${message}$`));
      expect(result.attempts).toEqual([]);
    }
  });

  it("says no more than a key's denials where these alone leave nothing", () => {
    const result = chat(gateway({ key: { deny: ["us/*", "eu/*", "own/*", "somewhere/*"] } }));
    expect(result.body).toContain("this key may not use the model 'm'");
  });
});

describe("a rule that finds personal data", () => {
  const host = gateway({ more: { rules: [{ id: "pii", when: { contains_pii: ["email"] }, ...PRIVATE }] } });

  it("keeps it at home, and nothing else", () => {
    expect(tried(chat(host, { text: "Write to ada@example.com" }))).toEqual(["own"]);
    expect(tried(chat(host, { text: "Write to Ada" }))).toEqual(["us", "eu", "own", "somewhere"]);
  });

  it("holds for what it changed too", () => {
    const rules = [{ when: { contains_pii: ["email"] }, redact: ["email"], set: { max_tokens: 5 }, ...PRIVATE }];
    const result = chat(gateway({ more: { rules } }), { text: "Write to ada@example.com" });
    expect(tried(result)).toEqual(["own"]);
    expect(result.attempts[0]?.request.body).not.toContain("ada@");
  });
});

describe("another model in place of the one that was asked for", () => {
  it("does not shed what that one requires", () => {
    const rules = [{ when: { model: "m" }, use: "other" }];
    expect(tried(chat(gateway({ model: EU, more: { rules } })))).toEqual(["eu", "own"]);
  });

  it.each(["answer", "default"])("does not by a decision's %s", (how) => {
    const decisions = { judge: { url: "http://judge.test", default: "other" } };
    const rules = [{ when: { model: "m" }, ask: "judge", ...PRIVATE }];
    const host = gateway({ key: EU, more: { rules, decisions } });
    const exchange = host.open({
      path: WIRE.openai.path,
      headers: { "x-api-key": "hg-client" },
      body: '{"model":"m","messages":[]}',
    });
    const [call] = host.pendingCalls;
    if (call === undefined) throw new Error("nobody was asked");
    host.reply(call, how === "answer" ? { status: 200, body: '{"use":"other"}' } : { status: 500, body: "" });
    expect(new Set(exchange.result.attempts.map(({ target }) => target))).toEqual(new Set(["other/own"]));
  });
});

describe("every other endpoint", () => {
  const post = (host: Host, path: string, body: string) =>
    host.open({ path, headers: { "x-api-key": "hg-client", "anthropic-version": "2023-06-01" }, body }).result;

  it("/v1/embeddings keeps to it", () => {
    const given: Given = { key: EU };
    const body = '{"model":"m","input":"Hi"}';
    expect(tried(post(gateway(given), "/v1/embeddings", body))).toEqual(["eu", "own"]);
    const refused = post(gateway({ key: { require: { region: "mars" } }, more: MARS }), "/v1/embeddings", body);
    expect([refused.status, refused.attempts]).toEqual([403, []]);
    expect(refused.body).toContain("region mars");
  });

  it("/v1/messages/count_tokens keeps to it", () => {
    const anthropic = (region: string) => ({ dialect: "anthropic", url: "http://anthropic.test", region });
    const providers = { us: anthropic("us"), eu: anthropic("eu"), mars: openai("mars") };
    const more = { providers, models: { m: { targets: [{ provider: "us" }, { provider: "eu" }] } } };
    const count = (require: object) =>
      post(
        gateway({ key: { require }, more }, () => document({ input_tokens: 4 })),
        "/v1/messages/count_tokens",
        '{"model":"m","messages":[{"role":"user","content":"Hi"}]}',
      );
    expect(tried(count({ region: "eu" }))).toEqual(["eu"]);
    const refused = count({ region: "mars" });
    expect([refused.status, refused.attempts]).toEqual([403, []]);
    expect(refused.body).toContain("region mars");
  });

  it("the list of models has none that nothing may answer", () => {
    const models = { m: { targets: ALL }, american: { targets: [{ provider: "us" }] } };
    const list = gateway({ key: EU, more: { models } }).open({
      path: "/v1/models",
      headers: { "x-api-key": "hg-client" },
    }).result;
    expect(JSON.parse(list.body).data.map(({ id }: { id: string }) => id)).toEqual(["m"]);
  });
});

const MARS = { providers: { ...PROVIDERS, mars: openai("mars") } };

describe("the response cache", () => {
  it("gives no answer of a target that the request may not go to", () => {
    const sharedData = new SharedData();
    const more = { cache: { only: "all" } };
    const free = gateway({ more, sharedData }, answers);
    const bound = gateway({ more, sharedData, key: EU }, answers);
    expect(tried(chat(free))).toEqual(["us"]);
    expect(tried(chat(free))).toEqual([]);
    expect(tried(chat(bound))).toEqual(["eu"]);
    // What was kept in the EU is good for both.
    expect([tried(chat(bound)), tried(chat(free))]).toEqual([[], []]);
  });
});

it("is told in the access log for each target that it leaves out", () => {
  const exchange = gateway({ key: { ...EU, deny: ["own/*"] } }, answers).open({
    path: WIRE.openai.path,
    headers: { "x-api-key": "hg-client" },
    body: '{"model":"m","messages":[]}',
  });
  const kept = Buffer.from(exchange.info.filterState.get("headgate_explain") ?? "").toString();
  expect(JSON.parse(kept).left_out).toEqual([
    { target: "m/us", reason: "require" },
    { target: "m/own", reason: "denied" },
    { target: "m/somewhere", reason: "require" },
  ]);
});
