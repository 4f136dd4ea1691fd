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

const inHtml = (body: string | Buffer, type = "text/html; charset=utf-8"): UpstreamAnswer => ({
  status: 422,
  headers: { "content-type": type },
  body: body as string,
});

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

  it.each(DIALECTS)("with a page, and a client of %s reads what stands on it", (client) => {
    const page = inHtml(
      "<html><head><title>Bad Gateway</title></head><body><p>the pump<br>is broken</p></body></html>",
    );
    expect(shown(client, ask(client, provider, page).body)).toBe(
      `the provider '${provider}' answered with status 422: Bad Gateway: the pump is broken`,
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

describe("a page", () => {
  const STATUS = "the provider 'openai' answered with status 422";
  const words = (body: string | Buffer, type?: string) =>
    shown("openai", ask("openai", "openai", inHtml(body, type)).body);

  it.each<[string, string, string]>([
    [
      "nginx's",
      "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.27</center></body></html>",
      "502 Bad Gateway nginx/1.27",
    ],
    [
      "Express's",
      '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Error</title></head><body><pre>Cannot POST /v1/x</pre></body></html>',
      "Error: Cannot POST /v1/x",
    ],
    ["in upper case", "<HTML><HEAD><TITLE>No</TITLE></HEAD><BODY>way</BODY></HTML>", "No: way"],
    [
      "in XML",
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Go away</Message></Error>',
      "AccessDenied Go away",
    ],
    ["with a title alone", "<title> spread\n over </title>", "spread over"],
    ["with an empty title", "<title></title>text", "text"],
    ["with a title like the beginning of a word", "<title>No</title><p>Nothing</p>", "Nothing"],
    [
      "with what is not shown",
      "<style>p > a { x: '<b>' }</style><script>if (1 < 2) say('</p>')</script><!-- <p>not me --> me<template><p>nor me</p></template><SVG><text>x</text></SVG>",
      "me",
    ],
    ["with a tag whose name only begins so", "<styled>seen</styled><scripted>too</scripted>", "seen too"],
    ["with quotes in tags", "<p title='a > b' alt=\"c > d\">e</p>", "e"],
    [
      "with references",
      "<p>it&#39;s &quot;a&nbsp;&amp;&nbsp;b&quot; &lt;p&gt; &copy; &</p>",
      'it\'s "a & b" &lt;p&gt; &copy; &',
    ],
    ["with a bare angle", "<p>1 < 2 and 3 > 2, <3</p>", "1 2 and 3 > 2, 3"],
    ["that ends in a tag", "<p>text<a href='", "text"],
    ["that ends in a comment", "<p>text<!-- and", "text"],
    ["that ends in a script", "<p>text<script>and", "text"],
    ["that ends with an angle", "<p>text<", "text"],
    ["with a byte order mark", "\ufeff<p>text</p>", "text"],
    ["of other letters", "<title>Zurück</title><p>Zurück 東京</p>", "Zurück 東京"],
    ["with control characters", "<p>a\u0000b\u001bc</p>", "a b c"],
  ])("%s is told without its markup", (_, body, told) => {
    expect(words(body)).toBe(`${STATUS}: ${told}`);
  });

  it.each([
    "text/plain",
    "application/xhtml+xml",
    "application/json",
  ])("is known by its first character: %s", (type) => {
    expect(words("\n <p>text</p>", type)).toBe(`${STATUS}: text`);
  });

  it("is known by its type", () => expect(words("no way<br>at all")).toBe(`${STATUS}: no way at all`));

  it("is told where it stands in for an answer", () => {
    const answer = { ...inHtml("<title>Sign in</title>"), status: 200 };
    expect(shown("openai", ask("openai", "openai", answer).body)).toBe(
      "the provider 'openai' answered with something that is not JSON: Sign in",
    );
  });

  it.each<[string, string | Buffer]>([
    ["without a text", "<html><body><script>x()</script></body></html>"],
    ["of nothing but its beginning", "<"],
    ["in another encoding", Buffer.from("<p>Zur\xfcck</p>", "latin1")],
  ])("%s: its status is all there is to tell", (_, body) => expect(words(body)).toBe(STATUS));

  it("is told in 300 bytes, and cut between characters", () => {
    const told = words(`<p>${"東".repeat(1000)}</p>`);
    expect(told).toBe(`${STATUS}: ${"東".repeat(100)}`);
  });

  it.each([
    "<",
    "<p",
    "<!--",
    "<script>",
    "<p a='",
    "</",
    "&",
    "<title>",
    "</title>",
  ])("of a million %s is looked at in part", (bad) => {
    expect(words(`<p>${bad.repeat(1_000_000 / bad.length)}`).length).toBeLessThan(400);
  });

  it.each([
    "exceeded your current quota",
    "Incorrect API key provided",
    "prompt is too long",
  ])("that says '%s' is of no other kind than its status", (text) => {
    const keys = [{ secret: "env:A_KEY" }, { secret: "env:B_KEY" }];
    const config = {
      providers: { p: { dialect: "openai", url: "http://p.test/v1", keys } },
      models: { m: { targets: [{ provider: "p", model: "up" }] } },
    };
    const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }] });
    const { attempts, status } = filter(config, () => inHtml(`<p>${text}</p>`)).open({
      path: "/v1/chat/completions",
      body,
    }).result;
    expect([status, attempts.length]).toEqual([422, 1]);
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
