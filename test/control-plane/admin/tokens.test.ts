import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FAILURES_A_MINUTE, FailedSignIns } from "../../../control-plane/admin/sign-in/failed-sign-ins.ts";
import { makeFirstToken } from "../../../control-plane/admin/sign-in/first-token.ts";
import { adminApi } from "./admin-api.ts";

test("a new token is good at once, told once, and not good after it is deleted", async () => {
  const { ask, store } = await adminApi();
  const made = await ask("POST", "/tokens", { body: { id: "ops", role: "operator" } });
  expect(made.status).toBe(201);
  const { token } = made.body;
  expect(token).toMatch(/^hga-[\w-]{43}$/);
  expect((await ask("GET", "/tenants", { token })).status).toBe(200);
  expect((await ask("GET", "/tokens")).text).not.toContain(token);
  expect(JSON.stringify(await store.contents())).not.toContain(token);
  expect((await ask("DELETE", "/tokens/ops")).status).toBe(204);
  expect((await ask("GET", "/tenants", { token })).status).toBe(401);
});

test("a token ends by itself", async () => {
  const { ask } = await adminApi();
  const { body } = await ask("POST", "/tokens", { body: { role: "viewer", expires_at: "2020-01-01T00:00:00Z" } });
  expect((await ask("GET", "/tenants", { token: body.token })).status).toBe(401);
});

test("the first token is in a file of its owner's, once", async () => {
  const { ask, live, folder, lines } = await adminApi();
  const path = join(folder, "token");
  expect(await makeFirstToken(live, path)).toBe(true);
  const token = readFileSync(path, "utf8").trim();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect((await ask("GET", "/tokens", { token })).body.items).toMatchObject([{ id: "first", role: "admin" }]);
  expect(await makeFirstToken(live, path)).toBe(false);
  expect(readFileSync(path, "utf8").trim()).toBe(token);
  expect(lines.join()).not.toContain(token);
});

test("who fails too often has to wait, with whatever token", async () => {
  const { ask } = await adminApi();
  for (let n = 0; n < FAILURES_A_MINUTE; n++) {
    expect((await ask("GET", "/tenants", { token: `hga-guess-${n}` })).status).toBe(401);
  }
  const answer = await ask("GET", "/tenants");
  expect([answer.status, answer.body.type]).toEqual([429, "urn:headgate:too-many-failures"]);
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
});

test("failures are forgotten after a minute, and counted by address", () => {
  let now = 0;
  const failed = new FailedSignIns(() => now);
  for (let n = 0; n < FAILURES_A_MINUTE; n++) failed.count("a");
  expect([failed.wait("a"), failed.wait("b")]).toEqual([60, 0]);
  now = 59_001;
  expect(failed.wait("a")).toBe(1);
  now = 60_000;
  expect(failed.wait("a")).toBe(0);
  failed.count("a");
  expect(failed.wait("a")).toBe(0);
});
