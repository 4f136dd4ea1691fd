import { describe, expect, test } from "vitest";
import { adminApi, FILE } from "./admin-api.ts";

async function changed() {
  const made = await adminApi();
  await made.ask("POST", "/client-keys", { body: { id: "web", allow: ["m"] } });
  await made.ask("PATCH", "/client-keys/web", { body: { allow: ["m", "n"] } });
  await made.ask("POST", "/client-keys/web:disable");
  await made.ask("POST", "/rules", { body: { id: "no", deny: "no" } });
  return made;
}

test("every change of the policy is a version, and others are none", async () => {
  const { ask } = await changed();
  await ask("POST", "/tokens", { body: { role: "viewer" } });
  const { body } = await ask("GET", "/policy/versions?limit=3");
  expect(body.items.map(({ number, actor, summary }: Record<string, unknown>) => [number, actor, summary])).toEqual([
    [4, "token:environment", "rule.create rule/no"],
    [3, "token:environment", "client-key.disable client-key/web"],
    [2, "token:environment", "client-key.update client-key/web"],
  ]);
  const next = await ask("GET", `/policy/versions?limit=3&after=${body.next}`);
  expect(next.body.items.map(({ number }: { number: number }) => number)).toEqual([1]);
});

test("two versions are compared field by field, without secrets", async () => {
  const { ask } = await changed();
  await ask("POST", "/client-keys/web:rotate", { body: { overlap: "0s" } });
  expect((await ask("GET", "/policy/versions/1/diff/4")).body.changes).toEqual([
    { op: "replace", path: "/client-keys/web/disabled", from: false, value: true },
    { op: "replace", path: "/client-keys/web/allow", from: ["m"], value: ["m", "n"] },
    { op: "add", path: "/rules/no", value: { deny: "no", when: {}, position: 1 } },
  ]);
  expect((await ask("GET", "/policy/versions/4/diff/5")).body.changes).toEqual([
    { op: "replace", path: "/client-keys/web/secret_sha256", from: "•••", value: "•••" },
  ]);
});

test("a roll back brings all of a version back in one change, and says what it opens", async () => {
  const { ask, live, store } = await changed();
  const answer = await ask("POST", "/policy/versions/1:rollback");
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body).toMatchObject({
    version: 5,
    warnings: ["client-keys/web is good again: it had been disabled"],
  });
  expect(live.current.policy.rules.map(({ id }) => id)).toEqual(["rule-1"]);
  expect(live.current.policy.keys.find(({ id }) => id === "web")).toMatchObject({ allow: ["m"], disabled: false });
  expect((await ask("GET", "/policy/versions/1/diff/5")).body.changes).toEqual([]);
  const { items } = await store.audit({ limit: 1, newestFirst: true });
  expect(items).toMatchObject([{ action: "policy.rollback", object: "policy/1" }]);
  expect((await ask("POST", "/policy/versions/1:rollback")).body).toEqual({ changes: [], warnings: [] });
});

test("a version that is not valid (any more) is not rolled back to", async () => {
  const { ask, live } = await adminApi();
  await ask("POST", "/client-keys", { body: { id: "web", tenant: "lab" } });
  await ask("DELETE", "/client-keys/web");
  await live.takeFile({ ...live.file, tenants: { default: null, shop: null } }, "headgate.yaml");
  const answer = await ask("POST", "/policy/versions/1:rollback");
  expect(answer.status).toBe(422);
  expect(answer.body.problems[0].path).toBe("client-keys/web: tenant");
});

test("a change of the file is a version too", async () => {
  const { ask, live } = await adminApi();
  await live.takeFile({ ...live.file, explain: false }, "headgate.yaml");
  await expect
    .poll(async () => (await ask("GET", "/policy/versions")).body.items)
    .toMatchObject([{ number: 1, actor: "file:headgate.yaml" }]);
});

test.each(["0", "99", "x", "1e1"])("no version %s", async (n) => {
  const { ask } = await adminApi();
  expect((await ask("GET", `/policy/versions/${n}`)).status).toBe(404);
});

