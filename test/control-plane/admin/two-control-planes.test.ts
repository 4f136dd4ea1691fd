import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { checkConfig } from "../../../control-plane/config/parse.ts";
import { type Edit, LivePolicy } from "../../../control-plane/managed/live-policy.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { collectedLog } from "../collected-log.ts";
import { RedisServer, redisIsMissing } from "../store/redis-server.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { ENVIRONMENT, FILE } from "./admin-api.ts";

const missing = redisIsMissing();
if (missing !== undefined) console.warn(`two control planes on one Redis are SKIPPED: ${missing}`);

/** Two control planes with the same file, on one store. */
async function two(url: string) {
  const { log } = collectedLog();
  const open = async () => {
    const store = await openStore(url);
    const file = checkConfig(FILE, "headgate.yaml");
    const live = await LivePolicy.open({ store, file, environment: ENVIRONMENT, log, openKey: () => "" });
    onTestFinished(async () => {
      await live.close();
      await store.close();
    });
    return { live, store };
  };
  return [await open(), await open()] as const;
}

const putKey = (id: string): Edit => ({
  puts: [{ kind: "client-key", id, body: { secret_sha256: Buffer.from(id).toString("hex").padEnd(64, "0") } }],
  action: "client-key.create",
  object: `client-key/${id}`,
  change: null,
});
const ids = ({ live }: { live: LivePolicy }) => live.current.policy.keys.map(({ id }) => id);

function together(fresh: () => string): void {
  test("what one changes is in force in the other", async () => {
    const [one, other] = await two(fresh());
    const next = other.live.current.next(other.live.current.policy.version, 5000, new AbortController().signal);
    await one.live.change("test", () => putKey("web"));
    expect((await next)?.keys.map(({ id }) => id)).toEqual(["of-file", "web"]);
    expect(other.live.current.policy.version).toBe(one.live.current.policy.version);
  });

  test("of changes by both at the same time none is lost", async () => {
    const [one, other] = await two(fresh());
    const names = Array.from({ length: 10 }, (_, n) => `k${n}`);
    await Promise.all(names.map((name, n) => (n % 2 ? one : other).live.change("test", () => putKey(name))));
    const all = ["of-file", ...names];
    await expect.poll(() => ids(one)).toEqual(all);
    await expect.poll(() => ids(other)).toEqual(all);
  });

  test("the same change of the file by both is one version", async () => {
    const [one, other] = await two(fresh());
    for (const { live } of [one, other]) await live.takeFile({ ...live.file, explain: false }, "headgate.yaml");
    await expect.poll(async () => (await one.store.versions({ limit: 9 })).items.length).toBe(1);
    await other.live.change("test", () => putKey("web"));
    expect((await one.store.versions({ limit: 9 })).items.map(({ number }) => number)).toEqual([2, 1]);
  });
}

describe("on one SQLite file", () => together(() => `sqlite:${join(temporaryFolder(), "headgate.db")}`));

describe.skipIf(missing !== undefined)(missing ? `on one Redis: SKIPPED: ${missing}` : "on one Redis", () => {
  let server: RedisServer;
  let places = 0;
  beforeAll(async () => {
    server = await RedisServer.started();
  });
  afterAll(() => server?.remove());
  together(() => `${server.url}?prefix=place${places++}`);
});
