import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { KeyEvent } from "../../../control-plane/key-watch/key-times.ts";
import { KeyWatch } from "../../../control-plane/key-watch/key-watch.ts";
import { collectedLog } from "../collected-log.ts";
import { adminApi, FILE, ROOT } from "./admin-api.ts";

const END = Date.UTC(2030, 0, 31);
const DAY = 86_400_000;

/** The file's key of the provider `a` ends; what a watch of it tells. */
async function watched(fields: object = { expires_at: new Date(END).toISOString() }) {
  const keys = [{ secret: "env:A_KEY", ...fields }];
  const api = await adminApi({ file: { ...FILE, providers: { a: { ...FILE.providers.a, keys } } } });
  const another = () => {
    const told: KeyEvent[] = [];
    const { log, lines } = collectedLog();
    const watch = new KeyWatch({ live: api.live, store: api.store, log, tell: (event) => told.push(event) });
    return { watch, told, lines };
  };
  const entries = async () => {
    const { items } = await api.store.audit({ object: "provider-key/key-1", limit: 100 });
    return items.map(({ action, change }) => [action, (change as { in?: string }).in]);
  };
  return { ...api, ...another(), another, entries };
}

describe("the end of a provider key", () => {
  test("is told a week before, a day before and when it comes, each once", async () => {
    const { watch, told, entries } = await watched();
    for (const days of [9, 8, 7, 6, 3, 1, 0.5, 0, -1, -9]) await watch.look(END - days * DAY);
    const about = { provider: "a", key: "key-1", at: "2030-01-31T00:00:00.000Z" };
    expect(told).toEqual([
      { ...about, state: "expiring" },
      { ...about, state: "expiring" },
      { ...about, state: "expired" },
    ]);
    expect(await entries()).toEqual([
      ["provider-key.expiring", "7d"],
      ["provider-key.expiring", "1d"],
      ["provider-key.expired", undefined],
    ]);
  });

  test("stands once in the audit log, however many look, and after a new start", async () => {
    const { watch, another, entries } = await watched();
    await watch.look(END);
    await another().watch.look(END + DAY);
    expect(await entries()).toEqual([["provider-key.expired", undefined]]);
  });

  test("of a secret that was rotated is none", async () => {
    const { watch, told, ask } = await watched({});
    await ask("POST", "/provider-keys", { body: { id: "k", provider: "a", secret: "sk-first-secret-01234" } });
    await ask("POST", "/provider-keys/k:rotate", { body: { secret: "sk-second-secret-0123" } });
    await watch.look(Date.now() + 2 * DAY);
    expect(told).toEqual([]);
  });
});

describe("an exhausted key", () => {
  test("is told when its budget is used up", async () => {
    const { watch, told, entries, store } = await watched({ budget: { usd_per_day: 1 } });
    const now = Date.now();
    const windowEnds = (Math.floor(now / DAY) + 1) * DAY;
    const report = (used: number) => {
      const window = new Date(now).toISOString().slice(0, 10);
      const scope = { scope: "provider_key:a/key-1|usd_per_day", window, windowEnds, limit: 1e6, used };
      return store.lease({ envoy: "one", scopes: [scope] });
    };
    await report(999_999);
    await watch.look(now);
    expect(told).toEqual([]);
    await report(1_000_001);
    await watch.look(now);
    await watch.look(now + 1000);
    expect(told).toEqual([{ provider: "a", key: "key-1", state: "exhausted", at: new Date(windowEnds).toISOString() }]);
    expect(await entries()).toEqual([["provider-key.exhausted", undefined]]);
  });

  test("and a refused one are told as gateways report them, a limit of a minute is not", async () => {
    const { watch, told, lines } = await watched();
    const about = { provider: "a", key: "key-1", until: Date.UTC(2026, 10, 21, 12, 5) };
    await watch.report([
      { ...about, reason: "rate_limit" },
      { ...about, reason: "limit" },
      { ...about, reason: "quota" },
      { ...about, reason: "key_refused" },
      { ...about, reason: "key_refused", until: about.until + 300_000 },
    ]);
    expect(told.map(({ state }) => state)).toEqual(["exhausted", "refused"]);
    expect(lines).toEqual([]);
  });
});

test("who listens hears of it, a tenant's token does not", async () => {
  const { url, admin, tokenFor } = await watched();
  const listen = async (token: string) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/admin/v1/events`, {
      headers: { authorization: `Bearer ${token}` },
    });
    onTestFinished(() => socket.terminate());
    const heard: string[] = [];
    await new Promise<void>((resolve) =>
      socket.on("message", (data) => {
        heard.push(JSON.parse(String(data)).type);
        resolve();
      }),
    );
    return heard;
  };
  const [everything, shop] = [await listen(ROOT), await listen(await tokenFor("admin", "shop"))];
  await admin.keys.look(END);
  await expect.poll(() => everything).toContain("key");
  await expect.poll(() => shop.length).toBeGreaterThan(0);
  expect(shop).not.toContain("key");
});
