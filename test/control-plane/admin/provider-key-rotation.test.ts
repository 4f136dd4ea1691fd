import { describe, expect, test } from "vitest";
import { asOf, rotated, secretsOf } from "../../../control-plane/managed/stored-provider-key.ts";
import { adminApi } from "./admin-api.ts";

const [FIRST, SECOND, THIRD] = [
  "sk-first-secret-0123456789",
  "sk-second-secret-012345678",
  "sk-third-secret-0123456789",
];
const HOUR = 3_600_000;

type Api = Awaited<ReturnType<typeof adminApi>>;

/** What the data plane gets of the API's key. */
const sent = ({ live }: Api) =>
  live.current.policy.providers[0]?.keys.filter(({ id }) => id === "k").map(({ id: _, limits: __, ...key }) => key);

const made = async (fields: object = {}) => {
  const api = await adminApi();
  const answer = await api.ask("POST", "/provider-keys", {
    body: { id: "k", provider: "a", secret: FIRST, ...fields },
  });
  expect(answer.status, answer.text).toBe(201);
  return { ...api, answer };
};

describe("fields", () => {
  const fields = {
    models: ["gpt-*"],
    weight: 3,
    limits: { requests_per_minute: 60, tokens_per_minute: 1000 },
    budget: { usd_per_day: 5 },
    not_before: "2026-01-01T00:00:00Z",
    expires_at: "2099-01-01T00:00:00Z",
  };

  test("are made, shown, changed, and in force", async () => {
    const api = await made(fields);
    expect(api.answer.body).toMatchObject({ id: "k", provider: "a", state: "active", ...fields });
    const patch = { weight: 2, models: null, limits: { requests_per_minute: 5 }, budget: null };
    const { status, body } = await api.ask("PATCH", "/provider-keys/k", { body: patch });
    expect([status, body.weight, body.models, body.limits, body.budget]).toEqual([
      200,
      2,
      undefined,
      { requests_per_minute: 5 },
      {},
    ]);
    expect(api.live.current.policy.providers[0]?.keys[1]).toEqual({
      id: "k",
      value: FIRST,
      weight: 2,
      limits: { requests_per_minute: 5 },
      not_before: Date.UTC(2026, 0, 1) / 1000,
      expires_at: Date.UTC(2099, 0, 1) / 1000,
    });
  });

  test.each<[object, string, string]>([
    [{ models: ["/(/"] }, "models[0]", "the regular expression"],
    [
      { not_before: "2026-02-01T00:00:00Z", expires_at: "2026-01-01T00:00:00Z" },
      "expires_at",
      "is not after not_before",
    ],
    [{ budget: { usd_per_day: 2, usd_per_month: 1 } }, "budget.usd_per_day", "is more than usd_per_month"],
  ])("that make no sense are refused: %j", async (wrong, path, reason) => {
    const { ask } = await adminApi();
    const { status, body } = await ask("POST", "/provider-keys", {
      body: { id: "k", provider: "a", secret: FIRST, ...wrong },
    });
    expect([status, body.problems[0].path]).toEqual([422, path]);
    expect(body.problems[0].reason).toContain(reason);
  });

  test("an id that the provider has in the file already is refused", async () => {
    const { ask } = await adminApi();
    const { status, body } = await ask("POST", "/provider-keys", {
      body: { id: "key-1", provider: "a", secret: FIRST },
    });
    expect([status, body.problems[0].path]).toEqual([422, "id"]);
  });
});

describe("a rotation", () => {
  test("at once: the new secret, and the one before it as long as they overlap", async () => {
    const api = await made({ weight: 2, expires_at: "2099-01-01T00:00:00Z" });
    const before = Date.now();
    const { body } = await api.ask("POST", "/provider-keys/k:rotate", { body: { secret: SECOND, overlap: "2h" } });
    expect(Date.parse(body.previous_until) - before).toBeGreaterThanOrEqual(2 * HOUR);
    expect(body.expires_at).toBeUndefined();
    expect(sent(api)).toEqual([
      { value: SECOND, weight: 2, generation: 1 },
      { value: FIRST, weight: 2, retires_at: 0, expires_at: Math.floor(Date.parse(body.previous_until) / 1000) },
    ]);
    await api.ask("POST", "/provider-keys/k:rotate", { body: { secret: THIRD, overlap: "0s" } });
    expect(sent(api)).toEqual([{ value: THIRD, weight: 2, generation: 2 }]);
  });

  test("by schedule: the data plane has the new secret before its time", async () => {
    const api = await made();
    const rotation = { secret: SECOND, at: "2099-01-01T00:00:00Z", overlap: "1d", expires_at: "2099-06-01T00:00:00Z" };
    const { body } = await api.ask("POST", "/provider-keys/k:rotate", { body: rotation });
    expect([body.next_at, body.state]).toEqual(["2099-01-01T00:00:00.000Z", "active"]);
    const at = Date.UTC(2099, 0, 1) / 1000;
    const first = { value: FIRST, weight: 1, retires_at: at, expires_at: at + 86_400 };
    const second = { value: SECOND, weight: 1, not_before: at, expires_at: Date.UTC(2099, 5, 1) / 1000, generation: 1 };
    expect(sent(api)).toEqual([first, second]);
    await api.ask("POST", "/provider-keys/k:rotate", { body: { secret: THIRD, overlap: "0s" } });
    expect(sent(api)).toEqual([{ value: THIRD, weight: 1, generation: 1 }]);
  });

  test("of a schedule that has come is the next one's secret before", () => {
    const key = { provider: "a", sealed: "one", not_before: "2020-01-01T00:00:00Z" };
    const at = Date.UTC(2026, 10, 21);
    const planned = rotated(at, key, { sealed: "two", overlap: HOUR, at: "2026-11-22T00:00:00Z" });
    expect(asOf(at, planned)).toEqual(planned);
    const day = at + 24 * HOUR;
    expect(asOf(day, planned)).toEqual({
      provider: "a",
      sealed: "two",
      generation: 1,
      previous: { sealed: "one", until: "2026-11-22T01:00:00.000Z" },
    });
    expect(asOf(day + HOUR, planned)).toEqual({ provider: "a", sealed: "two", generation: 1 });
    const again = rotated(day + 60_000, planned, { sealed: "three", overlap: HOUR });
    expect(secretsOf(again).map(({ sealed, generation }) => [sealed, generation])).toEqual([
      ["three", 2],
      ["two", 1],
    ]);
  });

  test("is shown without a secret wherever it stands", async () => {
    const api = await made();
    await api.ask("POST", "/provider-keys/k:rotate", { body: { secret: SECOND } });
    await api.ask("POST", "/provider-keys/k:rotate", { body: { secret: THIRD, at: "2099-01-01T00:00:00Z" } });
    const seen = await Promise.all(
      ["/provider-keys", "/audit", "/policy/versions/2/diff/3"].map(async (path) => (await api.ask("GET", path)).text),
    );
    const text = [...seen, JSON.stringify(await api.store.contents())].join();
    for (const secret of [FIRST, SECOND, THIRD]) expect(text).not.toContain(secret);
    expect(seen.join()).not.toContain("ciphertext");
  });
});
