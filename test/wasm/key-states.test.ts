import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { expectFailure } from "../envoy/expect-failure.ts";
import { bareFields, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { answerOf } from "./answer-of.ts";
import { document, filter } from "./filter.ts";

/** What the Node host's clock says at its start is 2026-01-01T00:00:00Z. */
const YESTERDAY = "2025-12-31T00:00:00Z";
const NOW = "2026-01-01T00:00:00Z";
const LATER = "2026-01-01T00:00:10Z";

const digestOf = (id: string) => createHash("sha256").update(`hg-${id}`).digest("hex");
const key = (id: string, state: object = {}) => ({ id, secret_sha256: digestOf(id), ...state });

const rotated = (id: string, until: string) =>
  key(id, { previous: { secret_sha256: digestOf(`old-${id}`), until: until } });

const KEYS = [
  key("plain"),
  key("disabled", { disabled: true }),
  key("expired", { expires_at: YESTERDAY }),
  key("expires-now", { expires_at: NOW }),
  key("expires-later", { expires_at: LATER }),
  key("begins-later", { not_before: LATER }),
  key("begins-now", { not_before: NOW }),
  key("began", { not_before: YESTERDAY, expires_at: "2026-01-01T01:00:10+01:00" }),
  key("disabled-too", { disabled: true, expires_at: YESTERDAY }),
  rotated("rotating", LATER),
  rotated("rotated", NOW),
];

const started = () => filter({ models: { m: { targets: [{ provider: "openai" }] } }, keys: KEYS }, openai);
const openai = () => document(WIRE.openai.response(REPLY));
const BODY = '{"model":"m","messages":[{"role":"user","content":"Hi"}]}';

describe("a client key", () => {
  const host = started();
  const ask = (id: string) => {
    const { status, body } = host.open({
      path: WIRE.openai.path,
      headers: { authorization: `Bearer hg-${id}` },
      body: BODY,
    }).result;
    return { status, message: status === 200 ? "" : (JSON.parse(body).error.message as string) };
  };

  it.each([
    "plain",
    "expires-later",
    "begins-now",
    "began",
    "rotating",
    "old-rotating",
    "rotated",
  ])("%s is good", (id) => {
    expect(ask(id)).toEqual({ status: 200, message: "" });
  });

  it.each([
    ["disabled", "this API key is disabled: ask who gave it to you for another"],
    ["disabled-too", "this API key is disabled: ask who gave it to you for another"],
    ["expired", "this API key expired at 2025-12-31T00:00:00Z: ask who gave it to you for another"],
    ["expires-now", "this API key expired at 2026-01-01T00:00:00Z: ask who gave it to you for another"],
    ["begins-later", "this API key is not valid before 2026-01-01T00:00:10Z"],
    ["old-rotated", "this API key has been replaced: use the new one"],
    ["never-heard-of", "unknown API key"],
  ])("%s is not", (id, message) => {
    expect(ask(id)).toEqual({ status: 401, message });
  });

  it("is good or not by the clock, under one policy", () => {
    const host = started();
    const status = (id: string) =>
      host.open({ path: WIRE.openai.path, headers: { "x-api-key": `hg-${id}` }, body: BODY }).result.status;
    const ids = ["expires-later", "begins-later", "old-rotating", "rotating"];
    expect(ids.map(status)).toEqual([200, 401, 200, 200]);
    host.advance(9_999);
    expect(ids.map(status)).toEqual([200, 401, 200, 200]);
    host.advance(1);
    expect(ids.map(status)).toEqual([401, 200, 401, 200]);
  });
});

describe.each(DIALECTS)("the refusal in %s", (dialect) => {
  it("says what is the matter with the key, and is asked of no provider", () => {
    const host = started();
    const result = host.open({
      path: WIRE[dialect].path,
      headers: { authorization: "Bearer hg-expired" },
      body: `{"model":"m",${bareFields(dialect)}}`,
    }).result;
    expectFailure(dialect, answerOf(result), 401, /^this API key expired at 2025-12-31T00:00:00Z/);
    expect(result.headers["www-authenticate"]).toBe("Bearer");
    expect(result.attempts).toEqual([]);
  });
});

describe("keys that are presented in several places", () => {
  const host = started();
  const ask = (...headers: [string, string][]) =>
    host.open({ path: WIRE.openai.path, method: "POST", headers, body: BODY }).result;

  it.each<[string, [string, string][]]>([
    [
      "the same key twice",
      [
        ["authorization", "Bearer hg-plain"],
        ["x-api-key", "hg-plain"],
      ],
    ],
    [
      "a key beside another scheme",
      [
        ["authorization", "Basic dXNlcjpwYXNz"],
        ["api-key", "hg-plain"],
      ],
    ],
    [
      "a key beside an empty one",
      [
        ["authorization", "Bearer hg-plain"],
        ["x-api-key", ""],
      ],
    ],
    [
      "a key beside an empty bearer",
      [
        ["authorization", "Bearer "],
        ["x-api-key", "hg-plain"],
      ],
    ],
  ])("%s is one key", (_, headers) => {
    expect(ask(...headers).status).toBe(200);
  });

  it.each<[string, [string, string][]]>([
    [
      "a good one before an unknown",
      [
        ["authorization", "Bearer hg-plain"],
        ["x-api-key", "hg-nobody"],
      ],
    ],
    [
      "a good one behind an unknown",
      [
        ["x-api-key", "hg-nobody"],
        ["authorization", "Bearer hg-plain"],
      ],
    ],
    [
      "two good ones",
      [
        ["x-api-key", "hg-plain"],
        ["api-key", "hg-rotating"],
      ],
    ],
    [
      "two of the same header",
      [
        ["authorization", "Bearer hg-plain"],
        ["authorization", "Bearer hg-rotating"],
      ],
    ],
    [
      "three, the first and the last the same",
      [
        ["x-api-key", "hg-plain"],
        ["api-key", "hg-x"],
        ["authorization", "Bearer hg-plain"],
      ],
    ],
  ])("%s: whose request it is nobody can say", (_, headers) => {
    const { status, body, attempts } = ask(...headers);
    expect([status, attempts]).toEqual([401, []]);
    expect(body).toMatch(/two API keys that differ: send one/);
  });
});

describe("secrets whose digests begin alike", () => {
  /** The digest with another end. */
  const like = (digest: string, end: string) => digest.slice(0, 64 - end.length) + end;
  const digest = digestOf("one");
  const others = ["a1", "b2", "0".repeat(32), "0".repeat(56), "f".repeat(56)].map((end) => like(digest, end));

  it.each([0, 2, others.length])("are told apart, the good one at place %i", (place) => {
    const digests = [...others.slice(0, place), digest, ...others.slice(place)];
    const keys = digests.map((secret_sha256, index) => ({
      id: `k${index}`,
      secret_sha256,
      allow: index === place ? ["*"] : [],
    }));
    const host = filter({ models: { m: { targets: [{ provider: "openai" }] } }, keys }, openai);
    const status = (secret: string) =>
      host.open({ path: WIRE.openai.path, headers: { "x-api-key": secret }, body: BODY }).result.status;
    expect([status("hg-one"), status("hg-two")]).toEqual([200, 401]);
  });
});

describe("a policy written by hand", () => {
  const host = started();
  const policy = (key: object) => ({
    policy: {
      version: "1",
      anonymous: false,
      providers: [],
      targets: [],
      models: [],
      keys: [{ id: "k", tenant: "t", secrets: [{ sha256: digestOf("k") }], allow: ["*"], deny: [], ...key }],
    },
  });

  it.each([
    ["a word for disabled", { disabled: "yes" }, "policy.keys.k: disabled is not true or false"],
    ["a date for expires_at", { expires_at: LATER }, "policy.keys.k: expires_at is no number"],
    ["a date for not_before", { not_before: LATER }, "policy.keys.k: not_before is no number"],
    ["a date for until", { secrets: [{ sha256: digestOf("k"), until: NOW }] }, "policy.keys.k.secrets: until is no"],
    ["half a hash", { secrets: [{ sha256: "abc" }] }, "policy.keys.k.secrets: expected a sha256 of 64 hex digits"],
    ["one pattern for a list", { allow: "*" }, "policy.keys.k.allow: expected a list of patterns"],
    ["a regular expression that is none", { deny: ["/(gpt/"] }, "policy.keys.k.deny: '/(gpt/' "],
    ["a number for a pattern", { deny: [7] }, "policy.keys.k.deny: expected a list of patterns"],
  ])("is refused whole for %s", (_, key, problem) => {
    expect(() => host.configure("headgate.gateway", JSON.stringify(policy(key)))).toThrow();
    expect(host.logs.at(-1)?.message).toContain(problem);
  });
});
