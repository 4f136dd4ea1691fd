import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { chatOnEveryWorker } from "../envoy/every-worker.ts";
import { freePort } from "../envoy/free-port.ts";
import type { GatewayConfig } from "../envoy/gateway.ts";
import { expectInTime } from "../envoy/in-time.ts";
import { stat } from "../envoy/stat.ts";
import { underTraffic } from "../envoy/traffic.ts";
import { until } from "../envoy/until.ts";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { type Launched, launch, processOf } from "./launch.ts";
import { isAlive } from "./processes.ts";

/** `npm start`: models, targets and providers come and go while Envoy runs. */
let steady: Provider;
let other: Provider;

const TOKEN = "hga-token-of-the-test";
const TRAFFIC = { model: "steady", headers: {} };
const WITHIN_MS = 1000;

beforeEach(async () => {
  steady = await startProvider(answers({}, { delayMs: 2 }));
  other = await startProvider();
});

afterEach(async () => {
  await steady.close();
  await other.close();
});

type Models = GatewayConfig["models"];

async function started() {
  const folder = mkdtempSync(join(tmpdir(), "headgate-xds-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = async () => `127.0.0.1:${await freePort()}`;
  const addresses = { listen: await at(), control_plane: { listen: await at() }, admin: await at() };
  const path = join(folder, "headgate.yaml");
  const write = (providers: GatewayConfig["providers"] = {}, models: Models = {}, more: object = {}) => {
    const config = {
      ...addresses,
      anonymous: true,
      providers: { steady: { dialect: "anthropic", url: steady.url }, ...providers },
      models: { steady: { targets: [{ provider: "steady" }] }, ...models },
      ...more,
    };
    writeFileSync(path, stringify(config));
  };
  write();
  const launched = launch(["--config", path], folder, { HEADGATE_ADMIN_TOKEN: TOKEN });
  onTestFinished(() => launched.end());
  await launched.ready();
  const gateway = { url: `http://${addresses.listen}`, admin: `http://${addresses.admin}` };
  const controlPlane = `http://${addresses.control_plane.listen}`;
  const admin = async (method: "POST" | "PATCH" | "DELETE", path: string, body?: object) => {
    const answer = await request(`${controlPlane}/admin/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  const health = async () =>
    (await (await request(`${controlPlane}/healthz`)).body.json()) as {
      policy: string;
      rejected?: { reason: string };
    };
  /** What the model gets a caller, in every worker. */
  const statuses = async (model: string) => {
    const all = await chatOnEveryWorker(gateway, "openai", { model, messages: [{ role: "user", content: "Hi" }] });
    return [...new Set(all.map(({ status }) => status))];
  };
  const isServed = async (model: string) => (await statuses(model)).join() === "200";
  return { launched, write, admin, health, statuses, isServed, gateway };
}

const another = (): GatewayConfig["providers"] => ({ other: { dialect: "openai", url: `${other.url}/v1` } });

describe("a provider, and a model with it,", () => {
  test("of the file is served within a second, and gone when it is taken out; no request is lost", async () => {
    const { write, isServed, statuses, gateway } = await started();
    await underTraffic(gateway, TRAFFIC, async () => {
      write(another(), { more: { targets: [{ provider: "other" }, { provider: "steady" }] } });
      const since = performance.now();
      await until("it is served", () => isServed("more"));
      expectInTime(since, WITHIN_MS);
      expect(other.requests.length).toBeGreaterThan(0);
      write();
      await until("it is gone", async () => (await statuses("more")).join() === "404");
    });
  });

  test("of the API is served when the API has answered, and gone when it is deleted; no request is lost", async () => {
    const { admin, isServed, statuses, gateway } = await started();
    await underTraffic(gateway, TRAFFIC, async () => {
      const { dialect, url } = another().other as { dialect: string; url: string };
      const since = performance.now();
      expect(await admin("POST", "/providers", { id: "other", dialect, url })).toMatchObject({ status: 201 });
      const made = await admin("POST", "/models", { id: "more", targets: [{ provider: "other" }] });
      expect(made).toMatchObject({ status: 201 });
      expect(await stat(gateway, "cluster_manager.warming_clusters")).toBe("0");
      await until("it is served", () => isServed("more"));
      expectInTime(since, WITHIN_MS);
      const changed = await admin("PATCH", "/models/more", {
        targets: [{ provider: "steady" }, { provider: "other" }],
      });
      expect(changed).toMatchObject({ status: 200 });
      await until("its new primary answers", async () => {
        steady.requests.length = 0;
        return (await isServed("more")) && steady.requestsFor("more").length > 0;
      });
      expect(await admin("DELETE", "/models/more")).toMatchObject({ status: 204 });
      await until("it is gone", async () => (await statuses("more")).join() === "404");
    });
  });
});

test("what Envoy does not take changes nothing, and the operator is told", async () => {
  const { write, admin, health, isServed, statuses, launched, gateway } = await started();
  const bad = { dialect: "openai", url: "https://127.0.0.1:1/v1", ca: "/nothing/here.pem" } as const;
  const { policy } = await health();
  await underTraffic(gateway, TRAFFIC, async () => {
    write({ bad, ...another() }, { more: { targets: [{ provider: "bad" }, { provider: "other" }] } });
    await until("it is refused", async () => (await health()).rejected !== undefined);
    expect((await health()).rejected?.reason).toMatch(/Envoy did not take/);
    expect((await health()).policy).toBe(policy);
    expect(await statuses("more")).toEqual([404]);
    expect(launched.output()).toContain("/nothing/here.pem");
    expect(await admin("POST", "/providers", { id: "api", ...bad })).toMatchObject({ status: 201 });
    const refused = await admin("POST", "/models", { id: "of-api", targets: [{ provider: "api" }] });
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining("urn:headgate:envoy") });
    // What is well goes on being taken.
    write(another(), { more: { targets: [{ provider: "other" }] } });
    await until("the next is served", () => isServed("more"));
    expect((await health()).rejected).toBeUndefined();
  });
});

test("an Envoy that is started again begins with what was in force, the control plane away or not", async () => {
  const { write, isServed, launched } = await started();
  write(another(), { more: { targets: [{ provider: "other" }] } });
  await until("it is served", () => isServed("more"));
  const controlPlane = await processOf(launched, /control-plane$/);
  // Not killed: it would be started again.
  process.kill(controlPlane, "SIGSTOP");
  onTestFinished(() => {
    if (isAlive(controlPlane)) process.kill(controlPlane, "SIGCONT");
  });
  const envoy = await processOf(launched, /envoy.* -c /);
  process.kill(envoy, "SIGKILL");
  await until("it is gone", () => !isAlive(envoy));
  await until("it serves again", () => isServed("more").catch(() => false));
});

test("timeouts of clusters and routes need no restart, one of the listener does", async () => {
  const { write, health, isServed, gateway } = await started();
  write(another(), { more: { targets: [{ provider: "other" }] } }, { timeouts: { connect: "1s", first_token: "2s" } });
  await until("it is served", () => isServed("more"));
  write({}, {}, { timeouts: { idle: "7s" } });
  await until("it is refused", async () => (await health()).rejected !== undefined);
  expect((await health()).rejected?.reason).toMatch(/needs a restart: timeouts\.idle changed$/);
  await underTraffic(gateway, TRAFFIC, async () => {});
});

test("an Envoy that does not take what it is started with is said so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-xds-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = async () => `127.0.0.1:${await freePort()}`;
  const addresses = { listen: await at(), control_plane: { listen: await at() }, admin: await at() };
  const path = join(folder, "headgate.yaml");
  const bad = { dialect: "openai", url: "https://127.0.0.1:1/v1", ca: "/nothing/here.pem" };
  writeFileSync(
    path,
    stringify({ ...addresses, providers: { bad }, models: { m: { targets: [{ provider: "bad" }] } } }),
  );
  const launched: Launched = launch(["--config", path], folder);
  onTestFinished(() => launched.end());
  expect(await launched.ended()).toBe(1);
  expect(launched.output()).toMatch(/headgate: Envoy did not take its clusters/);
  expect(launched.output()).toContain("/nothing/here.pem");
});
