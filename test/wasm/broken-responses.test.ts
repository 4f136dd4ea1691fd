import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { ENVELOPE, expectBrokenStream } from "../envoy/expect-failure.ts";
import { PAIRS } from "../envoy/pairs.ts";
import { conversationFor, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import type { UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

/** How a provider's stream may go wrong. Events that come together are one chunk. */
interface Break {
  what: string;
  /** Behind the events that are sent already. */
  events: readonly string[];
  fails?: boolean;
  status: number;
  says: RegExp;
}

/** Of Responses: the response's own end, where others have an error event alone. */
function failed(code: string): string {
  const error = { code, message: "too much to do" };
  const response = { id: "resp_1", object: "response", status: "failed", error, output: [], usage: null };
  return `event: response.failed\ndata: ${JSON.stringify({ type: "response.failed", sequence_number: 9, response })}\n\n`;
}

function breaksOf(provider: Dialect): Break[] {
  const said = { says: /^too much to do$/ };
  return [
    { what: "ends", events: [], status: 502, says: /^the provider's stream ended in the middle$/ },
    { what: "is cut", events: [], fails: true, status: 502, says: /connection failed/ },
    {
      what: "reports an error",
      events: [WIRE[provider].errorEvent("too much to do")],
      status: provider === "anthropic" ? 529 : 502,
      ...said,
    },
    ...(provider !== "responses"
      ? []
      : [
          { what: "fails", events: [failed("server_error")], status: 502, ...said },
          { what: "fails for a limit", events: [failed("rate_limit_exceeded")], status: 429, ...said },
          { what: "fails for its request", events: [failed("invalid_prompt")], status: 400, ...said },
        ]),
  ];
}

function streamOf(provider: Dialect, sent: readonly string[], { events, fails }: Break): UpstreamAnswer {
  return {
    headers: { "content-type": WIRE[provider].streamType },
    body: [...(sent.length > 0 ? [sent.join("")] : []), ...events],
    ...(fails && { fail: { how: "reset", when: "mid-body" } as const }),
  };
}

function requestOf(client: Dialect) {
  const body = JSON.stringify(WIRE[client].request({ ...conversationFor(...DIALECTS), model: "m", stream: true }));
  return { path: WIRE[client].path, body };
}

/** Up to the first word nothing is the client's yet. */
describe.each(DIALECTS)("before its first word, a stream of %s that", (provider) => {
  const { opening } = WIRE[provider].stream(REPLY, {});
  const other: Dialect = provider === "openai" ? "anthropic" : "openai";
  const next: Dialect = provider === "ollama" ? "anthropic" : "ollama";
  const good = { headers: { "content-type": WIRE[next].streamType }, body: wholeStream(WIRE[next].stream(REPLY, {})) };

  const attempt = (client: Dialect, sent: readonly string[], broken: Break) =>
    filter(modelOf(provider, next), ({ target }) =>
      target === `m/${provider}` ? streamOf(provider, sent, broken) : good,
    ).open(requestOf(client)).result;

  describe.each(breaksOf(provider).filter(({ status }) => status !== 400))("$what", (broken) => {
    it.each([
      ["at once", []],
      ["behind all that comes before it", opening],
    ])("%s leads to the next target", (_, sent) => {
      for (const client of [provider, other]) {
        const { status, body, attempts } = attempt(client, sent, broken);
        expect([status, attempts.map(({ target }) => target)], body).toEqual([200, [`m/${provider}`, `m/${next}`]]);
        expect(body).not.toMatch(/too much|in the middle/);
        expect(body).toContain("end.");
      }
    });

    it("is a plain error where there is no other", () => {
      for (const client of [provider, other]) {
        const host = filter(modelOf(provider), () => streamOf(provider, opening, broken));
        const { status, headers, body } = host.open(requestOf(client)).result;
        const told = broken.status === 529 && client !== "anthropic" ? 503 : broken.status;
        expect([status, headers["content-type"]], body).toEqual([told, "application/json"]);
        expect(JSON.parse(body)).toEqual(ENVELOPE[client](expect.stringMatching(broken.says)));
      }
    });
  });

  it.each(breaksOf(provider).filter(({ status }) => status === 400))("$what is the client's affair", (broken) => {
    for (const client of [provider, other]) {
      const { status, body, attempts } = attempt(client, opening, broken);
      expect([status, attempts.length]).toEqual([400, 1]);
      expect(JSON.parse(body)).toEqual(ENVELOPE[client](expect.stringMatching(broken.says)));
    }
  });
});

/** From the first word on no other target takes over. */
describe.each(PAIRS)("behind its first word, to a client of $client a stream of $provider that", ({
  client,
  provider,
}) => {
  const { opening, content } = WIRE[provider].stream(REPLY, {});
  // What is cut is told by a part of Envoy that the host does not act out.
  const breaks = breaksOf(provider).filter(({ fails }) => !fails);

  it.each(breaks)("$what ends in the client's own error event, with no end mark", (broken) => {
    const host = filter(modelOf(provider, provider === "openai" ? "ollama" : "openai"), ({ target }) =>
      target === `m/${provider}` ? streamOf(provider, [...opening, ...content], broken) : document({}),
    );
    const { status, body, attempts } = host.open(requestOf(client)).result;
    expect(attempts).toHaveLength(1);
    expectFailedAtLast(client, { status: status ?? 0, text: body }, broken.says);
  });
});

function expectFailedAtLast(client: Dialect, { status, text }: { status: number; text: string }, says: RegExp): void {
  // A provider of the same dialect may end with `response.failed` alone.
  if (client === "responses" && !text.includes("event: error")) {
    expect([status, text.match(/event: response\.(completed|incomplete)/)]).toEqual([200, null]);
    const [, data = ""] = /event: response\.failed\ndata: (.*)\n\n$/.exec(text) ?? [];
    expect(JSON.parse(data).response.error.message).toMatch(says);
    return;
  }
  expectBrokenStream(client, { status, text, headers: new Headers(), brokeOff: false }, says);
}
