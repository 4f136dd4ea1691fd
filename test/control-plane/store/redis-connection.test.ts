import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { OperatorError } from "../../../control-plane/process/operator-error.ts";
import { StoreUnavailable } from "../../../control-plane/store/errors.ts";
import type { Store } from "../../../control-plane/store/store.ts";
import { openStore } from "../../../control-plane/store-place/open-store.ts";
import { RedisServer, redisIsMissing } from "./redis-server.ts";

const missing = redisIsMissing();
const PASSWORD = "hunter2-correct-horse";

const change = (id: string) => ({
  puts: [{ kind: "tenant" as const, id, body: { name: id } }],
  audit: [{ actor: "a", action: "tenant.put", object: `tenant/${id}`, change: null }],
});

async function refusal(url: string): Promise<string> {
  const error = await openStore(url).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OperatorError);
  const said = `${(error as Error).stack} ${JSON.stringify(error)}`;
  expect(said).not.toContain(PASSWORD);
  return (error as Error).message;
}

describe.skipIf(missing !== undefined)(
  missing ? `Redis lost and found: SKIPPED: ${missing}` : "Redis lost and found",
  () => {
    let server: RedisServer;
    let store: Store;
    beforeEach(async () => {
      // Else a busy disk delays the writing, and what was answered is lost with a crash.
      server = await RedisServer.started("--appendfsync", "always");
      store = await openStore(server.url);
      await store.commit(change("before"));
    });
    afterEach(async () => {
      await store.close();
      await server.remove();
    });

    const unavailable = async (work: Promise<unknown>) => {
      const error = await work.catch((error: unknown) => error);
      expect(error).toBeInstanceOf(StoreUnavailable);
      return (error as Error).message;
    };

    test("while it is away every operation says so in time; when it is back they work again", async () => {
      await server.stop();
      const said = await Promise.all([
        unavailable(store.get("tenant", "before")),
        unavailable(store.commit(change("lost"))),
        unavailable(store.contents()),
        unavailable(store.audit({ limit: 1 })),
        unavailable(store.lease({ envoy: "e", scopes: [] })),
        unavailable(store.usage()),
      ]);
      for (const message of said)
        expect(message).toContain(`redis://127.0.0.1:${server.port}/0: the store cannot be reached: `);
      expect(await unavailable(store.get("tenant", "before"))).toContain("ECONNREFUSED");

      await server.start();
      expect(await store.get("tenant", "before")).toMatchObject({ revision: 1 });
      // What was given up is not done later behind one's back.
      expect(await store.get("tenant", "lost")).toBeUndefined();
      await store.commit(change("after"));
      expect(await store.contents()).toMatchObject({ commit: 2 });
    });

    test("away for a moment only, nobody notices", async () => {
      await server.stop();
      const late = store.commit(change("late"));
      await server.start();
      expect(await late).toMatchObject({ commit: 2 });
    });

    test("that hangs is given up, and its connection taken anew", async () => {
      server.pause();
      expect(await unavailable(store.get("tenant", "before"))).toContain("no answer within 3 s");
      server.resume();
      expect(await store.get("tenant", "before")).toMatchObject({ revision: 1 });
    });

    test("a watch goes on after the connection was lost, and misses nothing", async () => {
      const other = await openStore(server.url);
      onTestFinished(() => other.close());
      const told = () =>
        new Promise<void>((resolve) => {
          const end = store.watch(() => {
            end();
            resolve();
          });
        });
      await server.stop();
      await server.start();
      const heard = told();
      await other.commit(change("meanwhile"));
      await heard;
      const again = told();
      await other.commit(change("later"));
      await again;
    });

    test("restored from a backup, watchers are told", async () => {
      const heard = new Promise<void>((resolve) => void store.watch(resolve));
      const hand = createClient({ url: server.url });
      await hand.connect();
      await hand.hSet("{headgate}:state", "commits", "0");
      hand.destroy();
      await heard;
    });
  },
);

