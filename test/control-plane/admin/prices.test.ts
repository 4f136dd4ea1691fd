import { describe, expect, test } from "vitest";
import { adminApi, FILE } from "./admin-api.ts";

const file = {
  ...FILE,
  models: {
    m: { targets: [{ provider: "a", model: "meta/llama" }] },
    n: { targets: [{ provider: "a", model: "of-file" }] },
  },
  prices: { "of-file": { input: 3, output: 4 } },
};
const AT = "/prices/meta%2Fllama";
const price = { input: 1, output: 2 };

describe("/prices", () => {
  test("one that is put is in force at once, and the price before when it is deleted", async () => {
    const { ask, live } = await adminApi({ file });
    const inForce = () => live.current.policy.targets.map((target) => target.price);
    const { version } = live.current.policy;
    expect(inForce()).toEqual([undefined, { input: 3, output: 4 }]);
    const put = await ask("PUT", AT, { body: price });
    expect([put.status, put.headers.etag], put.text).toEqual([200, '"1"']);
    expect(put.body).toMatchObject({ id: "meta/llama", source: "api", revision: 1, ...price });
    expect(inForce()[0]).toEqual(price);
    const changed = await ask("PUT", AT, { body: { ...price, cached_input: 0.5 }, headers: { "if-match": '"1"' } });
    expect([changed.status, changed.headers.etag]).toEqual([200, '"2"']);
    expect(inForce()[0]).toEqual({ ...price, cached_input: 0.5 });
    expect((await ask("GET", AT)).body).toEqual(changed.body);
    expect((await ask("DELETE", AT)).status).toBe(204);
    expect(inForce()[0]).toBeUndefined();
    expect(live.current.policy.version).toBe(version);
  });

  test("are listed with the file's, and audited", async () => {
    const { ask, store } = await adminApi({ file });
    await ask("PUT", AT, { body: price });
    await ask("PUT", AT, { body: { input: 2, output: 2 } });
    const { items } = (await ask("GET", "/prices")).body;
    expect(items.map(({ id, source }: { id: string; source: string }) => [id, source])).toEqual([
      ["of-file", "file"],
      ["meta/llama", "api"],
    ]);
    const { items: audit } = await store.audit({ limit: 10 });
    expect(audit.map(({ action, object }) => [action, object])).toEqual([
      ["price.create", "price/meta/llama"],
      ["price.update", "price/meta/llama"],
    ]);
  });

  test("need no restart of an Envoy that runs", async () => {
    const { ask, live } = await adminApi({ file, running: true });
    expect((await ask("PUT", AT, { body: price })).status).toBe(200);
    expect(live.current.policy.targets[0]?.price).toEqual(price);
  });

  test.each<[string, string, unknown, number, string]>([
    ["the file's", "/prices/of-file", price, 409, "urn:headgate:in-file"],
    ["half a price", AT, { input: 1 }, 422, "urn:headgate:invalid"],
    ["a negative one", AT, { input: -1, output: 2 }, 422, "urn:headgate:invalid"],
    ["a name that is none", "/prices/a%20b", price, 422, "urn:headgate:invalid"],
  ])("refused: %s", async (_, path, body, status, type) => {
    const { ask, live } = await adminApi({ file });
    const { version } = live.current.policy;
    const answer = await ask("PUT", path, { body });
    expect([answer.status, answer.body.type], answer.text).toEqual([status, type]);
    expect(live.current.policy.version).toBe(version);
  });

  test("an ETag of before is refused", async () => {
    const { ask } = await adminApi({ file });
    await ask("PUT", AT, { body: price });
    await ask("PUT", AT, { body: { input: 2, output: 2 } });
    const late = await ask("PUT", AT, { body: price, headers: { "if-match": '"1"' } });
    expect([late.status, late.body.type]).toEqual([412, "urn:headgate:changed"]);
  });

  test("stand in a document that is applied", async () => {
    const { ask, live } = await adminApi({ file });
    await ask("POST", "/policy:apply", { body: { prices: { "meta/llama": price } } });
    expect(live.current.policy.targets[0]?.price).toEqual(price);
    await ask("POST", "/policy:apply", { body: { prices: {} } });
    expect(live.current.policy.targets[0]?.price).toBeUndefined();
  });
});
