import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Case } from "../../contract/judge.ts";
import { type Provider, startProvider } from "../fixtures/provider/index.ts";
import { REPLY } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** Answers before a judge: from a provider, through the filter and the control plane, and its verdict back. */
let provider: Provider;
let judge: Server;
let gateway: Gateway;
const cases: Case[] = [];
let verdict: { status: number; body: string };

const TOKEN = "hga-token-of-the-test";
const ANSWER = REPLY.pieces.join("");

beforeAll(async () => {
  provider = await startProvider();
  judge = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    cases.push(JSON.parse(Buffer.concat(chunks).toString()) as Case);
    response.writeHead(verdict.status).end(verdict.body);
  });
  await new Promise<void>((resolve) => judge.listen(0, "127.0.0.1", resolve));
  const providers = everyDialect(provider);
  const targets = [{ provider: "openai" }];
  gateway = await startGateway(
    {
      providers: { ...providers, own: { ...providers.openai, private: true } },
      models: { m: { targets }, secret: { targets: [{ provider: "own" }], require: { private: true } } },
      rules: [{ when: { contains_pii: true }, redact: true }],
      health: { judge: { url: `http://127.0.0.1:${(judge.address() as AddressInfo).port}`, sample: 1 } },
    },
    { environment: { HEADGATE_ADMIN_TOKEN: TOKEN }, withControlPlane: true },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
  judge?.closeAllConnections();
  judge?.close();
});

beforeEach(() => {
  cases.length = 0;
  verdict = { status: 200, body: '{"score":0.5}' };
});

async function ask(model: string, content: string, stream = false): Promise<void> {
  const { status, text } = await chat(gateway, "openai", { model, messages: [{ role: "user", content }], stream });
  expect(status, text).toBe(200);
}

async function judged(): Promise<number | undefined> {
  const { body } = await request(`${gateway.controlPlane!.url}/admin/v1/health?model=m`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const { items } = (await body.json()) as { items: { judged?: number }[] };
  return items[0]?.judged;
}

const counts = async () =>
  ((await (await fetch(`${gateway.controlPlane!.url}/healthz`)).json()) as { judge: Record<string, number> }).judge;

test.each([false, true])("the judge gets an answer (a stream: %s), and its verdict shows", async (stream) => {
  await ask("m", "Which stone?", stream);
  await until("it is asked", () => cases.length > 0);
  expect(cases).toEqual([{ target: "m/openai", model: "m", prompt: "Which stone?", answer: ANSWER }]);
  await until("the verdict shows", async () => (await judged()) === 0.5);
});

test("what is private goes to no judge, what is personal only as the provider had it", async () => {
  await ask("secret", "What does she earn?");
  await ask("secret", "Write to ann@example.com");
  await ask("m", "Write to bob@example.com");
  await until("it is asked", () => cases.length > 0);
  await ask("m", "The last");
  await until("it is asked again", () => cases.some(({ prompt }) => prompt === "The last"));
  expect(cases.map(({ prompt }) => prompt)).toEqual(["Write to [EMAIL]", "The last"]);
});

test("a judge that fails holds up no request, counts for nothing, and ends nobody", async () => {
  const { failed = 0 } = await counts();
  verdict = { status: 500, body: "Which stone?" };
  for (let i = 0; i < 3; i++) await ask("m", "Which stone?");
  await until("it was asked", async () => ((await counts()).failed ?? 0) >= failed + 3);
  expect(await judged()).toBe(0.5);
  verdict = { status: 200, body: '{"score":1}' };
  await ask("m", "Which stone?");
  await until("its verdicts count again", async () => ((await judged()) ?? 0) > 0.5);
});

test("no text stands in a log, and nothing failed in the filter", () => {
  expect(gateway.logs()).toMatch(/health\.judge: the judge answered with status 500/);
  expect(gateway.logs()).not.toMatch(/Which stone|Write to/);
  expect(gateway.logs()).not.toContain(ANSWER);
  expect(faultsIn(gateway.logs())).toEqual([]);
});
