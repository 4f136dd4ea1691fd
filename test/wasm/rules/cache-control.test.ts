import { describe, expect, it } from "vitest";
import type { Dialect } from "../../../contract/dialect.ts";
import { REPLY, WIRE } from "../../fixtures/wire/index.ts";
import { document, filter, modelOf } from "../filter.ts";

/** What an operator says of a provider's prompt cache: `set: { cache }`. */
const FIVE_MINUTES = { type: "ephemeral" };
const AN_HOUR = { type: "ephemeral", ttl: "1h" };

function sent(client: Dialect, provider: Dialect, cache: "5m" | "1h", more: object = {}) {
  const host = filter({ ...modelOf(provider), rules: [{ set: { cache } }] }, () =>
    document(WIRE[provider].response(REPLY)),
  );
  const request = WIRE[client].request({
    model: "m",
    stream: false,
    turns: [{ role: "user", text: "Hi" }],
    maxTokens: 9,
  });
  const { status, headers, attempts } = host.open({
    path: WIRE[client].path,
    body: JSON.stringify({ ...request, ...more }),
  }).result;
  expect([status, headers["x-headgate-dropped"]]).toEqual([200, undefined]);
  return JSON.parse(attempts[0]?.request.body ?? "");
}

describe.each<Dialect>(["openai", "responses", "anthropic", "ollama"])("a client of %s", (client) => {
  it("has its prompt cached by a provider of Anthropic's dialect", () => {
    expect(sent(client, "anthropic", "5m").cache_control).toEqual(FIVE_MINUTES);
    expect(sent(client, "anthropic", "1h").cache_control).toEqual(AN_HOUR);
  });

  it("and nothing is said of it to others", () => {
    for (const provider of ["openai", "responses", "ollama"] as const) {
      expect(sent(client, provider, "1h")).not.toHaveProperty("cache_control");
    }
  });
});

it("a client's own mark goes before", () => {
  expect(sent("anthropic", "anthropic", "1h", { cache_control: FIVE_MINUTES }).cache_control).toEqual(FIVE_MINUTES);
  const content = [{ type: "text", text: "Hi", cache_control: FIVE_MINUTES }];
  const more = { messages: [{ role: "user", content }] };
  expect(sent("anthropic", "anthropic", "1h", more)).not.toHaveProperty("cache_control");
  expect(sent("openai", "anthropic", "1h", more)).not.toHaveProperty("cache_control");
});
