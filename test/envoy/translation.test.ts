import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import {
  answers,
  answersInOneDocument,
  type Delivery,
  type Provider,
  startProvider,
} from "../fixtures/provider/index.ts";
import { type Conversation, conversationFor, REPLY, type Reply, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { chat, eventsOf, jsonOf } from "./ask.ts";
import { TRANSLATED } from "./expect-reply.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { PAIRS } from "./pairs.ts";
import { baseUrlOf } from "./providers.ts";

/** Every client dialect with a provider of every dialect: what each side gets. */
let provider: Provider;
let gateway: Gateway;

const DEFAULT_MAX_TOKENS = 1234;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway(
    {
      providers: Object.fromEntries(
        DIALECTS.map((dialect) => [
          dialect,
          { dialect, url: baseUrlOf(dialect, provider.url), keys: [{ secret: `env:KEY_${dialect}` }] },
        ]),
      ),
      models: Object.fromEntries(
        DIALECTS.map((dialect) => [
          askedFor(dialect),
          { targets: [{ provider: dialect, model: upstream(dialect), max_tokens: DEFAULT_MAX_TOKENS }] },
        ]),
      ),
    },
    { environment: Object.fromEntries(DIALECTS.map((dialect) => [`KEY_${dialect}`, keyOf(dialect)])) },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function askedFor(dialect: Dialect): string {
  return `model-of-${dialect}`;
}

/** Longer than the name asked for, and with characters that a path or a tag may hold. */
function upstream(dialect: Dialect): string {
  return `vendor/upstream-of-${dialect}:latest`;
}

function keyOf(dialect: Dialect): string {
  return `provider-key-of-${dialect}`;
}

/** The only request that the provider got since `act` began. */
async function received(dialect: Dialect, act: () => Promise<unknown>) {
  provider.requests.length = 0;
  await act();
  const [request, ...more] = provider.requestsFor(upstream(dialect));
  expect(more).toEqual([]);
  if (request === undefined) throw new Error("the provider got no request");
  return request;
}

/** What the answer says, as far as the provider's dialect can. */
function replyFrom(dialect: Dialect, reply: Partial<Reply>): Reply {
  return { ...REPLY, model: upstream(dialect), ...reply, ...(dialect === "ollama" && { id: "" }) };
}

describe.each(PAIRS)("$client client, $provider provider", ({ client, provider: upstreamDialect }) => {
  const same = client === upstreamDialect;
  const asking = (more: Partial<Conversation> = {}) => ({
    ...conversationFor(client, upstreamDialect),
    model: askedFor(upstreamDialect),
    ...more,
  });
  const send = (conversation: Conversation, headers?: Record<string, string>) =>
    chat(gateway, client, WIRE[client].request(conversation), headers);

  describe.each([{ stream: false }, { stream: true }])("stream: $stream", ({ stream }) => {
    test("the provider gets the request in its own dialect", async () => {
      provider.on(upstream(upstreamDialect), answers());
      const request = await received(upstreamDialect, () => send(asking({ stream })));
      expect(request.method).toBe("POST");
      expect(request.path).toBe(WIRE[upstreamDialect].path);
      expect(request.headers["content-type"]).toMatch(/^application\/json/);
      const wanted = WIRE[upstreamDialect].request({ ...asking({ stream }), model: upstream(upstreamDialect) });
      expect(request.body).toEqual(JSON.parse(JSON.stringify(wanted)));
    });

    test("the provider gets its own key and nothing of the client's", async () => {
      provider.on(upstream(upstreamDialect), answers());
      const sent = { authorization: "Bearer key-of-the-client", "x-api-key": "key-of-the-client", cookie: "a=b" };
      const { headers } = await received(upstreamDialect, () => send(asking({ stream }), sent));
      const [name, value] = WIRE[upstreamDialect].credential(keyOf(upstreamDialect));
      expect(headers[name]).toBe(value);
      expect(JSON.stringify(headers)).not.toContain("key-of-the-client");
      expect(headers).not.toHaveProperty("cookie");
      expect(Object.keys(headers).filter((header) => /^x-(envoy|headgate|forwarded)/.test(header))).toEqual([]);
      if (upstreamDialect === "anthropic") expect(headers["anthropic-version"]).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(headers.host).toBe(new URL(provider.url).host);
    });
  });

  test("a bare request stays bare", async () => {
    provider.on(upstream(upstreamDialect), answers());
    const bare: Conversation = { model: askedFor(upstreamDialect), turns: [{ role: "user", text: "Hi" }] };
    const body = { ...WIRE[client].request(bare), ...(client === "ollama" && { options: undefined }) };
    const request = await received(upstreamDialect, () => chat(gateway, client, body));
    const wanted = {
      ...WIRE[upstreamDialect].request({
        ...bare,
        model: upstream(upstreamDialect),
        // A limit is demanded there.
        ...(!same && upstreamDialect === "anthropic" && { maxTokens: DEFAULT_MAX_TOKENS }),
      }),
      ...(same && client === "ollama" && { options: undefined }),
    };
    expect(request.body).toEqual(JSON.parse(JSON.stringify(wanted)));
  });

  test.each<Reply["stopReason"]>(["end", "length"])("a whole answer that stopped for: %s", async (stopReason) => {
    provider.on(upstream(upstreamDialect), answers({ stopReason }));
    const answer = await send(asking());
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    const reply = replyFrom(upstreamDialect, { stopReason });
    if (same) expect(answer.text).toBe(JSON.stringify(WIRE[client].response(reply)));
    else expect(jsonOf(answer)).toEqual(TRANSLATED[client].document(reply, asking()));
  });

  test.each<{ how: string; stopReason: Reply["stopReason"]; delivery: Delivery }>([
    { how: "event by event", stopReason: "end", delivery: {} },
    { how: "stopped for length", stopReason: "length", delivery: {} },
    { how: "byte by byte", stopReason: "end", delivery: { pieceBytes: 1 } },
    { how: "in pieces that end anywhere", stopReason: "end", delivery: { pieceBytes: 37 } },
    { how: "in one piece", stopReason: "end", delivery: { pieceBytes: 1 << 20 } },
    { how: "with CRLF", stopReason: "end", delivery: { crlf: true } },
    { how: "with CRLF, byte by byte", stopReason: "end", delivery: { crlf: true, pieceBytes: 1 } },
  ])("a streamed answer, $how", async ({ stopReason, delivery }) => {
    provider.on(upstream(upstreamDialect), answers({ stopReason }, delivery));
    const answer = await send(asking({ stream: true }));
    expect(answer.status, answer.text).toBe(200);
    expect(answer.brokeOff).toBe(false);
    expect(answer.headers.get("content-type")).toBe(WIRE[client].streamType);
    const reply = replyFrom(upstreamDialect, { stopReason });
    if (same) {
      const sent = wholeStream(WIRE[client].stream(reply, { stream_options: { include_usage: true } }));
      expect(answer.text).toBe(delivery.crlf ? sent.replaceAll("\n", "\r\n") : sent);
    } else {
      expect(eventsOf(client, answer)).toEqual(TRANSLATED[client].events(reply, asking()));
    }
  });

  test("a stream that was asked for and came in one document", async () => {
    provider.on(upstream(upstreamDialect), answersInOneDocument());
    const answer = await send(asking({ stream: true }));
    expect(answer.status, answer.text).toBe(200);
    const reply = replyFrom(upstreamDialect, {});
    // Of lines that are documents, one is a stream.
    const isStream = client === "ollama" && upstreamDialect === "ollama";
    if (isStream) return expect(jsonOf(answer)).toEqual(WIRE.ollama.response(reply));
    expect(answer.headers.get("content-type")).toBe(WIRE[client].streamType);
    const events = TRANSLATED[client].events({ ...reply, pieces: [reply.pieces.join("")] }, asking());
    expect(eventsOf(client, answer)).toEqual(events);
  });
});

describe.each(DIALECTS)("%s on both sides", (dialect) => {
  test("only the model's name changes in the request's bytes", async () => {
    provider.on(upstream(dialect), answers());
    const turns = `"${WIRE[dialect].turns}":[{"role":"user","content":"Hi \\ud83d\\ude00"}]`;
    const before = `{ "unknown" : {"a":[1, 2.50, 1e3, "\\u00e9\\/"]},\n ${turns},"max_tokens":10 , "model"\t: "`;
    const after = `", "model2":"${askedFor(dialect)}","last" : null }\n`;
    const request = await received(dialect, () => chat(gateway, dialect, before + askedFor(dialect) + after));
    expect(request.bytes.toString()).toBe(before + upstream(dialect) + after);
    expect(request.headers["content-length"]).toBe(String(request.bytes.length));
  });
});

test("a thought that another dialect's provider sealed does not go to one of the client's own", async () => {
  provider.on(upstream("anthropic"), answers());
  const thought = { type: "thinking", thinking: "Hm.", signature: "headgate.responses.c2VhbA==" };
  const messages = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: [thought, { type: "text", text: "Hello." }] },
    { role: "user", content: "And kana?" },
  ];
  const request = await received("anthropic", async () => {
    const answer = await chat(gateway, "anthropic", { model: askedFor("anthropic"), max_tokens: 9, messages });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers.get("x-headgate-dropped")).toBe("messages.reasoning");
    expect(answer.text).toBe(JSON.stringify(WIRE.anthropic.response(replyFrom("anthropic", {}))));
  });
  expect(request.body).toEqual({
    model: upstream("anthropic"),
    max_tokens: 9,
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", content: expect.toSatisfy((content) => textsOf(content) === "Hello.") },
      { role: "user", content: "And kana?" },
    ],
  });
});

