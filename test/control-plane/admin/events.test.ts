import { once } from "node:events";
import { request } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { adminApi, FILE, ROOT } from "./admin-api.ts";

// biome-ignore lint/suspicious/noExplicitAny: what was sent is what is tested
type Seen = { type: string; id?: number; data: any };

type Api = Awaited<ReturnType<typeof adminApi>>;
interface Reader {
  events: Seen[];
  /** It was ended from the other side. */
  ended: boolean;
}
type Open = (api: Api, token: string, lastEventId?: number) => Promise<Reader>;

async function openStream({ url }: Api, token: string, lastEventId?: number): Promise<Reader> {
  const hangUp = new AbortController();
  onTestFinished(() => hangUp.abort());
  const last = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
  const { body, headers } = await request(`${url}/admin/v1/events`, {
    headers: { authorization: `Bearer ${token}`, ...last },
    signal: hangUp.signal,
  });
  expect(headers["content-type"]).toMatch(/^text\/event-stream/);
  const events: Seen[] = [];
  const reader: Reader = { events, ended: false };
  let text = "";
  body.on("error", () => {});
  body.on("close", () => {
    reader.ended = true;
  });
  body.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
      if (fields.event)
        events.push({ type: fields.event, ...(fields.id && { id: Number(fields.id) }), data: JSON.parse(fields.data) });
    }
  });
  return reader;
}

