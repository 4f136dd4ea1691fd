import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { answersInOneDocument, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";

/** What a provider says beside its answer, and what of it a client gets. */
let provider: Provider;
let gateway: Gateway;

const OPENAI = {
  "x-request-id": "req_1",
  "x-ratelimit-limit-requests": "60",
  "x-ratelimit-remaining-tokens": "149984",
  "x-ratelimit-reset-tokens": "6m0s",
};
const ANTHROPIC = {
  "request-id": "req_1",
  "anthropic-ratelimit-requests-limit": "60",
  "anthropic-ratelimit-tokens-remaining": "149984",
  "anthropic-ratelimit-tokens-reset": new Date(Date.now() + 360_000).toISOString(),
};
const TOLD: Readonly<Record<Dialect, Record<string, string>>> = {
  openai: OPENAI,
  responses: OPENAI,
  anthropic: ANTHROPIC,
  ollama: {},
};
const ITS_OWN = { "openai-processing-ms": "12", "x-of-the-provider": "1" };
/** A provider's cookies are for the gateway alone, natively too. */
const FOR_NOBODY = { "set-cookie": "session=1" };

const limited = (dialect: Dialect) => `limited-${dialect}`;

beforeAll(async () => {
  provider = await startProvider();
  for (const dialect of DIALECTS) {
    provider.on(dialect, answersInOneDocument({}, { ...TOLD[dialect], ...ITS_OWN, ...FOR_NOBODY }));
    provider.on(
      limited(dialect),
      refuses(429, "slow down", { ...TOLD[dialect], ...ITS_OWN, ...FOR_NOBODY, "retry-after": "7" }),
    );
  }
  const names = DIALECTS.flatMap((dialect) => [dialect, limited(dialect)].map((name) => [name, dialect]));
  gateway = await startGateway({
    explain: false,
    providers: everyDialect(provider),
    models: Object.fromEntries(names.map(([name, dialect]) => [name, { targets: [{ provider: dialect! }] }])),
  });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** The headers, but for those of HTTP and of Envoy. */
async function told(
  client: Dialect,
  provider: Dialect,
  model: string,
  status: number,
): Promise<Record<string, string>> {
  const request = WIRE[client].request({ ...conversationFor(client, provider), model });
  const answer = await chat(gateway, client, request);
  expect(answer.status, answer.text).toBe(status);
  const common = /^(content-(type|length)|date|server|connection|keep-alive|transfer-encoding|x-envoy-.*)$/;
  return Object.fromEntries([...answer.headers].filter(([name]) => !common.test(name)));
}

const DURATION = expect.stringMatching(/^[56]m[\d.]+s$/);
const MOMENT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** In a client's own words; a reset is told from now, or by the clock. */
const IN_ITS_WORDS: Readonly<Record<Dialect, object>> = {
  openai: { ...OPENAI, "x-ratelimit-reset-tokens": DURATION },
  responses: { ...OPENAI, "x-ratelimit-reset-tokens": DURATION },
  anthropic: { ...ANTHROPIC, "anthropic-ratelimit-tokens-reset": MOMENT },
  ollama: {},
};

describe.each(
  DIALECTS.flatMap((client) => DIALECTS.map((provider) => ({ client, provider }))),
)("a client of $client, a provider of $provider", ({ client, provider }) => {
  const expected =
    client === provider ? { ...TOLD[provider], ...ITS_OWN } : { ...(provider !== "ollama" && IN_ITS_WORDS[client]) };

  test("an answer", async () => {
    expect(await told(client, provider, provider, 200)).toEqual(expected);
  });

  test("a limit that is reached", async () => {
    expect(await told(client, provider, limited(provider), 429)).toEqual({ ...expected, "retry-after": "7" });
  });
});
