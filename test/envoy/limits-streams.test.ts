import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { OFFICIAL } from "./official-clients.ts";
import { everyDialect } from "./providers.ts";

/** A stream that crosses a hard limit, as the official clients see it end. */
let provider: Provider;
let gateway: Gateway;

const PIECES = Array.from({ length: 200 }, (_, index) => `piece ${index} of an answer that is too long; `);
const WHOLE = PIECES.join("");
/** A day's budget: none of the clients asks twice, and no minute's end comes between. */
const OUTPUT_TOKENS = 300;

const variable = (dialect: string) => `KEY_OF_${dialect.toUpperCase()}`;

beforeAll(async () => {
  provider = await startProvider();
  provider.on("long", answers({ pieces: PIECES }, { delayMs: 2 }));
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: Object.fromEntries(
        DIALECTS.map((dialect) => [
          `from-${dialect}`,
          { targets: [{ provider: dialect, model: "long", price: { input: 0, output: 1_000_000 } }] },
        ]),
      ),
      keys: DIALECTS.flatMap((client) =>
        ["openai", "anthropic"].map((from) => ({
          id: `${client}-${from}`,
          secret: `env:${variable(client)}_${from.toUpperCase()}`,
          limits: { end_streams: true },
          budget: { usd_per_day: OUTPUT_TOKENS },
        })),
      ),
    },
    {
      environment: Object.fromEntries(
        DIALECTS.flatMap((client) =>
          ["openai", "anthropic"].map((from) => [
            `${variable(client)}_${from.toUpperCase()}`,
            `secret-${client}-${from}`,
          ]),
        ),
      ),
    },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const LENGTH = { openai: "length", responses: "max_output_tokens", anthropic: "max_tokens", ollama: "length" };

describe.each(DIALECTS)("the official client of %s", (dialect) => {
  test.each(["openai", "anthropic"])("gets an end like that of an answer at its length, from %s", async (from) => {
    const client = OFFICIAL[dialect](gateway.url, `secret-${dialect}-${from}`);
    const said = await client.stream(`from-${from}`);
    expect(WHOLE.startsWith(said.text)).toBe(true);
    expect(said.text.length / 4).toBeGreaterThan(0.6 * OUTPUT_TOKENS);
    expect(said.text.length / 4).toBeLessThan(1.3 * OUTPUT_TOKENS);
    expect(said.stopReason).toBe(LENGTH[dialect]);
    expect(said.outputTokens).toBeGreaterThan(0);
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
