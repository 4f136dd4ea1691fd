import { afterAll, beforeAll, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { ENVELOPE } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";

/** Envoy's own limit by address, behind one proxy that writes `x-forwarded-for`. */
const MOST = 3;

let provider: Provider;
let gateway: Gateway;
let direct: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  const config = {
    providers: { openai: { dialect: "openai" as const, url: baseUrlOf("openai", provider.url) } },
    models: { m: { targets: [{ provider: "openai" }] } },
  };
  const per_ip = { requests_per_minute: MOST };
  [gateway, direct] = await Promise.all([
    startGateway({ ...config, limits: { per_ip: { ...per_ip, trusted_hops: 1 } } }),
    startGateway({ ...config, limits: { per_ip } }),
  ]);
});

afterAll(async () => {
  await Promise.all([gateway?.stop(), direct?.stop()]);
  await provider?.close();
});

/** The statuses of so many requests from one address, one after the other. */
async function statuses(to: Gateway, forwarded: (index: number) => string, count = MOST + 2): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index++) {
    const body = WIRE.openai.request({ ...CONVERSATION, model: "m" });
    all.push((await chat(to, "openai", body, { "x-forwarded-for": forwarded(index) })).status);
  }
  return all;
}

const LIMITED = [200, 200, 200, 429, 429];

test("one address is refused above its limit, and no other", async () => {
  expect(await statuses(gateway, () => "192.0.2.1")).toEqual(LIMITED);
  expect(await statuses(gateway, () => "192.0.2.2", 1)).toEqual([200]);
});

test("of IPv6 the prefix counts", async () => {
  expect(await statuses(gateway, (index) => `2001:db8:0:1::${index + 1}`)).toEqual(LIMITED);
  expect(await statuses(gateway, () => "2001:db8:0:2::1", 1)).toEqual([200]);
});

test("what a caller writes before the proxy's word is not believed", async () => {
  expect(await statuses(gateway, (index) => `198.51.100.${index}, 192.0.2.3`)).toEqual(LIMITED);
});

test("without a proxy the header is not believed at all", async () => {
  expect(await statuses(direct, (index) => `198.51.100.${index}`)).toEqual(LIMITED);
});

test("the refusal is of the client's dialect, and says when to come again", async () => {
  await statuses(gateway, () => "192.0.2.9");
  for (const dialect of ["openai", "responses", "anthropic", "ollama"] as const) {
    const body = WIRE[dialect].request({ ...CONVERSATION, model: "m" });
    const answer = await chat(gateway, dialect, body, { "x-forwarded-for": "192.0.2.9" });
    expect([answer.status, answer.headers.get("retry-after")], answer.text).toEqual([429, "20"]);
    expect(JSON.parse(answer.text)).toMatchObject(ENVELOPE[dialect](expect.stringMatching("3 requests a minute")));
  }
});