async function openSocket({ url }: Api, token: string, lastEventId?: number): Promise<Reader> {
  const query = lastEventId === undefined ? "" : `?last_event_id=${lastEventId}`;
  const socket = new WebSocket(`${url.replace("http", "ws")}/admin/v1/events${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  onTestFinished(() => socket.terminate());
  const events: Seen[] = [];
  const reader: Reader = { events, ended: false };
  socket.on("close", () => {
    reader.ended = true;
  });
  socket.on("message", (data) => events.push(JSON.parse(String(data))));
  await once(socket, "open");
  return reader;
}

const types = ({ events }: Reader) => events.map(({ type }) => type);

describe.each<[string, Open]>([
  ["server-sent events", openStream],
  ["a WebSocket", openSocket],
])("by %s", (_name, open) => {
  test("a change is an audit entry and another policy, without its secret", async () => {
    const api = await adminApi();
    const reader = await open(api, ROOT);
    await expect.poll(() => types(reader)).toEqual(["health"]);
    const { body } = await api.ask("POST", "/client-keys", { body: { id: "web" } });
    await expect.poll(() => types(reader)).toEqual(["health", "audit", "policy"]);
    expect(reader.events[1]).toMatchObject({ id: 1, data: { action: "client-key.create", object: "client-key/web" } });
    expect(reader.events[2]).toEqual({
      type: "policy",
      id: 1,
      data: {
        digest: api.live.current.policy.version,
        number: 1,
        actor: "token:environment",
        summary: "client-key.create client-key/web",
      },
    });
    expect(JSON.stringify(reader.events)).not.toContain(body.secret);
  });

  test("a target that fails, one that recovers, and a key that cools down, to those who may see all tenants", async () => {
    const targets = [{ provider: "a" }, { provider: "a", model: "n" }];
    const api = await adminApi({ file: { ...FILE, models: { m: { targets } } } });
    const reader = await open(api, ROOT);
    const ofShop = await open(api, await api.tokenFor("viewer", "shop"));
    await expect.poll(() => types(reader)).toContain("health");
    const none = { failures: {}, first_token: [], tokens: 0, tokens_ms: 0, answers: 0, read: 0, flaws: {} };
    const well = { id: "m/a", attempts: 50, ...none };
    api.targetHealth.take([well, { ...well, id: "m/a#2", failures: { reset: 50 } }]);
    for (let i = 0; i < 30; i++) api.targetHealth.take([{ ...well, id: "m/a#2", attempts: 1 }]);
    const until = Date.now() + 60_000;
    const coolDown = { provider: "a", key: "key-1", model: "m", reason: "rate_limit" };
    await api.coolDowns.exchange([{ id: "0123456789abcdef", until, ...coolDown }]);
    const told = () => reader.events.filter(({ type }) => type.includes("."));
    await expect.poll(() => told().length).toBe(3);
    expect(told()).toEqual([
      { type: "target.degraded", data: { target: "m/a#2", model: "m", score: expect.any(Number) } },
      { type: "target.recovered", data: { target: "m/a#2", model: "m", score: expect.any(Number) } },
      { type: "provider.cooldown", data: { ...coolDown, until: new Date(until).toISOString() } },
    ]);
    expect(types(ofShop).filter((type) => type.includes("."))).toEqual([]);
  });

  test("a change of the file, and of the health", async () => {
    const api = await adminApi();
    const reader = await open(api, ROOT);
    await api.live.takeFile({ ...api.live.file, explain: false }, "headgate.yaml");
    await expect.poll(() => types(reader)).toEqual(["health", "audit", "policy"]);
    api.health.rejected = { reason: "bad" };
    await expect
      .poll(() => reader.events.at(-1), { timeout: 5000 })
      .toEqual({
        type: "health",
        data: { status: "ok", rejected: { reason: "bad" } },
      });
  });

  test("what was missed, after the last event id", async () => {
    const api = await adminApi();
    for (const id of ["a1", "a2", "a3"]) await api.ask("POST", "/client-keys", { body: { id } });
    const reader = await open(api, ROOT, 1);
    await expect.poll(() => types(reader)).toEqual(["audit", "audit", "health", "policy"]);
    expect(reader.events.map(({ id }) => id)).toEqual([2, 3, undefined, 3]);
    await api.ask("POST", "/client-keys", { body: { id: "a4" } });
    await expect
      .poll(() => reader.events.filter(({ type }) => type === "audit").map(({ id }) => id))
      .toEqual([2, 3, 4]);
  });

  test("usage, once a second, of what has changed", async () => {
    const api = await adminApi();
    const reader = await open(api, ROOT);
    await expect.poll(() => types(reader)).toEqual(["health"]);
    const scope = {
      scope: "key:of-file|requests|minute",
      window: "w",
      windowEnds: Date.now() + 60_000,
      limit: 9,
      used: 3,
    };
    await api.store.lease({ envoy: "e", scopes: [scope] });
    await expect
      .poll(() => reader.events.at(-1), { timeout: 5000 })
      .toMatchObject({
        type: "usage",
        data: { rows: [{ scope: "key:of-file|requests|minute", used: 3, limit: 9 }] },
      });
  });

  test("a token that is deleted ends what it opened, and nothing else", async () => {
    const api = await adminApi();
    const token = await api.tokenFor("viewer");
    const reader = await open(api, token);
    const other = await open(api, ROOT);
    await expect.poll(() => types(reader)).toContain("health");
    for (const { id } of (await api.ask("GET", "/tokens")).body.items) await api.ask("DELETE", `/tokens/${id}`);
    await expect.poll(() => reader.ended, { timeout: 10_000 }).toBe(true);
    expect(other.ended).toBe(false);
  });

  test("a token that expires ends what it opened", async () => {
    const api = await adminApi();
    const expires_at = new Date(Date.now() + 3000).toISOString();
    const { body } = await api.ask("POST", "/tokens", { body: { id: "brief", role: "viewer", expires_at } });
    const reader = await open(api, body.secret ?? body.token);
    await expect.poll(() => reader.ended, { timeout: 15_000 }).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires_at));
  });

  test("a token of one tenant sees its own", async () => {
    const api = await adminApi();
    const token = await api.tokenFor("viewer", "shop");
    const reader = await open(api, token);
    await api.ask("POST", "/client-keys", { body: { id: "of-lab", tenant: "lab" } });
    await api.ask("POST", "/client-keys", { body: { id: "of-shop", tenant: "shop" } });
    await expect.poll(() => types(reader).filter((type) => type === "policy")).toHaveLength(2);
    expect(JSON.stringify(reader.events)).not.toContain("lab");
    expect(reader.events.filter(({ type }) => type === "audit")).toMatchObject([
      { data: { object: "client-key/of-shop" } },
    ]);
  });
});

test("nobody is let in without a token", async () => {
  const api = await adminApi();
  expect((await api.ask("GET", "/events", { token: "" })).status).toBe(401);
  for (const [path, token, status] of [
    ["events", "hga-wrong", 401],
    ["tenants", ROOT, 404],
  ] as const) {
    const socket = new WebSocket(`${api.url.replace("http", "ws")}/admin/v1/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on("error", () => {});
    const [, response] = await once(socket, "unexpected-response");
    expect(response.statusCode).toBe(status);
  }
});
