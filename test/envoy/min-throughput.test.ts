import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answers, type Behaviour, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";

/** A stream that begins too slowly is left for the next target, as long as nobody has seen any of it. */
let provider: Provider;
let gateway: Gateway;

/** A word now and then: far fewer than 1000 tokens in 200 ms. */
const crawls: Behaviour = async ({ received, response, wire }) => {
  const { opening, content, closing } = wire.stream({ ...REPLY, model: received.model }, received.body);
  response.writeHead(200, { "content-type": wire.streamType });
  for (const event of [...opening, ...content, ...closing]) {
    response.write(event);
    await setTimeout(100);
  }
  response.end();
};

beforeAll(async () => {
  provider = await startProvider();
  const slow = { provider: "openai", model: "slow" };
  const min_throughput = { tokens_per_second: 1000, over: "200ms" };
  gateway = await startGateway({
    providers: {
      openai: { dialect: "openai", url: baseUrlOf("openai", provider.url) },
      anthropic: { dialect: "anthropic", url: provider.url },
    },
    models: {
      watched: { min_throughput, targets: [slow, { provider: "anthropic", model: "fast" }] },
      unwatched: { targets: [slow] },
      alone: { min_throughput, targets: [slow] },
    },
  });
  provider.on("slow", crawls);
  provider.on("fast", answers());
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

test.each([
  ["watched", "watched/anthropic"],
  ["unwatched", "unwatched/openai"],
  ["alone", "alone/openai"],
])("%s", async (model, target) => {
  const answer = await chat(gateway, "openai", WIRE.openai.request({ ...CONVERSATION, model, stream: true }));
  expect([answer.status, answer.headers.get("x-headgate-target")], answer.text).toEqual([200, target]);
  expect(answer.text).toContain("[DONE]");
  expect(answer.text).not.toContain("error");
});
