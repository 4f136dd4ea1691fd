import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient } from "redis";
import { request } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { startControlPlane } from "../../control-plane/server/control-plane.ts";
import { freePort } from "../envoy/free-port.ts";
import { collectedLog } from "./collected-log.ts";
import { RedisServer, redisIsMissing } from "./store/redis-server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const missing = redisIsMissing();
const ENVIRONMENT = { HEADGATE_SNAPSHOT_TOKEN: "t", HEADGATE_ADMIN_TOKEN: "admin-token-of-the-tests-0123456789" };

/** A control plane on a Redis of its own; it can be started again in the same place. */
async function place() {
  const server = await RedisServer.started();
  onTestFinished(() => server.remove());
  const folder = temporaryFolder();
  const start = async () => {
    const port = await freePort();
    const path = join(folder, "headgate.yaml");
    writeFileSync(
      path,
      `
control_plane: { listen: "127.0.0.1:${port}", store: "${server.url}" }
anonymous: false
providers: { a: { dialect: openai, url: "http://127.0.0.1:1" } }
models: { m: { targets: [ { provider: a } ] } }
`,
    );
    const { log, lines } = collectedLog();
    const running = await startControlPlane(path, ENVIRONMENT, log);
    let open = true;
    const stop = async () => {
      if (open) await running.close();
      open = false;
    };
    onTestFinished(stop);
    const ask = async (pathname: string, sent?: object) => {
      const authorization = `Bearer ${pathname.startsWith("/admin") ? ENVIRONMENT.HEADGATE_ADMIN_TOKEN : "t"}`;
      const { statusCode, body } = await request(`http://127.0.0.1:${port}${pathname}`, {
        method: sent ? "POST" : "GET",
        headers: { authorization, "content-type": "application/json" },
        ...(sent && { body: JSON.stringify(sent) }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
      return { status: statusCode, body: (await body.json()) as any };
    };
    const keys = async () => (await ask("/snapshot")).body.keys.map(({ id }: { id: string }) => id).sort();
    const makeKey = async (id: string) => (await ask("/admin/v1/client-keys", { id })).status;
    return { lines, stop, ask, keys, makeKey };
  };
  const byHand = async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    onTestFinished(() => client.destroy());
    return client;
  };
  return { server, start, byHand };
}

const said = (what: string) => (missing ? `${what}: SKIPPED: ${missing}` : what);
const WAIT = { timeout: 30_000, interval: 200 };

test.skipIf(missing !== undefined)(
  said("a Redis that is away at the start leaves its last policy in force"),
  async () => {
    const { server, start } = await place();
    const first = await start();
    expect(await first.makeKey("web")).toBe(201);
    await first.stop();
    await server.stop();
    const again = await start();
    expect(await again.keys()).toEqual(["web"]);
    expect(await again.makeKey("late")).toBe(503);
    expect((await again.ask("/healthz")).body.trouble).toContain("the store cannot be reached");
    await server.start();
    await expect.poll(() => again.makeKey("late"), WAIT).toBe(201);
    expect(await again.keys()).toEqual(["late", "web"]);
  },
);

test.skipIf(missing !== undefined)(
  said("a Redis that is full refuses changes, and keeps what is in force"),
  async () => {
    const { start, byHand } = await place();
    const { ask, keys, makeKey } = await start();
    expect(await makeKey("web")).toBe(201);
    const hand = await byHand();
    await hand.configSet("maxmemory", "1mb");
    expect(await makeKey("late")).toBe(503);
    expect(await keys()).toEqual(["web"]);
    expect((await ask("/healthz")).status).toBe(200);
    await hand.configSet("maxmemory", "0");
    expect(await makeKey("late")).toBe(201);
  },
);

test.skipIf(missing !== undefined)(said("a Redis that lost everything takes no key from anybody"), async () => {
  const { server, start, byHand } = await place();
  const first = await start();
  expect(await first.makeKey("web")).toBe(201);
  await (await byHand()).flushAll();
  await expect
    .poll(async () => (await first.ask("/healthz")).body.trouble, WAIT)
    .toMatch(/the store is empty, and held \d+ changes/);
  expect(await first.keys()).toEqual(["web"]);
  expect(await first.makeKey("late")).toBe(503);
  await first.stop();
  const again = await start();
  expect(await again.keys()).toEqual(["web"]);
  expect(again.lines.join("\n")).toMatch(
    /the store is empty, and held \d+ changes: restore a backup, or delete \S+last-good.json/,
  );
  expect(server.port).toBeGreaterThan(0);
});
