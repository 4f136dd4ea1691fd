import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";

/** The official clients, as they come, send again what may help, and nothing else. */
let provider: Provider;
let gateway: Gateway;

const CASES: [what: string, fails: Behaviour, sent: number][] = [
  ["a refused provider key", refuses(401, "no such key"), 1],
  ["a provider key that may not", refuses(403, "no"), 1],
  ["a bill", refuses(402, "pay"), 1],
  ["a model that is not there", refuses(404, "which?"), 1],
  ["a bad request", refuses(400, "top_p: too high"), 1],
  ["a limit for an hour", refuses(429, "slow down", { "retry-after": "3600" }), 1],
  ["a limit", refuses(429, "slow down", { "retry-after": "1" }), 3],
  ["an error", refuses(500, "oops"), 3],
];
const DIALECTS = ["openai", "anthropic"] as const;
const SENT = CASES.map(([what, , sent], index) => ({ what, sent, index }));

/** Client and provider of one dialect, and of two. */
const modelOf = (dialect: string, index: number) => `${dialect}-${index}`;

beforeAll(async () => {
  provider = await startProvider();
  const all = DIALECTS.flatMap((dialect) => CASES.map(([, fails], index) => ({ dialect, fails, index })));
  const providers = all.map(({ dialect, index }) => [
    modelOf(dialect, index),
    { dialect, url: baseUrlOf(dialect, provider.url), keys: [{ secret: "env:A_KEY" }] },
  ]);
  const models = all.map(({ dialect, index }) => {
    const name = modelOf(dialect, index);
    return [name, { targets: [{ provider: name }] }];
  });
  for (const { dialect, fails, index } of all) provider.on(modelOf(dialect, index), fails);
  gateway = await startGateway(
    {
      providers: Object.fromEntries(providers),
      models: { ...Object.fromEntries(models), denied: { targets: [{ provider: "openai-0" }] } },
      keys: [{ id: "web", secret: "env:CLIENT", allow: ["*"], deny: ["denied"] }],
    },
    { environment: { A_KEY: "sk-of-a", CLIENT: "hg-client" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** How often a client sends the request. */
async function sends(client: "openai" | "anthropic", model: string, key = "hg-client"): Promise<number> {
  let sent = 0;
  const counting: typeof fetch = (input, init) => {
    sent += 1;
    return fetch(input, init);
  };
  const messages = [{ role: "user" as const, content: "Hi" }];
  const options = { apiKey: key, fetch: counting };
  const asked =
    client === "openai"
      ? new OpenAI({ ...options, baseURL: `${gateway.url}/v1` }).chat.completions.create({ model, messages })
      : new Anthropic({ ...options, baseURL: gateway.url }).messages.create({ model, messages, max_tokens: 9 });
  await expect(asked).rejects.toThrow(/\d{3}/);
  return sent;
}

test.each(SENT)("$what: sent $sent times", { timeout: 60_000 }, async ({ sent, index }) => {
  const pairs = DIALECTS.flatMap((client) => DIALECTS.map((spoken) => [client, modelOf(spoken, index)] as const));
  for (const [client, model] of pairs) expect(await sends(client, model), `${client} to ${model}`).toBe(sent);
});

test("what the gateway itself refuses is sent once", async () => {
  for (const client of DIALECTS) {
    expect(await sends(client, "denied")).toBe(1);
    expect(await sends(client, "unheard-of")).toBe(1);
    expect(await sends(client, "openai-0", "hg-nobody")).toBe(1);
  }
});