/** All of a content that holds texts alone. */
function textsOf(content: unknown): string {
  if (typeof content === "string") return content;
  return (content as { type: string; text?: string }[]).map(({ type, text }) => (type === "text" ? text : type)).join();
}

/** Other ways in which clients write the same request. */
describe("ways to say it", () => {
  const messages = [{ role: "user", content: "Hi" }];
  test.each<{ what: string; client: Dialect; body: object; provider: Dialect; gets: object }>([
    {
      what: "max_completion_tokens is a limit",
      client: "openai",
      body: { messages, max_completion_tokens: 5 },
      provider: "ollama",
      gets: { messages, stream: false, options: { num_predict: 5 } },
    },
    {
      what: "stop may be one string",
      client: "openai",
      body: { messages, stop: "END" },
      provider: "anthropic",
      gets: { messages, max_tokens: DEFAULT_MAX_TOKENS, stop_sequences: ["END"] },
    },
    {
      what: "developer is system",
      client: "openai",
      body: { messages: [{ role: "developer", content: "Be brief." }, ...messages] },
      provider: "anthropic",
      gets: { messages, max_tokens: DEFAULT_MAX_TOKENS, system: "Be brief." },
    },
    {
      what: "content may be parts",
      client: "openai",
      body: {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "One." },
              { type: "text", text: "Two." },
            ],
          },
        ],
      },
      provider: "ollama",
      gets: { messages: [{ role: "user", content: "One.\n\nTwo." }], stream: false, options: {} },
    },
    {
      what: "a system prompt may be blocks",
      client: "anthropic",
      body: {
        messages,
        max_tokens: 9,
        system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
      },
      provider: "openai",
      gets: { messages: [{ role: "system", content: "Be brief." }, ...messages], max_tokens: 9 },
    },
    {
      what: "a temperature above Anthropic's highest is held there",
      client: "openai",
      body: { messages, temperature: 1.7 },
      provider: "anthropic",
      gets: { messages, max_tokens: DEFAULT_MAX_TOKENS, temperature: 1 },
    },
    {
      what: "an Ollama client that does not say so wants a stream",
      client: "ollama",
      body: { messages },
      provider: "openai",
      gets: { messages, stream: true, stream_options: { include_usage: true } },
    },
  ])("$what", async ({ client, body, provider: upstreamDialect, gets }) => {
    provider.on(upstream(upstreamDialect), answers());
    const request = await received(upstreamDialect, async () => {
      const answer = await chat(gateway, client, { model: askedFor(upstreamDialect), ...body });
      expect(answer.status, answer.text).toBe(200);
    });
    expect(request.body).toEqual({ model: upstream(upstreamDialect), ...gets });
  });

  test("an OpenAI stream tells usage only where it was asked for", async () => {
    provider.on(upstream("anthropic"), answers());
    const answer = await chat(gateway, "openai", { model: askedFor("anthropic"), messages, stream: true });
    const events = TRANSLATED.openai.events(replyFrom("anthropic", {}), { model: askedFor("anthropic"), turns: [] });
    // Neither the chunk that tells it, nor a word of it in the others.
    const untold = events.toSpliced(-2, 1).map(({ data }) => {
      const { usage: _, ...rest } = data as { usage?: unknown };
      return data === "[DONE]" ? { data } : { data: rest };
    });
    expect(eventsOf("openai", answer)).toEqual(untold);
  });

  test("what cannot be said to the provider and changes the meaning is refused", async () => {
    const refused = await chat(gateway, "openai", { model: askedFor("anthropic"), messages, n: 2 });
    expect(refused.status).toBe(400);
    expect(jsonOf(refused)).toEqual({
      error: {
        message: expect.stringContaining("n:"),
        type: "invalid_request_error",
        param: "n",
        code: null,
      },
    });
  });

  test("what changes no meaning is dropped and named", async () => {
    provider.on(upstream("anthropic"), answers());
    const body = { model: askedFor("anthropic"), messages, seed: 7, logit_bias: { "1": 2 } };
    const answer = await chat(gateway, "openai", body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-headgate-dropped")?.split(/,\s*/)).toEqual(["seed", "logit_bias"]);
  });
});
