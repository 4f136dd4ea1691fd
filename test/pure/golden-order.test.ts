import { describe, expect, it } from "vitest";
import { readBytes, readJson } from "../fixtures/golden/files.ts";
import { orderProblems } from "../fixtures/golden/official/stream-order.ts";
import { counted } from "../fixtures/golden/official/usage.ts";
import * as golden from "../fixtures/golden/traces.ts";

describe.each(golden.ANSWERS)("answer $trace", ({ trace }) => {
  const pairs = golden.CROSS_PAIRS.filter(({ provider }) => golden.answers(provider, trace));

  it.each(pairs)("of a provider of $provider is streamed in order to a client of $client", ({ client, provider }) => {
    const text = readBytes(`${trace}/${provider}-${client}.stream.txt`).toString();
    expect(orderProblems(client, text)).toEqual([]);
  });

  it.each(pairs)("of a provider of $provider counts the same for a client of $client", ({ client, provider }) => {
    const said = readJson(`${trace}/${provider}.response.json`);
    const got = readJson(`${trace}/${provider}-${client}.response.json`);
    expect(counted(client, got)).toEqual(counted(provider, said));
  });
});
