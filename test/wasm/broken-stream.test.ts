import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { PAIRS } from "../envoy/pairs.ts";
import { conversationFor, parseStream, REPLY, type StreamEvent, WIRE } from "../fixtures/wire/index.ts";
import { answerOf } from "./answer-of.ts";
import { filter, modelOf } from "./filter.ts";

const NONSENSE: Readonly<Record<Dialect, string>> = {
  openai: "data: nonsense\n\n",
  responses: "event: response.output_text.delta\ndata: nonsense\n\n",
  anthropic: "event: message_delta\ndata: nonsense\n\n",
  ollama: "nonsense\n",
};

const saysWhole = ({ data }: StreamEvent) =>
  data === "[DONE]" ||
  /"type":"(message_stop|response\.(completed|incomplete))"|"done":true/.test(JSON.stringify(data));
/** Behind its error event Responses tells the end of the response, which says the same. */
const isNoEcho = ({ name }: StreamEvent) => name !== "response.failed";
const isError = ({ data }: StreamEvent) => typeof data === "object" && data !== null && "error" in data;

function stream(client: Dialect, provider: Dialect, body: string | readonly string[]) {
  const host = filter(modelOf(provider), () => ({ headers: { "content-type": WIRE[provider].streamType }, body }));
  const request = JSON.stringify(
    WIRE[client].request({ ...conversationFor(client, provider), model: "m", stream: true }),
  );
  const result = host.open({ path: WIRE[client].path, body: request }).result;
  expect([result.status, result.done, host.logs]).toEqual([200, true, []]);
  return result.body;
}

describe.each(PAIRS)("a stream from $provider to a client of $client", ({ client, provider }) => {
  const { opening, content, closing } = WIRE[provider].stream(REPLY, { stream_options: { include_usage: true } });
  const begun = [...opening, ...content.slice(0, 2)];

  it.each([
    ["in chunks of their own", [...begun, NONSENSE[provider], ...content.slice(2), ...closing]],
    ["in one chunk", [...begun, [NONSENSE[provider], ...content.slice(2), ...closing].join("")]],
    ["behind a good one in its chunk", [...begun, [content[2], NONSENSE[provider], ...closing].join("")]],
    ["and half of another", [...begun, NONSENSE[provider] + content[2]?.slice(0, 20)]],
  ])("ends at an event that is none, whatever comes behind it: %s", (_, body) => {
    const events = parseStream(client, stream(client, provider, body)).filter(isNoEcho);
    expect(events.filter(isError)).toEqual(events.slice(-1));
    expect(events.filter(saysWhole)).toEqual([]);
  });

  it.each(provider === "ollama" ? [1] : [1, 2])("ends with an error also where %i line ends are missing", (missing) => {
    const body = stream(client, provider, [...begun, content[2]?.slice(0, -missing) ?? ""]);
    // An empty line more than it takes is none that a client would see.
    const events = parseStream(client, body.replace(/\n{3,}/g, "\n\n")).filter(isNoEcho);
    expect(events.filter(isError)).toEqual(events.slice(-1));
    expect(JSON.stringify(events.at(-2)), "what came before is not lost").toContain("あ");
  });
});

describe.each(
  PAIRS.filter(({ client, provider }) => client !== provider),
)("a stream from $provider, translated for a client of $client", ({ client, provider }) => {
  const { opening, content, closing } = WIRE[provider].stream(REPLY, {});
  const all = [...opening, ...content, ...closing];
  const more = [...content, NONSENSE[provider]];

  it.each([
    ["in chunks of its own", [...all, ...more]],
    ["in the last chunk", [...all.slice(0, -1), [...all.slice(-1), ...more].join("")]],
  ])("is over at its end, though more comes %s", (_, body) => {
    const events = parseStream(client, stream(client, provider, body));
    expect(events.filter(saysWhole)).toEqual(events.slice(-1));
    expect(events.filter(isError)).toEqual([]);
  });
});

it.each(["openai", "anthropic"] as const)("a stream from %s may begin with a byte order mark", (provider) => {
  const { opening, content, closing } = WIRE[provider].stream(REPLY, {});
  const body = stream("ollama", provider, ["\uFEFF", ...opening, ...content, ...closing]);
  expect(parseStream("ollama", body)[0]).toMatchObject({ data: { model: REPLY.model } });
  expect(body).toContain(REPLY.pieces[0]);
  expect(body).toContain('"done":true');
});

it.each(DIALECTS)("a message that begins twice is one message to a client of %s", (client) => {
  const { opening, content, closing } = WIRE.anthropic.stream(REPLY, {});
  const once = stream(client, "anthropic", [...opening, ...content, ...closing]);
  const twice = stream(client, "anthropic", [opening[0] ?? "", ...opening, ...content, ...closing]);
  if (client !== "anthropic") expect(parseStream(client, twice).length).toBe(parseStream(client, once).length);
  expect(parseStream(client, twice).filter(isError)).toEqual([]);
});

it.each(
  DIALECTS,
)("an error before the first word is told at once to a client of %s, though the stream stays open", (client) => {
  const host = filter(modelOf("openai"), () => undefined);
  const body = JSON.stringify(WIRE[client].request({ ...conversationFor(client), model: "m", stream: true }));
  const exchange = host.open({ path: WIRE[client].path, body });
  for (let attempt = 0; attempt < 2; attempt++) {
    exchange.attempt.head(200, { "content-type": WIRE.openai.streamType });
    exchange.attempt.data(WIRE.openai.errorEvent("boom"));
  }
  expectFailure(client, answerOf(exchange.result), 502, /^boom$/);
  expect(exchange.result.done).toBe(true);
});

it.each([
  ["oops", "oops"],
  ["", "status 500"],
])("trailers behind an error do no harm, whatever its body: %j", (said, told) => {
  const host = filter(modelOf("openai"), () => ({ status: 500, body: said, trailers: { "x-trailer": "1" } }));
  const body = JSON.stringify(WIRE.anthropic.request({ ...conversationFor("anthropic"), model: "m" }));
  const { status, body: got } = host.open({ path: WIRE.anthropic.path, body }).result;
  expect(status).toBe(500);
  expect(JSON.parse(got)).toMatchObject({ type: "error", error: { message: expect.stringContaining(told) } });
});
