import { describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { conversationFor, REPLY, WIRE, wholeStream } from "../fixtures/wire/index.ts";
import { filter, modelOf } from "./filter.ts";

/** What a provider says beside its answer. */
const OPENAI = {
  "x-request-id": "req_of_openai",
  "x-ratelimit-limit-requests": "60",
  "x-ratelimit-remaining-requests": "59",
  "x-ratelimit-reset-requests": "1m30s",
  "x-ratelimit-limit-tokens": "150000",
  "x-ratelimit-remaining-tokens": "149984",
  "x-ratelimit-reset-tokens": "6s",
};
const anthropic = (now: number) => ({
  "request-id": "req_of_anthropic",
  "anthropic-ratelimit-requests-limit": "60",
  "anthropic-ratelimit-requests-remaining": "59",
  "anthropic-ratelimit-requests-reset": moment(now + 90_000),
  "anthropic-ratelimit-tokens-limit": "150000",
  "anthropic-ratelimit-tokens-remaining": "149984",
  "anthropic-ratelimit-tokens-reset": moment(now + 6_000),
});

/** RFC 3339, in whole seconds. */
function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(".000", "");
}

const FOR_EVERYONE = { "retry-after": "7", date: "Sat, 21 Nov 2026 12:00:00 GMT" };
const ITS_OWN = {
  server: "cloud",
  "set-cookie": "session=of-the-gateway",
  "openai-organization": "org-of-the-gateway",
  "openai-processing-ms": "12",
  "anthropic-organization-id": "org-of-the-gateway",
  "strict-transport-security": "max-age=1",
};

interface Answer {
  stream?: boolean;
  status?: number;
}

function ask(
  client: Dialect,
  provider: Dialect,
  told: (now: number) => object,
  { stream = false, status = 200 }: Answer = {},
) {
  const wire = WIRE[provider];
  const host = filter({ ...modelOf(provider), explain: false }, () => ({
    status,
    headers: {
      "content-type": stream ? wire.streamType : "application/json",
      ...told(host.now),
      ...FOR_EVERYONE,
      ...ITS_OWN,
    },
    body:
      status !== 200
        ? JSON.stringify(wire.error(status, "slow down"))
        : stream
          ? wholeStream(wire.stream(REPLY, { stream_options: { include_usage: true } }))
          : JSON.stringify(wire.response(REPLY)),
  }));
  const request = WIRE[client].request({ ...conversationFor(client, provider), model: "m", stream });
  const { headers, ...result } = host.open({ path: WIRE[client].path, body: JSON.stringify(request) }).result;
  expect(result.status, result.body).toBe(status);
  const { "content-type": _, "content-length": __, ...rest } = headers;
  return { headers: rest, now: host.now };
}

const CASES: Answer[] = [{}, { stream: true }, { status: 429 }, { status: 429, stream: true }];

describe.each(CASES)("an answer, %j", (answer) => {
  it.each<[Dialect, Dialect]>([
    ["openai", "anthropic"],
    ["responses", "anthropic"],
  ])("tells a client of %s the request's id and the limits of %s, and nothing of its own", (client, provider) => {
    const { headers } = ask(client, provider, anthropic, answer);
    expect(headers).toEqual({ ...OPENAI, "x-request-id": "req_of_anthropic", ...FOR_EVERYONE });
  });

  it.each<[Dialect, Dialect]>([
    ["anthropic", "openai"],
    ["anthropic", "responses"],
  ])("tells a client of %s those of %s", (client, provider) => {
    const { headers, now } = ask(client, provider, () => OPENAI, answer);
    expect(headers).toEqual({ ...anthropic(now), "request-id": "req_of_openai", ...FOR_EVERYONE });
  });

  it.each<[Dialect, Dialect]>([
    ["openai", "responses"],
    ["responses", "openai"],
  ])("tells a client of %s those of %s, which are the same", (client, provider) => {
    expect(ask(client, provider, () => OPENAI, answer).headers).toEqual({ ...OPENAI, ...FOR_EVERYONE });
  });

  it.each<[Dialect, Dialect]>([
    ["ollama", "openai"],
    ["ollama", "anthropic"],
    ["openai", "ollama"],
  ])("tells a client of %s of %s when to come again, no more", (client, provider) => {
    const told = provider === "anthropic" ? anthropic : () => (provider === "openai" ? OPENAI : {});
    expect(ask(client, provider, told, answer).headers).toEqual(FOR_EVERYONE);
  });

  it.each<[Dialect, (now: number) => object]>([
    ["openai", () => OPENAI],
    ["responses", () => OPENAI],
    ["anthropic", anthropic],
    ["ollama", () => ({ "x-anything": "1" })],
  ])("tells a client of %s all that a provider of its own dialect does", (dialect, told) => {
    const { headers, now } = ask(dialect, dialect, told, answer);
    expect(headers).toEqual({ ...told(now), ...FOR_EVERYONE, ...ITS_OWN });
  });
});

describe("limits that tell less", () => {
  it.each<[string, object, object]>([
    ["only what is left", { "x-ratelimit-remaining-tokens": "5" }, { "anthropic-ratelimit-tokens-remaining": "5" }],
    ["a reset that is no duration", { "x-ratelimit-reset-tokens": "soon" }, {}],
    ["a limit that is none", { "x-ratelimit-limit-tokens": "-1" }, {}],
    ["nothing", {}, {}],
  ])("%s", (_, told, expected) => {
    expect(ask("anthropic", "openai", () => told).headers).toEqual({ ...expected, ...FOR_EVERYONE });
  });
});