describe.skipIf(missing !== undefined)(missing ? `Redis as a store: SKIPPED: ${missing}` : "Redis as a store", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.started("--requirepass", PASSWORD);
  });
  afterAll(() => server?.remove());
  const url = (query = "", password = PASSWORD) => `redis://:${password}@127.0.0.1:${server.port}/0${query}`;
  const byHand = async () => {
    const client = createClient({ url: url() });
    await client.connect();
    onTestFinished(() => client.destroy());
    return client;
  };

  test("keeps all under its prefix, apart from other prefixes, and in one slot of a cluster", async () => {
    const [one, other] = [await openStore(url("?prefix=one")), await openStore(url("?prefix=two"))];
    onTestFinished(async () => {
      await one.close();
      await other.close();
    });
    const scope = { scope: "s", window: "2026-11", windowEnds: Date.parse("2026-12-01"), limit: 1, used: 0 };
    await one.commit({ ...change("acme"), version: { actor: "a", summary: "s", digest: "d", document: {} } });
    await one.lease({ envoy: "e", at: Date.parse("2026-11-21"), scopes: [scope] });
    expect(await other.contents()).toEqual({ commit: 0, version: 0, resources: [] });
    expect(await other.usage()).toEqual([]);
    const names = await (await byHand()).keys("*");
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(name).toMatch(/^\{(one|two)\}:/);
  });

  test("with a wrong password is refused, and no password is repeated", async () => {
    expect(await refusal(url("", `${PASSWORD}x`))).toMatch(
      /^redis:\/\/127.0.0.1:\d+\/0: the store cannot be reached: WRONGPASS/,
    );
    expect(await refusal(`redis://127.0.0.1:${server.port}/0`)).toMatch(/NOAUTH/);
  });

  test("that is not there is refused with the reason", async () => {
    expect(await refusal(`redis://user:${PASSWORD}@127.0.0.1:1/0`)).toBe(
      "redis://127.0.0.1:1/0: the store cannot be reached: ECONNREFUSED: see that Redis runs there, and takes this user and password",
    );
  });

  test.each([
    `redis://u:${PASSWORD}@127.0.0.1:x/0`,
    `redis://u:${PASSWORD}@127.0.0.1:1/zero`,
    `redis:/${PASSWORD}`,
  ])("a URL that is none (%#) is refused", async (bad) => {
    expect(await refusal(bad)).toMatch(/the store's URL is none that is possible: .*redis:\/\/host:port\/0/);
  });

  test("that deletes data when it is full is refused", async () => {
    const hand = await byHand();
    await hand.configSet({ maxmemory: "100mb", "maxmemory-policy": "allkeys-lru" });
    expect(await refusal(url())).toContain(
      "deletes data when it is full (maxmemory-policy allkeys-lru): set it to noeviction",
    );
    await hand.configSet({ maxmemory: "0", "maxmemory-policy": "noeviction" });
    await (await openStore(url())).close();
  });

  test("that is full says so, and changes nothing", async () => {
    const hand = await byHand();
    const store = await openStore(url("?prefix=full"));
    onTestFinished(() => store.close());
    await hand.configSet("maxmemory", "1mb");
    const error = await store.commit(change("acme")).catch((error: unknown) => error);
    await hand.configSet("maxmemory", "0");
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(String(error)).toContain("OOM");
    expect(await store.contents()).toEqual({ commit: 0, version: 0, resources: [] });
  });

  test("of a newer Headgate is refused", async () => {
    const hand = await byHand();
    await hand.hSet("{newer}:state", "schema", "2");
    expect(await refusal(url("?prefix=newer"))).toMatch(/is of a newer Headgate \(layout 2, this one knows 1\)/);
  });

  test("its audit log takes no entry anywhere but at its end", async () => {
    const store = await openStore(url("?prefix=log"));
    onTestFinished(() => store.close());
    await store.commit(change("acme"));
    const hand = await byHand();
    await expect(hand.xAdd("{log}:audit", "1-0", { entry: "{}" })).rejects.toThrow(/equal or smaller/);
  });
});
