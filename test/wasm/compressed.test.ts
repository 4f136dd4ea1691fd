import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { conversationFor, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, eventStream, filter, modelOf } from "./filter.ts";

/** A provider that compresses though it is asked not to: nothing here can read it. */
function compressed(text: string, type: string, status = 200): UpstreamAnswer {
  return { status, headers: { "content-type": type, "content-encoding": "gzip" }, body: [gzipSync(text)] };
}

function answerOf(dialect: Dialect, stream: boolean): UpstreamAnswer {
  const wire = WIRE[dialect];
  if (!stream) return compressed(JSON.stringify(wire.response(REPLY)), "application/json");
  return compressed(wholeStream(wire.stream(REPLY, {})), wire.streamType);
}

function requestOf(client: Dialect, stream: boolean): string {
  return JSON.stringify(WIRE[client].request({ ...conversationFor(...DIALECTS), model: "m", stream }));
}

/** Each client with a provider of its own dialect, with one of another, and the target behind it. */
const CASES = DIALECTS.flatMap((client): [Dialect, Dialect, Dialect][] => [
  [client, client, client === "ollama" ? "openai" : "ollama"],
  [client, client === "openai" ? "anthropic" : "openai", "responses"],
]);

describe.each(CASES)("a client of %s, a provider of %s that answers in gzip", (client, provider, next) => {
  it.each([false, true])("is a 502 that says so, stream: %s", (stream) => {
    const host = filter(modelOf(provider), () => answerOf(provider, stream));
    const { status, headers, body, attempts } = host.open({
      path: WIRE[client].path,
      body: requestOf(client, stream),
    }).result;
    expect(status).toBe(502);
    expect(attempts[0]?.request.headers["accept-encoding"]).toBe("identity");
    expect(headers["content-type"]).toBe("application/json");
    expect(headers).not.toHaveProperty("content-encoding");
    expect(JSON.parse(body)).toEqual(
      ENVELOPE[client](`the provider '${provider}' answered in the encoding 'gzip', though it was asked for none`),
    );
  });

  it.each([false, true])("leads to the next target, stream: %s", (stream) => {
    const wire = WIRE[next];
    const good = stream ? eventStream(wholeStream(wire.stream(REPLY, {}))) : document(wire.response(REPLY));
    const host = filter(modelOf(provider, next), ({ target }) =>
      target === `m/${provider}` ? answerOf(provider, stream) : good,
    );
    const { status, headers, body, attempts } = host.open({
      path: WIRE[client].path,
      body: requestOf(client, stream),
    }).result;
    expect(status, body).toBe(200);
    expect(attempts.map(({ target }) => target)).toEqual([`m/${provider}`, `m/${next}`]);
    expect(headers).not.toHaveProperty("content-encoding");
    expect(body).toContain("end.");
  });

  it("keeps the status of an error, and tells it in words of its own", () => {
    const wire = WIRE[provider];
    const host = filter(modelOf(provider), () =>
      compressed(JSON.stringify(wire.error(429, "slow down")), "application/json", 429),
    );
    const { status, headers, body } = host.open({
      path: WIRE[client].path,
      body: requestOf(client, false),
    }).result;
    expect(status).toBe(429);
    expect(headers).not.toHaveProperty("content-encoding");
    expect(JSON.parse(body)).toEqual(ENVELOPE[client](`the provider '${provider}' answered with status 429`));
  });
});

it.each([false, true])("'identity' is no encoding, stream: %s", (stream) => {
  const wire = WIRE.openai;
  const good = stream ? eventStream(wholeStream(wire.stream(REPLY, {}))) : document(wire.response(REPLY));
  const host = filter(modelOf("openai"), () => ({
    ...good,
    headers: { ...good.headers, "content-encoding": "identity" },
  }));
  const { status, body } = host.open({ path: wire.path, body: requestOf("openai", stream) }).result;
  expect(status, body).toBe(200);
});
