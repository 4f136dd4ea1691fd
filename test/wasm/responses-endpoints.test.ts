import { describe, expect, it } from "vitest";
import { document, filter, modelOf } from "./filter.ts";

const COMPACT = "/v1/responses/compact";
const COUNT = "/v1/responses/input_tokens";
const compacted = document({
  id: "cmp_1",
  object: "response.compaction",
  created_at: 1,
  output: [{ type: "compaction", encrypted_content: "zz" }],
  usage: { input_tokens: 500, output_tokens: 20, total_tokens: 520 },
});
const counted = document({ object: "response.input_tokens", input_tokens: 403 });
const request = { input: [{ role: "user", content: "A long talk." }], instructions: "Be brief.", a_new_field: 1 };

const post = (host: ReturnType<typeof filter>, path: string, body: object = request) =>
  host.open({ path, body: JSON.stringify({ model: "m", ...body }) }).result;

describe.each([
  [COMPACT, compacted],
  [COUNT, counted],
])("%s", (path, answer) => {
  it("reaches a provider that speaks Responses, byte for byte both ways", () => {
    const { status, body, attempts } = post(
      filter(modelOf("openai", "responses"), () => answer),
      path,
    );
    expect([status, body]).toEqual([200, answer.body]);
    expect(attempts.map(({ target }) => target)).toEqual(["m/responses"]);
    const sent = attempts[0]?.request;
    expect(sent?.path).toBe(path);
    expect(sent?.body).toBe(JSON.stringify({ model: "responses-model", ...request }));
  });

  it("leaves out what another's provider sealed", () => {
    const sealed = { type: "reasoning", summary: [], encrypted_content: "headgate.anthropic.c2VhbA==" };
    const { attempts } = post(
      filter(modelOf("responses"), () => answer),
      path,
      { input: [...request.input, sealed] },
    );
    for (const { request } of attempts) expect(request.body).not.toContain("headgate.");
  });
});

it("a compaction goes to the next target when the first fails", () => {
  const config = {
    models: { m: { targets: [{ provider: "one" }, { provider: "two" }] } },
    providers: {
      one: { dialect: "responses", url: "https://one.test/v1" },
      two: { dialect: "responses", url: "https://two.test/v1" },
    },
  };
  const host = filter(config, ({ target }) => (target === "m/one" ? { status: 503, body: "" } : compacted));
  const { status, attempts } = post(host, COMPACT);
  expect([status, attempts.map(({ target }) => target)]).toEqual([200, ["m/one", "m/two"]]);
});

it("a compaction that no provider can do is refused in words", () => {
  const { status, body } = post(
    filter(modelOf("openai", "anthropic"), () => compacted),
    COMPACT,
  );
  expect(status).toBe(400);
  expect(JSON.parse(body).error).toMatchObject({ param: "model", message: expect.stringContaining("compact") });
});

it("tokens that no provider counts are estimated", () => {
  const { status, headers, body } = post(
    filter(modelOf("openai"), () => counted),
    COUNT,
  );
  expect([status, headers["x-headgate-approximated"]]).toEqual([200, "input_tokens"]);
  expect(JSON.parse(body)).toEqual({ object: "response.input_tokens", input_tokens: expect.any(Number) });
});

it("Codex finds the list that it reads, and no other client does", () => {
  const get = (path: string) =>
    JSON.parse(filter(modelOf("openai"), () => compacted).open({ method: "GET", path }).result.body);
  expect(get("/v1/models?client_version=0.171.0")).toMatchObject({ data: [{ id: "m" }], models: [] });
  expect(get("/v1/models")).not.toHaveProperty("models");
});
