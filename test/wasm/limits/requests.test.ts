import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../../contract/dialect.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { document, filter, modelOf } from "../filter.ts";
import { limited, messageOf, NOON, send, statuses } from "./limited.ts";

const MINUTE = 60_000;

describe("requests per minute", () => {
  it("go through up to the limit, and again in the next minute", () => {
    const host = limited({ key: { requests_per_minute: 3 } });
    expect(statuses(host, 5)).toEqual([200, 200, 200, 429, 429]);
    expect(send(host).result.headers["x-should-retry"], "the next minute is near").toBeUndefined();
    host.advance(MINUTE - 1);
    expect(statuses(host, 1)).toEqual([429]);
    host.advance(1);
    expect(statuses(host, 4)).toEqual([200, 200, 200, 429]);
  });

  it("are those of the tenant's keys together", () => {
    const host = limited({ tenant: { requests_per_minute: 3 } });
    const asked = ["hg-client", "hg-other", "hg-client", "hg-other"];
    expect(asked.map((secret) => send(host, {}, "openai", secret).result.status)).toEqual([200, 200, 200, 429]);
  });

  it("are those of all who ask for the model, anonymous callers too", () => {
    const m = { targets: [{ provider: "openai" }], limits: { requests_per_minute: 1 } };
    const open = filter({ models: { m, free: { targets: [{ provider: "openai" }] } } }, () =>
      document(WIRE.openai.response(REPLY)),
    );
    expect(statuses(open, 2)).toEqual([200, 429]);
    const body = JSON.stringify({ model: "free", messages: [] });
    expect(open.open({ path: WIRE.openai.path, body }).result.status).toBe(200);
  });

  it("count in no scope where one refuses", () => {
    const host = limited({ key: { requests_per_minute: 1 }, tenant: { requests_per_minute: 2 } });
    expect(statuses(host, 4)).toEqual([200, 429, 429, 429]);
    expect(send(host, {}, "openai", "hg-other").result.status).toBe(200);
    expect(send(host, {}, "openai", "hg-other").result.status).toBe(429);
  });

  it("may be none at all", () => {
    expect(statuses(limited({ key: { requests_per_minute: 0 } }), 1)).toEqual([429]);
  });

  it("are not used up by what is refused otherwise, or answered here", () => {
    const host = limited({ key: { requests_per_minute: 1 } });
    const headers = { authorization: "Bearer hg-client" };
    const ask = (body: string) => host.open({ path: WIRE.openai.path, headers, body }).result.status;
    expect(ask('{"model":"other","messages":[]}')).toBe(404);
    expect(ask("{")).toBe(400);
    expect(host.open({ path: "/v1/models", headers }).result.status).toBe(200);
    expect(host.open({ path: "/api/show", headers, body: '{"model":"m"}' }).result.status).toBe(200);
    const counted = {
      path: "/v1/messages/count_tokens",
      headers,
      body: '{"model":"m","messages":[{"role":"user","content":"Hi"}]}',
    };
    expect(host.open(counted).result.status).toBe(200);
    expect(statuses(host, 2)).toEqual([200, 429]);
  });

  it("of a provider that counts tokens are requests, and no tokens", () => {
    const host = limited({ key: { requests_per_minute: 2, tokens_per_minute: 100 }, providers: ["anthropic"] }, () =>
      document({ input_tokens: 50_000 }),
    );
    const headers = { authorization: "Bearer hg-client" };
    const count = () =>
      host.open({ path: "/v1/messages/count_tokens", headers, body: '{"model":"m","messages":[]}' }).result;
    expect([count().status, count().status, count().status]).toEqual([200, 200, 429]);
    host.advance(MINUTE);
    expect(count().headers["anthropic-ratelimit-tokens-remaining"]).toBe("100");
  });

  it("are begun anew when the clock was set back", () => {
    const host = limited({ key: { requests_per_minute: 1 } });
    host.advance(60 * MINUTE);
    expect(statuses(host, 2)).toEqual([200, 429]);
    host.advance(-30 * MINUTE);
    expect(statuses(host, 2)).toEqual([200, 429]);
  });
});

describe("a refusal", () => {
  const refused = (dialect: Dialect) => {
    const host = limited({ key: { requests_per_minute: 1, tokens_per_minute: 900 } });
    send(host);
    host.advance(43_500);
    return send(host, {}, dialect);
  };

  it.each(DIALECTS)("in %s says which limit of whom, and when to come again", (dialect) => {
    const exchange = refused(dialect);
    expect(exchange.result.status).toBe(429);
    expect(messageOf(exchange)).toBe("key 'web': 1 request a minute; try again in 17 s");
    expect(exchange.result.headers["retry-after"]).toBe("17");
    expect(exchange.result.attempts).toEqual([]);
  });

  it("has the type, code and headers that OpenAI's clients read", () => {
    const { body, headers } = refused("openai").result;
    expect(JSON.parse(body).error).toMatchObject({ type: "rate_limit_error", code: "rate_limit_exceeded" });
    expect(headers).toMatchObject({
      "x-ratelimit-limit-requests": "1",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "16.5s",
      "x-ratelimit-limit-tokens": "900",
      "x-ratelimit-remaining-tokens": "852",
      "x-ratelimit-reset-tokens": "16.5s",
    });
  });

  it("has those of Anthropic's", () => {
    const { body, headers } = refused("anthropic").result;
    expect(JSON.parse(body).error.type).toBe("rate_limit_error");
    expect(headers).toMatchObject({
      "anthropic-ratelimit-requests-limit": "1",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": new Date(NOON + MINUTE).toISOString().replace(".000", ""),
      "anthropic-ratelimit-tokens-limit": "900",
    });
  });

  it("to an Ollama client is its error, without limits in the head", () => {
    const { body, headers } = refused("ollama").result;
    expect(JSON.parse(body)).toEqual({ error: expect.stringMatching(/^key 'web': 1 request a minute/) });
    expect(Object.keys(headers).filter((name) => name.includes("ratelimit"))).toEqual([]);
  });

  it("is counted by the limit", () => {
    const host = limited({ key: { requests_per_minute: 1 } });
    statuses(host, 3);
    host.tick();
    expect(host.metrics()["headgate_limited;tenant=shop;limit=requests_per_minute"]).toBe(2);
  });
});

describe("an answer to a limited key", () => {
  const theirs = {
    "x-ratelimit-limit-requests": "99999",
    "x-ratelimit-limit-project-tokens": "5",
    "x-request-id": "r-1",
  };

  it("tells the caller's own limits, the tightest of its scopes, and not the gateway's with the provider", () => {
    const host = limited({ key: { requests_per_minute: 9 }, tenant: { requests_per_minute: 5 } }, () =>
      document(WIRE.openai.response(REPLY), theirs),
    );
    const { headers } = send(host).result;
    expect(headers).toMatchObject({ "x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": "4" });
    expect(headers).not.toHaveProperty("x-ratelimit-limit-project-tokens");
    expect(headers["x-request-id"]).toBe("r-1");
  });

  it("of another dialect does so too", () => {
    const host = limited({ key: { requests_per_minute: 9 } }, () => document(WIRE.openai.response(REPLY), theirs));
    const { headers } = send(host, {}, "anthropic").result;
    expect(headers).toMatchObject({
      "anthropic-ratelimit-requests-limit": "9",
      "anthropic-ratelimit-requests-remaining": "8",
      "request-id": "r-1",
    });
  });

  it("without limits keeps what the provider tells", () => {
    const host = filter(modelOf("openai"), () => document(WIRE.openai.response(REPLY), theirs));
    expect(send(host).result.headers).toMatchObject(theirs);
  });
});
