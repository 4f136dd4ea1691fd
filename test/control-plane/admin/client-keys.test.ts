import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { adminApi } from "./admin-api.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

test("a new key is in force by its hash, and its secret is told once", async () => {
  const { ask, live } = await adminApi();
  const { status, headers, body } = await ask("POST", "/client-keys", { body: { id: "web", tenant: "shop" } });
  expect(status).toBe(201);
  expect(headers).toMatchObject({ location: "/admin/v1/client-keys/web", etag: '"1"', "cache-control": "no-store" });
  expect(body.secret).toMatch(/^hg-[\w-]{43}$/);
  const inForce = live.current.policy.keys.find(({ id }) => id === "web");
  expect(inForce).toMatchObject({ tenant: "shop", disabled: false, secrets: [{ sha256: sha256(body.secret) }] });
  const again = await ask("GET", "/client-keys/web");
  expect(again.body).toEqual({ ...body, secret: undefined });
  expect((await ask("GET", "/client-keys")).text).not.toContain(body.secret);
});

test("a rotated key has both secrets until the overlap ends", async () => {
  const { ask, live } = await adminApi();
  const { body: first } = await ask("POST", "/client-keys", { body: { id: "web" } });
  const { status, body: second } = await ask("POST", "/client-keys/web:rotate", { body: { overlap: "1h" } });
  expect(status).toBe(200);
  const secrets = () => live.current.policy.keys.find(({ id }) => id === "web")?.secrets;
  const until = Math.floor(Date.parse(second.previous_until) / 1000);
  expect(until - Date.now() / 1000).toBeGreaterThan(3500);
  expect(secrets()).toEqual([{ sha256: sha256(second.secret) }, { sha256: sha256(first.secret), until }]);
  const { body: third } = await ask("POST", "/client-keys/web:rotate", { body: { overlap: "0s" } });
  expect(secrets()).toEqual([{ sha256: sha256(third.secret) }]);
});

test("a disabled key is refused until it is enabled", async () => {
  const { ask, live } = await adminApi();
  await ask("POST", "/client-keys", { body: { id: "web" } });
  const disabled = () => live.current.policy.keys.find(({ id }) => id === "web")?.disabled;
  expect((await ask("POST", "/client-keys/web:disable")).body).toMatchObject({ state: "disabled" });
  expect(disabled()).toBe(true);
  expect((await ask("POST", "/client-keys/web:enable")).body).toMatchObject({ state: "active" });
  expect(disabled()).toBe(false);
});

test("a secret that exists already comes by its hash", async () => {
  const { ask } = await adminApi();
  const body = { id: "old", secret_sha256: sha256("hg-of-before") };
  const answer = await ask("POST", "/client-keys", { body });
  expect(answer.status).toBe(201);
  expect(answer.body.secret).toBeUndefined();
  const twice = await ask("POST", "/client-keys", { body: { ...body, id: "twin" } });
  expect(twice.status).toBe(422);
  expect(twice.body.problems).toEqual([{ path: "", reason: "is the same secret as client-keys/old" }]);
});

describe("the last key", () => {
  test("cannot be deleted where everybody would then be served", async () => {
    const { keys: _, ...file } = (await import("./admin-api.ts")).FILE;
    const { ask, live } = await adminApi({ file });
    expect(live.current.policy.anonymous).toBe(true);
    await ask("POST", "/client-keys", { body: { id: "web" } });
    expect(live.current.policy.anonymous).toBe(false);
    const answer = await ask("DELETE", "/client-keys/web");
    expect([answer.status, answer.body.type]).toEqual([409, "urn:headgate:opens-gateway"]);
    expect(live.current.policy.keys.map(({ id }) => id)).toEqual(["web"]);
  });

  test("can be, where the file demands keys", async () => {
    const { keys: _, ...file } = (await import("./admin-api.ts")).FILE;
    const { ask, live } = await adminApi({ file: { ...file, anonymous: false } });
    expect(live.current.policy.anonymous).toBe(false);
    await ask("POST", "/client-keys", { body: { id: "web" } });
    expect((await ask("DELETE", "/client-keys/web")).status).toBe(204);
    expect(live.current.policy).toMatchObject({ anonymous: false, keys: [] });
  });
});
