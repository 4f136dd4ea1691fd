import { afterAll, beforeAll } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { type Provider, startProvider } from "./provider/server.ts";
import { allBehaviours, describeTable } from "./table.ts";

/**
 * The official clients and the scripted providers of their own dialect, with nothing between them: what
 * fails here is a fault of these tests, not of the gateway.
 */
let provider: Provider;

beforeAll(async () => {
  provider = await startProvider(allBehaviours());
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.stop()));
  await provider?.close();
});

const clients = await describeTable({
  url: () => provider.url,
  provider: () => provider,
  throughGateway: false,
  clientDialects: DIALECTS,
  providersFor: (client) => [client],
});
