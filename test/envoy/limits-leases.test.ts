import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** Two Envoys that share a budget through one control plane. A day, since no test is to wait for a minute's end. */
let provider: Provider;
let gateways: Gateway[] = [];

const PRICE = { input: 10_000, output: 20_000 };
const COST = (REPLY.inputTokens * PRICE.input + REPLY.outputTokens * PRICE.output) / 1e6;
const BUDGET = 40;
const environment = { SHARED: "secret-of-shared", KEPT: "secret-of-kept" };

beforeAll(async () => {
  provider = await startProvider();
  const key = (id: string, secret: string) => ({ id, secret, budget: { usd_per_day: BUDGET } });
  const config: GatewayConfig = {
    providers: everyDialect(provider),
    models: { m: { targets: [{ provider: "openai", price: PRICE }] } },
    keys: [key("shared", "env:SHARED"), key("kept", "env:KEPT")],
  };
  const first = await startGateway(config, { environment, withControlPlane: true });
  gateways = [first];
  gateways.push(await startGateway(config, { environment, controlPlaneOf: first }));
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await provider?.close();
});

/** How many of so many requests at once got through. */
async function burst(gateway: Gateway | undefined, id: string, count: number): Promise<number> {
  if (gateway === undefined) throw new Error("no gateway");
  const request = WIRE.openai.request({ ...CONVERSATION, maxTokens: REPLY.outputTokens, model: "m" });
  const headers = { authorization: `Bearer secret-of-${id}` };
  const answers = await Promise.all(Array.from({ length: count }, () => chat(gateway, "openai", request, headers)));
  return answers.filter(({ status }) => status === 200).length;
}

/** All Envoys ask as often as they may; what was spent in dollars. */
async function spend(id: string, rounds: number): Promise<number> {
  let passed = 0;
  for (let i = 0; i < rounds; i++) {
    for (const gateway of gateways) passed += await burst(gateway, id, 10);
    await setTimeout(500);
  }
  return passed * COST;
}

test("a budget of two Envoys is spent by both together, and not exceeded", async () => {
  let spent = 0;
  // Each has to hear of the other: an answer or two.
  for (let i = 0; i < 6; i++) {
    for (const gateway of gateways) spent += (await burst(gateway, "shared", 1)) * COST;
    await setTimeout(500);
  }
  spent += await spend("shared", 12);
  expect(spent).toBeLessThanOrEqual(BUDGET);
  expect(spent).toBeGreaterThan(0.85 * BUDGET);
});

test("with the control plane gone each keeps its part of what is left", async () => {
  let spent = 0;
  for (let i = 0; i < 6; i++) {
    for (const gateway of gateways) spent += (await burst(gateway, "kept", 1)) * COST;
    await setTimeout(500);
  }
  await gateways[0]?.controlPlane?.kill();
  const parts: number[] = [];
  for (const gateway of gateways) parts.push((await burst(gateway, "kept", 80)) * COST);
  for (const part of parts) expect(part).toBeGreaterThan(5 * COST);
  spent += parts.reduce((sum, part) => sum + part, 0);
  expect(spent).toBeLessThanOrEqual(BUDGET);
});

test("none of it made the filter fail", () => {
  for (const gateway of gateways) expect(faultsIn(gateway.logs())).toEqual([]);
});
