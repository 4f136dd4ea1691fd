import { afterAll, beforeAll, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { faultsIn } from "../envoy/faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "../envoy/gateway.ts";
import { CASES } from "./case/index.ts";
import { baseUrl } from "./provider/index.ts";
import { type Provider, startProvider } from "./provider/server.ts";
import { allBehaviours, describeTable, modelFor } from "./table.ts";

/** The official clients, unmodified, through a real Envoy to providers of every dialect. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider(allBehaviours());
  const { url } = provider;
  const models: GatewayConfig["models"] = {};
  for (const dialect of DIALECTS) {
    for (const row of CASES) models[modelFor(dialect, row)] = { targets: [{ provider: dialect }] };
  }
  const providers = Object.fromEntries(DIALECTS.map((dialect) => [dialect, { dialect, url: baseUrl(dialect, url) }]));
  gateway = await startGateway({ providers, models });
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await gateway?.stop();
  await provider?.close();
});

const clients = await describeTable({
  url: () => gateway.url,
  provider: () => provider,
  throughGateway: true,
  clientDialects: DIALECTS,
  providersFor: () => DIALECTS,
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
