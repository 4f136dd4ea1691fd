import { beforeAll, describe, expect, it } from "vitest";
import { loadPure, type Pure } from "../pure.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe("an Anthropic error", () => {
  it.each([
    [400, "invalid_request_error"],
    [401, "authentication_error"],
    [402, "billing_error"],
    [403, "permission_error"],
    [404, "not_found_error"],
    [409, "conflict_error"],
    [413, "request_too_large"],
    [422, "invalid_request_error"],
    [429, "rate_limit_error"],
    [500, "api_error"],
    [502, "api_error"],
    [503, "overloaded_error"],
    [504, "timeout_error"],
    [529, "overloaded_error"],
  ])("of status %i is a %s", (status, type) => {
    const document = { type: "error", error: { type: "some_error", message: 'a "b"\né' }, request_id: "req_1" };
    const expected = { type: "error", error: { type, message: 'a "b"\né' } };
    expect(pure.translateError("anthropic", "anthropic", status, document)).toEqual(expected);
  });

  it.each([
    { error: "x" },
    { message: "x" },
    { detail: "x" },
    { error: { message: "x" } },
    { error: {}, message: "x" },
  ])("is read from %j as well", (document) => {
    expect(pure.translateError("anthropic", "anthropic", 500, document)).toMatchObject({ error: { message: "x" } });
  });

  it.each([{}, { error: 1 }, { error: null, message: [] }, [1]])("is not found in %j", (document) => {
    expect(pure.translateError("anthropic", "anthropic", 500, document)).toBeNull();
  });
});

describe("what else Anthropic's clients ask for", () => {
  const model = {
    type: "model",
    id: 'a "b"',
    display_name: 'a "b"',
    created_at: "1970-01-01T00:00:00Z",
    lifecycle: "active",
    line: null,
    deprecated_at: null,
    retires_at: null,
    capabilities: null,
    max_input_tokens: null,
    max_tokens: null,
  };

  it("lists the models in one page", () => {
    const other = { ...model, id: "c", display_name: "c" };
    expect(pure.listModels("anthropic", ['a \\"b\\"', "c"])).toEqual({
      data: [model, other],
      has_more: false,
      first_id: 'a "b"',
      last_id: "c",
    });
    expect(pure.listModels("anthropic", [])).toEqual({ data: [], has_more: false, first_id: null, last_id: null });
  });

  it("tells one model", () => {
    expect(pure.oneModel("anthropic", 'a \\"b\\"')).toEqual(model);
  });

  it("tells a count of tokens", () => {
    expect(pure.tokenCount(2095)).toEqual({ input_tokens: 2095 });
  });

  it("hands on the headers that mean something to Anthropic, but not the choice of a workspace", () => {
    const kept = (name: string) => pure.keepsHeader("anthropic", name);
    expect(["anthropic-version", "anthropic-beta", "x-stainless-lang"].filter(kept)).toHaveLength(3);
    expect(["anthropic-workspace-id", "x-api-key", "authorization", "cookie"].filter(kept)).toEqual([]);
  });

  const told = (headers: Record<string, string>) => pure.translateHead("anthropic", "anthropic", headers);

  it("tells the provider's request id and limits", () => {
    const headers = {
      "request-id": "req_1",
      "anthropic-ratelimit-requests-limit": "1000",
      "anthropic-ratelimit-requests-remaining": "999",
      "anthropic-ratelimit-requests-reset": "2026-11-21T12:40:59Z",
      "anthropic-ratelimit-tokens-limit": "96000",
      "anthropic-ratelimit-tokens-remaining": "95000",
      "anthropic-ratelimit-tokens-reset": "2024-02-29T00:00:00Z",
    };
    const more = {
      "anthropic-ratelimit-input-tokens-limit": "80000",
      "anthropic-ratelimit-output-tokens-limit": "16000",
      "anthropic-ratelimit-unified-reset": "1700000000",
      date: "x",
    };
    expect(told({ ...headers, ...more })).toEqual(headers);
    expect(told({ ...more, ...headers })).toEqual(headers);
    expect(told({ date: "x" })).toEqual({});
  });

  it("takes the limit of input tokens where it is the only one", () => {
    expect(told({ "anthropic-ratelimit-input-tokens-remaining": "7" })).toEqual({
      "anthropic-ratelimit-tokens-remaining": "7",
    });
  });

  it.each([
    ["2026-11-21T12:40:59.25Z", "2026-11-21T12:41:00Z"],
    ["2026-11-21T12:40:59.99999Z", "2026-11-21T12:41:00Z"],
    ["2026-11-21t12:40:59.000z", "2026-11-21T12:40:59Z"],
    ["2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"],
    ["2026-12-31T23:30:00-01:30", "2027-01-01T01:00:00Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"],
    ["2000-03-01T00:00:00Z", "2000-03-01T00:00:00Z"],
    ["soon", undefined],
    ["", undefined],
    ["1700000000", undefined],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-11-21 12:40:59Z", undefined],
    ["2026-11-21T12:40:59", undefined],
    ["2026-11-21T12:40:59+1", undefined],
    ["2026-11-21T12:40:59.", undefined],
    ["9".repeat(40), undefined],
  ])("reads the moment %j", (reset, expected) => {
    expect(told({ "anthropic-ratelimit-requests-reset": reset })).toEqual(
      expected === undefined ? {} : { "anthropic-ratelimit-requests-reset": expected },
    );
  });
});
