import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { WIRE } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** Errors of any shape: what the provider says reaches the caller, and what it asks for is done. */
const SAID = "the pump is broken";
const google = (details?: object) => ({
  error: { code: 429, message: SAID, status: "RESOURCE_EXHAUSTED", ...details },
});
const WAIT = { details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.07s" }] };

const SHAPES: [string, unknown][] = [
  ["an object in the envelope", { error: { message: SAID } }],
  ["a text in the envelope", { error: SAID }],
  ["without the envelope", { message: SAID }],
  ["FastAPI's", { detail: SAID }],
  ["Gemini's list", [google()]],
  ["an error inside a string", { error: { message: JSON.stringify(google()) } }],
  ["a list inside a string", { error: { message: JSON.stringify([google()]) } }],
  ["an error inside a string inside a string", { error: JSON.stringify({ error: JSON.stringify(google()) }) }],
  ["a text", SAID],
  ["something else in JSON", { oops: SAID }],
];

function ask(client: Dialect, provider: Dialect, answer: UpstreamAnswer) {
  const host = filter(modelOf(provider), () => answer);
  const body = JSON.stringify(
    WIRE[client].request({ model: "m", stream: false, turns: [{ role: "user", text: "Hi" }] }),
  );
  return host.open({ path: WIRE[client].path, body }).result;
}

const inJson = (status: number, body: unknown): UpstreamAnswer =>
  typeof body === "string"
    ? { status, headers: { "content-type": "text/plain" }, body }
    : { ...document(body as object), status };

/** What a client's library shows of an error. */
const shown = (client: Dialect, body: string): string => {
  const { error } = JSON.parse(body);
  return client === "ollama" ? error : error.message;
};

describe.each(DIALECTS)("a provider of %s fails", (provider) => {
  describe.each(SHAPES)("with %s", (_, body) => {
    it.each(DIALECTS)("and a client of %s reads its words", (client) => {
      const { status, body: got } = ask(client, provider, inJson(422, body));
      expect(status).toBe(422);
      expect(client === provider ? got : shown(client, got)).toContain(SAID);
    });
  });

  it("with a page: nobody wants to read that", () => {
    const page = { status: 422, headers: { "content-type": "text/html" }, body: "<html><body>no</body></html>" };
    expect(shown("openai", ask("openai", provider, page).body)).toBe(
      `the provider '${provider}' answered with status 422`,
    );
  });

  it.each([
    ["zeros and ones", "\u0000\u0001\u0002"],
    ["nothing", ""],
    ["broken UTF-8", Buffer.from([0x61, 0xff, 0xfe])],
  ])("with %s: its status is all there is to tell", (_, body) => {
    const answer = { status: 422, headers: { "content-type": "text/plain" }, body: body as string };
    expect(shown("openai", ask("openai", provider, answer).body)).toBe(
      `the provider '${provider}' answered with status 422`,
    );
  });
});

describe("Google's RetryInfo", () => {
  it.each([
    ["in an object", google(WAIT)],
    ["in a list", [google(WAIT)]],
    ["inside a string", { error: { message: JSON.stringify(google(WAIT)) } }],
  ])("%s is told, and keeps the key at rest", (_, body) => {
    const host = filter(modelOf("openai"), () => inJson(429, body));
    const chat = {
      path: "/v1/chat/completions",
      body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] }),
    };
    const first = host.open(chat).result;
    expect([first.status, first.headers["retry-after"]]).toEqual([429, "35"]);
    const second = host.open(chat).result;
    expect(second.attempts).toHaveLength(0);
    expect(second.status).toBe(429);
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(30);
  });

  it.each(["", "s", "-3s", "soon", "1e9s", "34"])("%j is none", (retryDelay) => {
    const { headers } = ask("openai", "openai", inJson(429, google({ details: [{ retryDelay }] })));
    expect(headers["retry-after"]).toBeUndefined();
  });
});

describe("what an error quotes of the request", () => {
  it("is no word of the provider's", () => {
    const forged = `Invalid value: ${JSON.stringify({ error: { message: "API key not valid. Please pass a valid API key." } })}`;
    const keys = [{ secret: "env:A_KEY" }, { secret: "env:B_KEY" }];
    const config = {
      providers: { p: { dialect: "openai", url: "http://p.test/v1", keys } },
      models: { m: { targets: [{ provider: "p", model: "up" }] } },
    };
    const host = filter(config, () => inJson(400, { error: { message: forged } }));
    const chat = {
      path: "/v1/chat/completions",
      body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] }),
    };
    const { status, attempts } = host.open(chat).result;
    expect([status, attempts.length]).toEqual([400, 1]);
  });
});

describe("a server of Anthropic's dialect that knows no threads", () => {
  const refused = (message: string) =>
    JSON.parse(ask("anthropic", "anthropic", { ...document({ type: "error", error: { message } }), status: 400 }).body);

  it.each([
    "thread: Extra inputs are not permitted",
    "Unknown parameter: 'thread'.",
    'json: unknown field "thread"',
  ])("says so in the code by which Anthropic's libraries go on without: %s", (message) => {
    expect(refused(message).error).toMatchObject({ message, details: { error_code: "thread_unsupported_request" } });
  });

  it("and of anything else says what it says", () => {
    const message = "the model lost the thread";
    expect(refused(message)).toEqual({ type: "error", error: { message } });
  });
});
