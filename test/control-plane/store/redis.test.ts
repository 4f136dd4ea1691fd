import { afterAll, beforeAll, describe } from "vitest";
import { RedisStore } from "../../../control-plane/store/redis/redis-store.ts";
import type { Place } from "./bench.ts";
import { RedisServer, redisIsMissing } from "./redis-server.ts";
import { storeSuite } from "./suite.ts";

const missing = redisIsMissing();
if (missing !== undefined) console.warn(`the tests of the store in Redis are SKIPPED: ${missing}`);

describe.skipIf(missing !== undefined)(missing ? `a store in Redis: SKIPPED: ${missing}` : "a store in Redis", () => {
  let server: RedisServer;
  let places = 0;
  beforeAll(async () => {
    server = await RedisServer.started();
  });
  afterAll(() => server?.remove());

  async function fresh(): Promise<Place> {
    const opened: RedisStore[] = [];
    const url = `${server.url}?prefix=place${places++}`;
    return {
      async open(now) {
        const store = await RedisStore.open(url, now);
        opened.push(store);
        return store;
      },
      async end() {
        for (const store of opened) await store.close();
      },
    };
  }

  storeSuite({ fresh });
});
