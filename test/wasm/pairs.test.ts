import { describe, expect, it } from "vitest";
import { TRANSLATED } from "../envoy/expect-reply.ts";
import { PAIRS } from "../envoy/pairs.ts";
import { conversationFor, parseStream, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { filter, inChunks, modelOf } from "./filter.ts";

const KEYS = { openai: "sk-of-a", responses: "sk-of-d", anthropic: "sk-of-b", ollama: "sk-of-c" };

describe.each(PAIRS)("client $client, provider $provider", ({ client, provider }) => {
  const config = modelOf(provider);
  const asked = { ...conversationFor(client, provider), model: "m" };
  // Ollama's answers have no id: the gateway makes one.
  const expected = { ...REPLY, id: provider === "ollama" ? "" : REPLY.id };

  function ask(stream: boolean, body: Uint8Array[] | string) {
    const host = filter(config, () => ({
      headers: { "content-type": stream ? WIRE[provider].streamType : "application/json" },
      body,
    }));
    const request = JSON.stringify(WIRE[client].request({ ...asked, stream }));
    return host.open({ path: WIRE[client].path, headers: { authorization: "Bearer of-the-client" }, body: request })
      .result;
  }

  it("sends the request as the provider documents it, with the provider's key alone", () => {
    const { attempts } = ask(false, JSON.stringify(WIRE[provider].response(REPLY)));
    const [attempt] = attempts;
    const sent = JSON.parse(attempt?.request.body ?? "");
    expect(sent).toEqual(JSON.parse(JSON.stringify(WIRE[provider].request({ ...asked, model: `${provider}-model` }))));
    expect(attempt?.request.path).toBe(WIRE[provider].path);
    const [name, value] = WIRE[provider].credential(KEYS[provider]);
    expect(attempt?.request.headers[name]).toBe(value);
    expect(JSON.stringify(attempt?.request.headers)).not.toContain("of-the-client");
  });

  it("hands the query on to a provider of the same dialect only", () => {
    const body = JSON.stringify(WIRE[client].request(asked));
    const host = filter(config, () => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(WIRE[provider].response(REPLY)),
    }));
    const { attempts } = host.open({ path: `${WIRE[client].path}?beta=true`, body }).result;
    expect(attempts[0]?.request.path).toBe(WIRE[provider].path + (client === provider ? "?beta=true" : ""));
  });

  it("answers in the client's dialect", () => {
    const body = JSON.stringify(WIRE[provider].response(REPLY));
    const result = ask(false, body);
    expect(result.status).toBe(200);
    if (client === provider) expect(result.body).toBe(body);
    else expect(JSON.parse(result.body)).toEqual(TRANSLATED[client].document(expected, asked));
  });

  it("streams in the client's dialect, the same at every chunk size", () => {
    const options = { stream: true, stream_options: { include_usage: true } };
    const stream = wholeStream(WIRE[provider].stream(REPLY, options));
    const whole = ask(true, stream);
    expect(whole.status).toBe(200);
    expect(whole.headers["content-type"]).toMatch(client === "ollama" ? "application/x-ndjson" : "text/event-stream");
    if (client === provider) expect(whole.body).toBe(stream);
    else expect(parseStream(client, whole.body)).toEqual(TRANSLATED[client].events(expected, asked));
    const untimed = (text: string) => text.replace(/"(created_at|total_duration|eval_duration)":("[^"]*"|\d+)/g, "");
    for (const size of [1, 2, 3, 5, 7, 11, 16, 61, 256]) {
      expect(untimed(ask(true, inChunks(stream, size)).body)).toBe(untimed(whole.body));
    }
  });

  it("turns one document into a stream where the provider would not stream", () => {
    const host = filter(config, () => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(WIRE[provider].response(REPLY)),
    }));
    const request = JSON.stringify(WIRE[client].request({ ...asked, stream: true }));
    const { status, body } = host.open({ path: WIRE[client].path, body: request }).result;
    expect(status).toBe(200);
    // Of lines that are documents, one is a stream.
    if (client === "ollama" && provider === "ollama")
      return expect(JSON.parse(body)).toEqual(WIRE[provider].response(REPLY));
    const events = parseStream(client, body);
    expect(events.length).toBeGreaterThan(1);
  });
});
