import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { chat } from "../envoy/ask.ts";
import { type Gateway, type GatewayConfig, startGateway } from "../envoy/gateway.ts";
import { baseUrlOf } from "../envoy/providers.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";

/** examples/rules does what it says it does. */
let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  const file = readFileSync(new URL("../../examples/rules/headgate.yaml", import.meta.url), "utf8");
  const { listen, control_plane, admin, ...config } = parse(file);
  config.providers.openai.url = baseUrlOf("openai", provider.url);
  config.providers.local.url = baseUrlOf("ollama", provider.url);
  gateway = await startGateway(config as GatewayConfig, { environment: { OPENAI_API_KEY: "sk-of-the-provider" } });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

const tools = [{ type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } }];

test.each<[what: string, content: string, more: object, model: string]>([
  ["plain", "Hello", {}, "gpt-4o-mini"],
  ["with a card's number", "Pay with 4111 1111 1111 1111", {}, "llama3.2:3b"],
  ["with a code name", "What is project aurora?", {}, "llama3.2:3b"],
  ["long", "word ".repeat(4000), {}, "gpt-4o"],
  ["with tools", "Hello", { tools }, "gpt-4o"],
])("a prompt that is %s", async (_, content, more, model) => {
  provider.requests.length = 0;
  const answer = await chat(gateway, "openai", { model: "auto", messages: [{ role: "user", content }], ...more });
  expect(answer.status, answer.text).toBe(200);
  expect(provider.requests.map((request) => request.model)).toEqual([model]);
});

test("a prompt that is told to OpenAI without the address in it, and with a limit", async () => {
  provider.requests.length = 0;
  const messages = [{ role: "user", content: "Write to ann@example.com that I come" }];
  await chat(gateway, "openai", { model: "auto", messages });
  expect(provider.requests[0]?.body).toMatchObject({
    messages: [{ role: "user", content: "Write to [EMAIL] that I come" }],
    max_tokens: 2000,
  });
});

test("a credential goes nowhere", async () => {
  provider.requests.length = 0;
  const content = "-----BEGIN RSA PRIVATE KEY-----";
  const answer = await chat(gateway, "openai", { model: "auto", messages: [{ role: "user", content }] });
  expect([answer.status, provider.requests]).toEqual([403, []]);
  expect(answer.text).toContain("the prompt holds a credential");
});
