import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";

const SECRET = "sk-provider-secret-0123456789";
const OTHER = "sk-another-secret-9876543210";

const keysOf = ({ live }: Pick<Awaited<ReturnType<typeof adminApi>>, "live">) =>
  live.current.policy.providers.find(({ name }) => name === "a")?.keys.map(({ value }) => value);

test("a key is in the snapshot, in turn with the file's, and nowhere else", async () => {
  const api = await adminApi();
  const answer = await api.ask("POST", "/provider-keys", { body: { id: "second", provider: "a", secret: SECRET } });
  expect(answer.status, answer.text).toBe(201);
  expect(answer.body).toMatchObject({ id: "second", provider: "a", source: "api" });
  expect(keysOf(api)).toEqual(["sk-of-a", SECRET]);
  await api.ask("POST", "/provider-keys/second:rotate", { body: { secret: OTHER } });
  expect(keysOf(api)).toEqual(["sk-of-a", OTHER, SECRET]);

  const seen = [
    ...(await Promise.all(
      [
        "/provider-keys",
        "/provider-keys/second",
        "/providers",
        "/audit",
        "/policy/versions/1",
        "/policy/versions/1/diff/2",
      ].map(async (path) => (await api.ask("GET", path)).text),
    )),
    JSON.stringify(await api.store.contents()),
    JSON.stringify(await api.store.version(1)),
    readFileSync(join(api.folder, "headgate.db"), "latin1"),
    api.lines.join(),
  ].join();
  for (const secret of [SECRET, OTHER, "sk-of-a"]) expect(seen).not.toContain(secret);
  await api.ask("DELETE", "/provider-keys/second");
  expect(keysOf(api)).toEqual(["sk-of-a"]);
});

test("a roll back brings the sealed key back", async () => {
  const api = await adminApi();
  await api.ask("POST", "/provider-keys", { body: { id: "second", provider: "a", secret: SECRET } });
  await api.ask("DELETE", "/provider-keys/second");
  expect((await api.ask("POST", "/policy/versions/1:rollback")).status).toBe(200);
  expect(keysOf(api)).toEqual(["sk-of-a", SECRET]);
});

test.each([
  ["no provider", { provider: "none", secret: SECRET }, "provider"],
  ["white space", { provider: "a", secret: `${SECRET}\n` }, "secret"],
  ["nothing", { provider: "a" }, "secret"],
])("%s: refused without the secret in the answer", async (_what, body, path) => {
  const { ask } = await adminApi();
  const answer = await ask("POST", "/provider-keys", { body });
  expect(answer.status).toBe(422);
  expect(answer.body.problems[0].path).toMatch(new RegExp(`${path}$`));
  expect(answer.text).not.toContain(SECRET);
});

test("no variable of the control plane's environment can be made a key", async () => {
  const { ask, live } = await adminApi();
  const body = { id: "evil", dialect: "openai", url: "https://evil.example", keys: [{ secret: "env:A_KEY" }] };
  expect((await ask("POST", "/providers", { body })).body.problems[0].path).toBe("keys");
  await ask("POST", "/providers", { body: { id: "openai", url: "https://evil.example" } });
  expect(live.config.providers.openai?.keys).toEqual([]);
});

describe("POST /admin/keys/rotate", () => {
  const rotate = "/admin/keys/rotate";

  test("a client key by its id", async () => {
    const { ask } = await adminApi();
    const { body: before } = await ask("POST", "/client-keys", { body: { id: "web" } });
    const { status, body } = await ask("POST", rotate, { body: { id: "web", overlap: "1h" } });
    expect([status, body.id]).toEqual([200, "web"]);
    expect(body.secret).not.toBe(before.secret);
  });

  test("a provider's only key", async () => {
    const api = await adminApi();
    const none = await api.ask("POST", rotate, { body: { provider: "a", secret: OTHER } });
    expect([none.status, none.body.detail]).toEqual([404, expect.stringContaining("environment")]);
    await api.ask("POST", "/provider-keys", { body: { id: "second", provider: "a", secret: SECRET } });
    const rotated = await api.ask("POST", rotate, { body: { provider: "a", secret: OTHER, overlap: "0s" } });
    expect([rotated.status, rotated.body.id]).toEqual([200, "second"]);
    expect(keysOf(api)).toEqual(["sk-of-a", OTHER]);
    await api.ask("POST", "/provider-keys", { body: { id: "third", provider: "a", secret: SECRET } });
    const which = await api.ask("POST", rotate, { body: { provider: "a", secret: OTHER } });
    expect(which.body.problems).toEqual([{ path: "key", reason: "which one: second, third" }]);
  });

  test("a provider's key is no operator's to rotate", async () => {
    const { ask, tokenFor } = await adminApi();
    const token = await tokenFor("operator");
    expect((await ask("POST", rotate, { token, body: { provider: "a", secret: OTHER } })).status).toBe(403);
  });
});
