import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { chat, eventsOf } from "./ask.ts";
import { expectBrokenStream, expectFailure } from "./expect-failure.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { SAME_AND_OTHER } from "./pairs.ts";
import { everyDialect } from "./providers.ts";

/** Heads and events at the sizes that docs/endpoints.md names, and over them. Bodies: large-body.test.ts; nesting: bad-request.test.ts. */
let provider: Provider;
let gateway: Gateway;

const MIB = 1024 * 1024;
const KB = 1000;

const FITS = "x".repeat(7 * MIB);
const TOO_LONG = "x".repeat(9 * MIB);

beforeAll(async () => {
  provider = await startProvider();
  provider.on("long", answers({ pieces: ["begin ", FITS, " end"] }));
  provider.on("too-long-first", answers({ pieces: [TOO_LONG, " end"] }));
  provider.on("too-long-later", answers({ pieces: ["begin ", TOO_LONG, " end"] }));
  const models: GatewayConfig["models"] = {};
  for (const dialect of DIALECTS) {
    for (const model of ["any", "long", "too-long-first", "too-long-later"]) {
      models[`${model}-${dialect}`] = { targets: [{ provider: dialect, model }] };
    }
  }
  gateway = await startGateway({ providers: everyDialect(provider), models });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const headers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, "1"]));

describe.each(DIALECTS)("the head of a request of %s", (dialect) => {
  const ask = (more: Record<string, string>) => {
    const request = WIRE[dialect].request({ ...CONVERSATION, model: `any-${dialect}` });
    return chat(gateway, dialect, request, more);
  };

  test.each([
    ["a header of 200 KB", { "x-long": "x".repeat(200 * KB) }],
    ["240 headers", headers(240)],
  ])("may have %s", async (_, more) => {
    const { status, text } = await ask(more);
    expect(status, text).toBe(200);
  });

  test.each([
    ["a header of 300 KB", { "x-long": "x".repeat(300 * KB) }],
    [
      "headers of 300 KB together",
      Object.fromEntries(Object.keys(headers(100)).map((name) => [name, "x".repeat(3 * KB)])),
    ],
    ["300 headers", headers(300)],
  ])("may not have %s", async (_, more) => {
    provider.requests.length = 0;
    const { status, text } = await ask(more);
    expect(status).toBe(431);
    expect(text).toMatch(/header/i);
    expect(provider.requests).toEqual([]);
    expect((await ask({})).status).toBe(200);
  });
});

describe.each(SAME_AND_OTHER)("an event for a client of $client from a provider of $provider", (pair) => {
  const stream = (model: string) => {
    const request = WIRE[pair.client].request({
      ...conversationFor(pair.client, pair.provider),
      model: `${model}-${pair.provider}`,
      stream: true,
    });
    return chat(gateway, pair.client, request);
  };

  test("may have 7 MiB", async () => {
    const answer = await stream("long");
    expect(answer.status).toBe(200);
    expect(answer.brokeOff).toBe(false);
    // Not by `toContain`: who would read a difference of megabytes?
    expect(answer.text.includes(FITS), "the long piece is whole").toBe(true);
    expect(JSON.stringify(eventsOf(pair.client, answer).at(-1))).toMatch(
      /\[DONE\]|message_stop|response\.completed|"done":true/,
    );
  });

  test.each(["too-long-first", "too-long-later"])("may not have 9 MiB: %s", async (model) => {
    const answer = await stream(model);
    const said = /^the provider sent an event that is too long$/;
    // How fast it comes decides whether the head has gone out by then.
    if (answer.status === 502) expectFailure(pair.client, answer, 502, said);
    else expectBrokenStream(pair.client, answer, said);
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
