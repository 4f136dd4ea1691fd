import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { caseSchema } from "../../contract/judge.ts";
import { REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { Host, Upstream, UpstreamAnswer } from "../host/index.ts";
import { document, eventStream, filter } from "./filter.ts";

/** What of prompts and answers leaves the filter for a judge. */
const TICK = 500;
const JUDGE = { health: { judge: { url: "http://judge.test", sample: 1 } } };
const MODEL = { models: { m: { targets: [{ provider: "openai", model: "upstream" }] } } };

const gateway = (upstream: Upstream, more: object = {}) => filter({ ...MODEL, ...JUDGE, ...more }, upstream);

function says(content: string | null, more: object = {}): UpstreamAnswer {
  const choice = { index: 0, message: { role: "assistant", content }, finish_reason: "stop", ...more };
  const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
  return document({ id: "x", object: "chat.completion", choices: [choice], usage });
}

function chat(host: Host, content = "What is it?", more: object = {}, headers: Record<string, string> = {}) {
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Hi" },
    { role: "user", content },
  ];
  const { result } = host.open({
    path: WIRE.openai.path,
    headers,
    body: JSON.stringify({ model: "m", messages, ...more }),
  });
  expect(result.status).toBe(200);
}

const underWay = (host: Host) => host.pendingCalls.filter(({ headers }) => headers[":path"] === "/judge");

/** All that is posted, one with each tick. */
function posted(host: Host) {
  const cases = [];
  for (;;) {
    host.advance(TICK);
    const [call, ...more] = underWay(host);
    expect(more).toEqual([]);
    if (call === undefined) return cases;
    cases.push(caseSchema.parse(JSON.parse(call.body)));
    host.reply(call, { status: 202, body: "" });
  }
}

describe("an answer that is drawn", () => {
  it("is posted with what the user said last", () => {
    const host = gateway(() => says('It is "so",\n😀.'));
    chat(host, 'And "why"?');
    host.advance(TICK);
    const [call] = underWay(host);
    expect(call).toMatchObject({
      cluster: "headgate.control-plane",
      headers: { ":method": "POST", authorization: "Bearer snapshot-token", "content-type": "application/json" },
    });
    expect(JSON.parse(call!.body)).toEqual({
      target: "m/openai",
      model: "m",
      prompt: 'And "why"?',
      answer: 'It is "so",\n😀.',
    });
  });

  it.each(DIALECTS)("is read from a provider's stream, of %s", (provider) => {
    const models = { m: { targets: [{ provider }] } };
    const stream = wholeStream(WIRE[provider].stream(REPLY, {}));
    const type = { "content-type": WIRE[provider].streamType };
    const host = gateway(() => ({ ...eventStream(stream), headers: type }), { models });
    chat(host, "Go on", { stream: true });
    expect(posted(host)).toEqual([
      { target: `m/${provider}`, model: "m", prompt: "Go on", answer: REPLY.pieces.join("") },
    ]);
  });

  it("is that of the target which answered", () => {
    const models = { m: { targets: [{ provider: "ollama" }, { provider: "openai" }] } };
    const host = gateway(({ target }) => (target === "m/ollama" ? { status: 500 } : says("Yes")), { models });
    chat(host);
    expect(posted(host)).toMatchObject([{ target: "m/openai", answer: "Yes" }]);
  });

  it("is cut at 8 KiB, as is the prompt, and not inside a character", () => {
    const host = gateway(() => says("é".repeat(20_000)));
    chat(host, `x${"€".repeat(4_000)}`);
    const [only] = posted(host);
    expect(only!.answer).toBe("é".repeat(4096));
    expect(only!.prompt).toBe(`x${"€".repeat(2730)}`);
  });

  it("waits for the one before it, as one of eight", () => {
    const host = gateway(({ body }) => says(`to ${JSON.parse(body).messages[3].content}`));
    for (let i = 0; i < 20; i++) chat(host, `${i}`);
    host.advance(TICK);
    host.advance(TICK);
    expect(underWay(host)).toHaveLength(1);
    const [first] = underWay(host);
    host.fail(first!);
    expect(posted(host).map(({ prompt, answer }) => [prompt, answer])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((i) => [`${i}`, `to ${i}`]),
    );
    chat(host, "later");
    expect(posted(host)).toMatchObject([{ prompt: "later" }]);
  });

  it("is one of so many as `sample` says", () => {
    const host = gateway(() => says("Yes"), { health: { judge: { url: "http://judge.test", sample: 0.1 } } });
    let count = 0;
    for (let i = 0; i < 100; i++) {
      for (let j = 0; j < 4; j++) chat(host);
      count += posted(host).length;
    }
    expect(count).toBeGreaterThan(15);
    expect(count).toBeLessThan(80);
  });
});

describe("nothing is posted", () => {
  const unjudged: [string, UpstreamAnswer, object][] = [
    ["no judge", says("Yes"), { health: {} }],
    ["an answer without text", says(""), {}],
    ["an answer that was cut off", says("Ye", { finish_reason: "length" }), {}],
    ["a request that is long", says("Yes"), {}],
  ];
  it.each(unjudged)("for %s", (what, answer, more) => {
    const host = gateway(() => answer, more);
    chat(host, what.endsWith("long") ? "x".repeat(70_000) : "Well?", { max_tokens: 5 });
    expect(posted(host)).toEqual([]);
  });

  const PROVIDERS = { openai: { dialect: "openai", url: "http://openai.test/v1", private: true } };
  const PRIVATE = { require: { private: true } };
  const key = (more: object) => [{ id: "k", tenant: "t", secret: "env:CLIENT", ...more }];
  it.each<[string, object]>([
    ["a key", { tenants: { t: {} }, keys: key(PRIVATE) }],
    ["a tenant", { tenants: { t: PRIVATE }, keys: key({}) }],
    ["a model", { models: { m: { targets: [{ provider: "openai" }], ...PRIVATE } } }],
    ["a rule", { rules: [{ when: { keywords: ["salary"] }, ...PRIVATE }] }],
    ["a rule that redacts too", { rules: [{ when: { keywords: ["salary"] }, redact: true, ...PRIVATE }] }],
  ])("of what has to stay private by %s", (_, more) => {
    const host = gateway(() => says("A lot."), { providers: PROVIDERS, ...more });
    chat(host, "What is the salary of ann@example.com?", {}, { "x-api-key": "hg-client" });
    expect(posted(host)).toEqual([]);
  });
});

it("a rule's redaction holds for the judge too", () => {
  const host = gateway(() => says("Done"), { rules: [{ when: { contains_pii: true }, redact: true }] });
  chat(host, "Write to ann@example.com");
  expect(posted(host)).toMatchObject([{ prompt: "Write to [EMAIL]" }]);
});
