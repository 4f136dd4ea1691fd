import { beforeAll, describe, expect, it } from "vitest";
import type { Dialect } from "../../contract/dialect.ts";
import { expectedEntry, expectedJson, expectedText, readBytes, readJson } from "../fixtures/golden/files.ts";
import { nextTurn } from "../fixtures/golden/next-turn.ts";
import * as golden from "../fixtures/golden/traces.ts";
import { parseStream } from "../fixtures/wire/index.ts";
import { loadPure, type Pure } from "./pure.ts";
import { splits } from "./splits.ts";

let pure: Pure;
beforeAll(async () => {
  pure = await loadPure();
});

describe.each(golden.REQUESTS)("request %s", (trace) => {
  it.each(golden.REQUEST_PAIRS)("from a client of $client to a provider of $provider", ({ client, provider }) => {
    expectRequest(trace, client, provider, readJson(`${trace}/${client}.request.json`), golden.TRAITS);
  });
});

describe.each(golden.ANSWERS)("answer $trace", ({ trace, asked }) => {
  const pairs = golden.CROSS_PAIRS.filter(({ provider }) => golden.answers(provider, trace));

  it.each(pairs)("from a provider of $provider to a client of $client", ({ client, provider }) => {
    const request = readJson(`${asked}/${client}.request.json`);
    const got = pure.translateResponse(provider, client, readJson(`${trace}/${provider}.response.json`), request);
    expect(got).toEqual(expectedJson(`${trace}/${provider}-${client}.response.json`, got));
  });

  describe.each(pairs)("streamed from a provider of $provider to a client of $client", ({ client, provider }) => {
    const request = readJson(`${asked}/${client}.request.json`);
    const bytes = readBytes(`${trace}/${provider}.stream.txt`);
    const translate = (chunks: readonly Uint8Array[]) =>
      pure.translateStream(provider, client, chunks, { usage: golden.wantsUsage(client, request), request });

    it("is the golden stream", () => {
      const { text, failed } = translate([bytes]);
      expect(failed).toBe(false);
      const expected = expectedText(`${trace}/${provider}-${client}.stream.txt`, text);
      expect(parseStream(client, text)).toEqual(parseStream(client, expected));
    });

    it("is the same at every split", () => {
      const whole = translate([bytes]);
      for (const chunks of splits(bytes)) {
        const { text, failed } = translate(chunks);
        if (text === whole.text && !failed) continue;
        expect({ text, failed }, `in ${chunks.length} chunks, the first of ${chunks[0]?.length} bytes`).toEqual(whole);
      }
    });
  });
});

/** Ids and seals come back to the provider as it made them. */
describe("the turn behind the answer tools", () => {
  it.each(golden.CROSS_PAIRS)("from a client of $client to a provider of $provider", ({ client, provider }) => {
    const answer = readJson(`tools/${provider}-${client}.response.json`);
    const next = nextTurn(client, readJson(`tools/${client}.request.json`), answer);
    expectRequest("next-turn", client, provider, next, golden.NEXT_TURN_TRAITS);
  });
});

function expectRequest(
  trace: string,
  client: Dialect,
  provider: Dialect,
  asked: { stream?: unknown },
  traits: Readonly<Record<Dialect, object>>,
): void {
  const stream = golden.wantsStream(client, asked);
  const sent = pure.translateRequest(client, provider, asked, { stream, traits: traits[provider] });
  expect(sent).toEqual(expectedJson(`${trace}/${client}-${provider}.request.json`, sent));
  const { dropped, approximated } = pure.losses();
  const losses = { dropped: dropped.sort(), approximated: approximated.sort() };
  expect(losses).toEqual(expectedEntry(`${trace}/losses.json`, `${client}-${provider}`, losses));
}
