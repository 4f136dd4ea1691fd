import { RedisServer, redisIsMissing } from "../../control-plane/store/redis-server.ts";
import type { Scenario } from "../scenario.ts";

const SECRET = "hg-key-under-limits";
const GENEROUS = { requests_per_minute: 1_000_000, tokens_per_minute: 1_000_000_000, concurrent_requests: 1000 };

let server: RedisServer;

const REDIS: Scenario = {
  name: "redis-gone",
  does: "Redis, the control plane's store, is killed and comes back, then hangs and goes on; the caller's key has limits",
  missing: redisIsMissing,
  short: true,
  prepare: async () => {
    server = await RedisServer.started();
    return {
      config: { keys: [{ id: "caller", secret: "env:CALLER", limits: GENEROUS }] },
      options: { withControlPlane: true, store: server.url, environment: { CALLER: SECRET } },
      headers: { authorization: `Bearer ${SECRET}` },
      stop: () => server.remove(),
    };
  },
  async act({ goOn }) {
    await server.stop();
    await goOn();
    await server.start();
    await goOn();
    server.pause();
    await goOn();
    server.resume();
  },
};

export const REDIS_GONE: readonly Scenario[] = [REDIS];