describe("policy:check changes nothing, and says", () => {
  test("what a file would come to", async () => {
    const { ask, live } = await adminApi({ running: true });
    const { version } = live.current.policy;
    const check = async (change: object) => (await ask("POST", "/policy:check", { body: { ...FILE, ...change } })).body;
    expect(await check({ explain: false })).toEqual({
      ok: true,
      problems: [],
      warnings: expect.any(Array),
      changes: [{ op: "replace", path: "/file/explain", from: true, value: false }],
    });
    expect(await check({ providers: { b: FILE.providers.a } })).toMatchObject({
      ok: false,
      refused: "invalid",
      problems: [{ path: "models.m.targets[0].provider" }],
    });
    expect(await check({ timeouts: { idle: "7s" } })).toMatchObject({
      ok: false,
      refused: "needs-restart",
      problems: [{ path: "timeouts.idle", reason: "changed" }],
    });
    expect(live.current.policy.version).toBe(version);
  });

  test("what a file as YAML would", async () => {
    const { ask } = await adminApi();
    const headers = { "content-type": "application/yaml" };
    const good =
      "providers: { a: { dialect: openai, url: 'http://a' } }\nmodels: { m: { targets: [ { provider: a } ] } }";
    expect((await ask("POST", "/policy:check", { body: good, headers })).body).toMatchObject({ ok: true });
    const bad = (await ask("POST", "/policy:check", { body: "a: [", headers })).body;
    expect(bad).toMatchObject({ ok: false, problems: [{ reason: expect.stringContaining("headgate.yaml:1:5") }] });
  });

  test("what changes would", async () => {
    const { ask, live } = await adminApi();
    const { version } = live.current.policy;
    const body = [
      { op: "put", kind: "client-key", id: "web", body: { tenant: "lab" } },
      { op: "put", kind: "tenant", id: "new", body: {} },
    ];
    const { body: verdict } = await ask("POST", "/policy:check", { body });
    expect(verdict).toMatchObject({ ok: true, changes: [{ path: "/tenants/new" }, { path: "/client-keys/web" }] });
    const { body: refused } = await ask("POST", "/policy:check", { body: [{ ...body[0], body: { tenant: "none" } }] });
    expect(refused).toMatchObject({ ok: false, problems: [{ path: "client-keys/web: tenant" }] });
    expect(live.current.policy.version).toBe(version);
  });
});

describe("policy:apply", () => {
  const DOCUMENT = {
    tenants: { new: { allow: ["m"] } },
    keys: [{ id: "one", tenant: "new", secret_sha256: "1".repeat(64) }],
    rules: [{ deny: "no", when: { tenant: "new" } }],
  };

  test("puts a document in the place of what there is, section by section", async () => {
    const { ask, live } = await adminApi();
    await ask("POST", "/client-keys", { body: { id: "web" } });
    const answer = await ask("POST", "/policy:apply", { body: DOCUMENT });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.version).toBe(2);
    expect(live.current.policy.keys.map(({ id }) => id)).toEqual(["of-file", "one"]);
    expect(live.current.policy.rules.map(({ id }) => id)).toEqual(["rule-1", "applied-1"]);
    expect((await ask("POST", "/policy:apply", { body: DOCUMENT })).body.changes).toEqual([]);
    await ask("POST", "/policy:apply", { body: { rules: [] } });
    expect(live.current.policy.rules.map(({ id }) => id)).toEqual(["rule-1"]);
    expect(live.current.policy.keys.map(({ id }) => id)).toEqual(["of-file", "one"]);
  });

  test("says beforehand what it would do", async () => {
    const { ask, live } = await adminApi();
    const { version } = live.current.policy;
    const { body } = await ask("POST", "/policy:apply?dry_run=true", { body: DOCUMENT });
    expect(body).toMatchObject({
      ok: true,
      changes: [{ path: "/tenants/new" }, { path: "/client-keys/one" }, { path: "/rules/applied-1" }],
    });
    expect(live.current.policy.version).toBe(version);
  });

  test("a key keeps its secret; a new one without is refused", async () => {
    const { ask, live } = await adminApi();
    await ask("POST", "/client-keys", { body: { id: "web" } });
    const before = live.current.policy.keys[1]?.secrets;
    await ask("POST", "/policy:apply", { body: { keys: [{ id: "web", tags: ["t"] }] } });
    expect(live.current.policy.keys[1]).toMatchObject({ tags: ["t"], secrets: before });
    const refused = await ask("POST", "/policy:apply", { body: { keys: [{ id: "other" }] } });
    expect(refused.status).toBe(422);
    expect(refused.body.problems[0].path).toBe("keys[0]");
  });

  test("what is wrong is named by its path", async () => {
    const { ask } = await adminApi();
    const { status, body } = await ask("POST", "/policy:apply", { body: { tenants: { x: { alow: [] } } } });
    expect(status).toBe(422);
    expect(body.problems).toEqual([{ path: "tenants.x.alow", reason: expect.stringContaining("unknown field") }]);
  });
});
