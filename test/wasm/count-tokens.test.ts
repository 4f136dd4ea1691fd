import { describe, expect, it } from "vitest";
import { ENVELOPE } from "../envoy/expect-failure.ts";
import { WIRE } from "../fixtures/wire/index.ts";
import type { AttemptRequest, UpstreamAnswer } from "../host/index.ts";
import { document, filter, modelOf } from "./filter.ts";

const PATH = "/v1/messages/count_tokens";
const counted = document({ input_tokens: 403, beyond: "the documentation" });

/** Anthropic's own answers; any other provider must not be asked. */
const platform = ({ target }: AttemptRequest): UpstreamAnswer => {
  expect(target).toBe("m/anthropic");
  return counted;
};

function count(config: object, request: object, upstream = platform) {
  const body = typeof request === "string" ? request : JSON.stringify({ model: "m", ...request });
  const headers = { "anthropic-version": "2023-06-01", "anthropic-beta": "some-beta" };
  return filter(config, upstream).open({ path: `${PATH}?beta=true`, headers, body }).result;
}

const messages = [{ role: "user", content: "Hi" }];

describe("a provider of Anthropic's kind counts", () => {
  it("what the client asks, byte for byte, and its answer is the client's", () => {
    const { status, headers, body, attempts } = count(modelOf("anthropic"), {
      messages,
      tools: [{ type: "new_kind" }],
    });
    expect([status, body]).toEqual([200, counted.body]);
    expect(headers).not.toHaveProperty("x-headgate-approximated");
    const sent = attempts[0]?.request;
    expect(sent?.path).toBe(`${PATH}?beta=true`);
    expect(sent?.headers).toMatchObject({ "x-api-key": "sk-of-b", "anthropic-beta": "some-beta" });
    expect(sent?.body).toBe(JSON.stringify({ model: "anthropic-model", messages, tools: [{ type: "new_kind" }] }));
  });

  it("wherever it stands among a model's targets, and no other is asked when it fails", () => {
    const { attempts } = count(modelOf("openai", "anthropic", "ollama"), { messages });
    expect(attempts.map(({ target }) => target)).toEqual(["m/anthropic"]);
    const overloaded = document(WIRE.anthropic.error(529, "too much to do"));
    const failed = count(modelOf("openai", "anthropic"), { messages }, () => ({ ...overloaded, status: 529 }));
    expect([failed.status, failed.body]).toEqual([529, overloaded.body]);
    expect(new Set(failed.attempts.map(({ target }) => target))).toEqual(new Set(["m/anthropic"]));
  });

  it("and says so where it cannot", () => {
    const { status, body } = count(modelOf("anthropic"), { messages }, () => ({ status: 200, body: "<html>" }));
    expect(status).toBe(502);
    expect(JSON.parse(body)).toEqual(ENVELOPE.anthropic(expect.stringContaining("anthropic")));
  });
});

describe("where no provider counts, the gateway estimates", () => {
  const estimate = (request: object): number => {
    const { status, headers, body, attempts } = count(modelOf("openai", "responses", "ollama"), request, () => {
      throw new Error("no provider is asked");
    });
    expect([status, headers["content-type"], attempts], body).toEqual([200, "application/json", []]);
    expect(headers["x-headgate-approximated"]).toBe("input_tokens");
    const document = JSON.parse(body);
    expect(Object.keys(document)).toEqual(["input_tokens"]);
    return document.input_tokens;
  };

  it("about a token for four letters, and more for more messages, tools and images", () => {
    const text = "four letters make a token ".repeat(100);
    const one = estimate({ messages: [{ role: "user", content: text }] });
    expect(one).toBeGreaterThan(text.length / 5);
    expect(one).toBeLessThan(text.length / 3);
    const turns = [
      { role: "user", content: text },
      { role: "assistant", content: "Ok." },
      { role: "user", content: text },
    ];
    expect(estimate({ messages: turns })).toBeGreaterThan(2 * one);
    expect(estimate({ system: text, messages })).toBeGreaterThan(one);
    const tool = { name: "f", description: text, input_schema: { type: "object" } };
    expect(estimate({ messages, tools: [tool] })).toBeGreaterThan(text.length / 5);
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } };
    expect(estimate({ messages: [{ role: "user", content: [image] }] })).toBeGreaterThan(1000);
  });

  it("takes a request without max_tokens, as this endpoint does", () => {
    expect(estimate({ messages })).toBeGreaterThan(0);
  });

  it.each([
    ["no messages", {}, /^messages/],
    ["a message that is a string", { messages: ["Hi"] }, /^messages\[0\]/],
    ["what it cannot read", { messages, tools: [{ type: "web_search_20250305", name: "web_search" }] }, /^tools\[0\]/],
  ])("but not %s", (_, request, says) => {
    const { status, body } = count(modelOf("openai"), request);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual(ENVELOPE.anthropic(expect.stringMatching(says)));
  });
});
