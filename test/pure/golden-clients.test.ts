import { describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { readBytes, readJson } from "../fixtures/golden/files.ts";
import { readStream } from "../fixtures/golden/official/read-stream.ts";
import * as golden from "../fixtures/golden/traces.ts";

describe.each(golden.ANSWERS)("answer $trace", ({ trace, asked }) => {
  const pairs = golden.CROSS_PAIRS.filter(({ provider }) => golden.answers(provider, trace));

  it.each(pairs)("of a provider of $provider is the same to the official client of $client, whole or streamed", async ({
    client,
    provider,
  }) => {
    const whole = readJson(`${trace}/${provider}-${client}.response.json`);
    const text = readBytes(`${trace}/${provider}-${client}.stream.txt`).toString();
    const counts = golden.wantsUsage(client, readJson(`${asked}/${client}.request.json`));
    const streamed = await readStream(client, text);
    expect(comparable(client, streamed, counts)).toMatchObject(comparable(client, whole, counts));
  });

  /** What is written by hand; OpenAI's client passes over half of what compatible servers say. */
  it.each(
    DIALECTS.filter((dialect) => dialect !== "openai" && golden.answers(dialect, trace)),
  )("of a provider of %s is the same to its own client, whole or streamed", async (dialect) => {
    const streamed = await readStream(dialect, readBytes(`${trace}/${dialect}.stream.txt`).toString());
    expect(streamed).toMatchObject(readJson(`${trace}/${dialect}.response.json`));
  });
});

/** Without what a client cannot know from a stream, and what it spells otherwise. */
function comparable(client: Dialect, answer: object, counts: boolean): object {
  return JSON.parse(JSON.stringify(answer), (name, value) => {
    // OpenAI's client keeps the last piece of a member that is not OpenAI's.
    if (name === "reasoning_content" || name === "reasoning_details") return undefined;
    if (name === "usage" && !counts) return undefined;
    // White space in the arguments' JSON.
    if (name === "arguments" && typeof value === "string") return JSON.parse(value);
    return client === "openai" && name === "content" && value === "" ? null : value;
  });
}
