import { afterAll, beforeAll, describe, test } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import {
  type Behaviour,
  breaksAtHead,
  breaksBeforeContent,
  hangs,
  type Provider,
  startProvider,
} from "../fixtures/provider/index.ts";
import { conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { expectStreamToBreak } from "./broken-stream.ts";
import { expectFailure } from "./expect-failure.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { SAME_AND_OTHER } from "./pairs.ts";
import { everyDialect } from "./providers.ts";

/** Providers that fall silent, and a gateway with little patience. */
let provider: Provider;
let gateway: Gateway;

const SILENCES: { what: string; stream: boolean; provider: Behaviour }[] = [
  { what: "no head", stream: false, provider: hangs() },
  { what: "no head of a stream", stream: true, provider: hangs() },
  { what: "no body", stream: false, provider: breaksAtHead("hangs") },
  { what: "no event", stream: true, provider: breaksAtHead("hangs") },
  { what: "no content", stream: true, provider: breaksBeforeContent("hangs") },
];

function modelFor(index: number | "middle", { client, provider }: { client: Dialect; provider: Dialect }): string {
  return `silent-${index}-${client}-${provider}`;
}

beforeAll(async () => {
  provider = await startProvider();
  const models: Record<string, { targets: { provider: Dialect }[] }> = {};
  for (const pair of SAME_AND_OTHER) {
    for (const [index, { provider: behaviour }] of SILENCES.entries()) {
      provider.on(modelFor(index, pair), behaviour);
      models[modelFor(index, pair)] = { targets: [{ provider: pair.provider }] };
    }
    models[modelFor("middle", pair)] = { targets: [{ provider: pair.provider }] };
  }
  gateway = await startGateway({
    timeouts: { first_token: "250ms", idle: "2s" },
    providers: everyDialect(provider),
    models,
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

describe.each(SAME_AND_OTHER)("$client client, $provider provider", { concurrent: true }, (pair) => {
  test.each(SILENCES.map((one, index) => ({ ...one, index })))("$what in time", async ({ index, stream }) => {
    const request = WIRE[pair.client].request({
      ...conversationFor(pair.client, pair.provider),
      model: modelFor(index, pair),
      stream,
    });
    expectFailure(pair.client, await chat(gateway, pair.client, request), 504, /in time/);
  });

  test("silence in the middle of a stream", () =>
    expectStreamToBreak(gateway, provider, { ...pair, model: modelFor("middle", pair) }, "hangs", /./));
});
