import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policySchema } from "../../contract/policy.ts";
import { demoConfig } from "../../control-plane/config/demo-config.ts";
import { buildPolicy } from "../../control-plane/policy/build.ts";
import { withVersion } from "../../control-plane/policy/version.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { createApp } from "../../control-plane/server/app.ts";
import { CurrentPolicy } from "../../control-plane/snapshot/current-policy.ts";
import { MemoryLeases } from "../fixtures/memory-leases.ts";
import { collectedLog } from "./collected-log.ts";
import { listening } from "./listening.ts";

const FIRST = buildPolicy(demoConfig(), {});
const SECOND = withVersion({ ...FIRST, anonymous: false });
const AUTHORIZED = { headers: { authorization: "Bearer secret-token" } };

async function controlPlane(options: { holdMs?: number } = {}) {
  const current = new CurrentPolicy(FIRST);
  const rejected = { at: "now", reason: "headgate.yaml: models: is missing" };
  const health = () => ({
    source: "headgate.yaml",
    warnings: ["models.m.default: has no effect beside targets"],
    rejected,
  });
  const url = await listening(
    createApp({
      current,
      token: "secret-token",
      health,
      decisions: () => ({}),
      leases: new MemoryLeases(),
      log: collectedLog().log,
      ...options,
    }),
  );
  return { current, url };
}

test("/healthz says what is in force and what is wrong, to anybody", async () => {
  const { url } = await controlPlane();
  const response = await fetch(`${url}/healthz`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: "ok",
    version: JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")).version,
    policy: FIRST.version,
    source: "headgate.yaml",
    warnings: ["models.m.default: has no effect beside targets"],
    rejected: { at: "now", reason: "headgate.yaml: models: is missing" },
  });
});

describe("/snapshot", () => {
  test.each([
    {},
    { authorization: "Bearer wrong" },
    { authorization: "secret-token" },
  ])("without the token: %j", async (headers) => {
    const { url } = await controlPlane();
    const response = await fetch(`${url}/snapshot`, { headers: headers as Record<string, string> });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("targets");
  });

  test.each([
    "",
    "?version=",
    "?version=another",
    "?version=a&version=b",
  ])("at once for another version: %s", async (query) => {
    const { url } = await controlPlane();
    const response = await fetch(`${url}/snapshot${query}`, AUTHORIZED);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(policySchema.parse(await response.json())).toEqual(FIRST);
  });

  test("held for the same version, and ended at a change", async () => {
    const { current, url } = await controlPlane();
    const polls = [1, 2].map(() => fetch(`${url}/snapshot?version=${FIRST.version}`, AUTHORIZED));
    await expect.poll(() => current.waiting).toBe(2);
    current.publish(SECOND);
    for (const poll of polls) expect(await (await poll).json()).toEqual(SECOND);
    expect(current.waiting).toBe(0);
  });

  test("a publication of the same version ends nothing", async () => {
    const { current, url } = await controlPlane({ holdMs: 300 });
    const poll = fetch(`${url}/snapshot?version=${FIRST.version}`, AUTHORIZED);
    await expect.poll(() => current.waiting).toBe(1);
    current.publish({ ...FIRST });
    expect((await poll).status).toBe(204);
  });

  test("204 when nothing changed in time", async () => {
    const { url } = await controlPlane({ holdMs: 1 });
    const response = await fetch(`${url}/snapshot?version=${FIRST.version}`, AUTHORIZED);
    expect(response.status).toBe(204);
  });

  test("204 at the end of the process", async () => {
    const { current, url } = await controlPlane();
    const poll = fetch(`${url}/snapshot?version=${FIRST.version}`, AUTHORIZED);
    await expect.poll(() => current.waiting).toBe(1);
    current.close();
    expect((await poll).status).toBe(204);
  });

  test("a poller that hangs up is forgotten", async () => {
    const { current, url } = await controlPlane();
    const hangUp = new AbortController();
    const poll = fetch(`${url}/snapshot?version=${FIRST.version}`, { ...AUTHORIZED, signal: hangUp.signal });
    await expect.poll(() => current.waiting).toBe(1);
    hangUp.abort();
    await expect(poll).rejects.toThrow();
    await expect.poll(() => current.waiting).toBe(0);
  });
});

test("nothing else is there", async () => {
  const { url } = await controlPlane();
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/snapshot`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(404);
});
