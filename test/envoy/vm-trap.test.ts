import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { answers, breaksAfterContent, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { REPLY } from "../fixtures/wire/index.ts";
import { chatAlone, chatOnEveryWorker, type Reply } from "./every-worker.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";
import { buildTrappingFilter, springs, type Trap } from "./trapping-filter.ts";
import { until } from "./until.ts";

/** A filter that traps, in every worker: what it costs, and that it comes back. */
let provider: Provider;
let gateway: Gateway;

const LASTING = "key-that-lasts";
const REVOKED = "key-that-is-revoked";

const TRAPS: Trap[] = [
  { callback: "proxy_on_request_headers", place: "headgate.gateway" },
  { callback: "proxy_on_request_headers", place: "headgate.provider" },
  { callback: "proxy_on_response_headers", place: "headgate.gateway" },
];

/** Each trap has a model of its own: what it does to a target's connections is no other's concern. */
const modelFor = ({ callback, place }: Trap) => `m-${callback}-${place}`;

function config({ revoked }: { revoked: boolean }): GatewayConfig {
  const key = (id: string, variable: string) => ({ id, secret: `env:${variable}`, allow: ["*"] });
  return {
    providers: { anthropic: { dialect: "anthropic", url: baseUrlOf("anthropic", provider.url) } },
    models: Object.fromEntries(
      [...TRAPS.map(modelFor), "held", "held-stream"].map((name) => [name, { targets: [{ provider: "anthropic" }] }]),
    ),
    keys: [key("lasting", "LASTING"), ...(revoked ? [] : [key("revoked", "REVOKED")])],
  };
}

beforeAll(async () => {
  const wasm = await buildTrappingFilter();
  provider = await startProvider();
  const environment = { LASTING, REVOKED };
  gateway = await startGateway(config({ revoked: false }), { environment, wasm, withControlPlane: true });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const chatIn = (model: string, stream = false) => ({ model, stream, messages: [{ role: "user", content: "Hi" }] });

function onEveryWorker(model: string, key = LASTING, more: Record<string, string> = {}): Promise<Reply[]> {
  return chatOnEveryWorker(gateway, "openai", chatIn(model), { ...bearer(key), ...more });
}

const isAnswer = ({ status, text }: Reply) => status === 200 && text.includes(REPLY.pieces.at(-1) ?? "");

async function untilServed(model: string): Promise<void> {
  await until("every worker serves", async () => (await onEveryWorker(model)).every(isAnswer));
}

/** Every worker's VM traps; what it costs the requests that did it. */
async function springEverywhere(trap: Trap): Promise<void> {
  const traps = () => gateway.logs().split(`Function: ${trap.callback} failed`).length;
  const before = traps();
  const replies = await onEveryWorker(modelFor(trap), LASTING, springs(trap));
  // Whom the trap met got an error, and not half an answer.
  expect(replies.filter((reply) => reply.status < 500 && reply.status !== 0)).toEqual([]);
  await until("Envoy reports the traps", () => traps() > before);
}

test.each(TRAPS)("a trap in $callback of $place: the filter comes back in every worker", async (trap) => {
  const model = modelFor(trap);
  await untilServed(model);
  for (let times = 0; times < 2; times++) {
    await springEverywhere(trap);
    await untilServed(model);
    // And stays.
    for (let round = 0; round < 3; round++) expect((await onEveryWorker(model)).every(isAnswer)).toBe(true);
  }
});

test.each(TRAPS)("a trap in $callback of $place: what is under way gets an answer or an error", async (trap) => {
  // Each pool has its own handle on the VM, and makes it anew when it is next asked.
  for (const model of ["held", "held-stream"]) {
    provider.on(model, answers());
    await untilServed(model);
  }
  provider.requests.length = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  provider.on("held-stream", breaksAfterContent("ends", released));
  provider.on("held", async (call) => {
    await released;
    await answers()(call);
  });
  let answered = 0;
  const ask = async (model: string, stream: boolean) => {
    const reply = await chatAlone(gateway, "openai", chatIn(model, stream), bearer(LASTING));
    answered += 1;
    return reply;
  };
  const underWay = (model: string, stream: boolean) => Array.from({ length: 8 }, () => ask(model, stream));
  const held = [underWay("held", false), underWay("held-stream", true)].map((replies) => Promise.all(replies));
  // A pool whose handle on the VM was made a moment ago may refuse the next one for a moment: as an answer, that is one.
  const arrived = () => provider.requests.filter(isHeld).length;
  await until("each is with the provider, or answered", () => arrived() + answered >= 16);
  expect(arrived()).toBeGreaterThan(0);

  await springEverywhere(trap);
  release();
  // None hangs: `chatAlone` would throw.
  const [whole = [], streams = []] = await Promise.all(held);
  for (const reply of whole) expect(isAnswer(reply) || isFailure(reply), JSON.stringify(reply)).toBe(true);
  // The provider broke these off.
  for (const reply of streams) {
    expect(isFailure(reply) || reply.text.includes('"error"'), JSON.stringify(reply)).toBe(true);
  }
});

const isHeld = ({ model }: { model: string }) => model.startsWith("held");
const isFailure = ({ status }: Reply) => status === 0 || status >= 500;

test("the policy that was in force before a trap is in force after it", async () => {
  const trap = TRAPS[0]!;
  const model = modelFor(trap);
  const statuses = async () => (await onEveryWorker(model, REVOKED)).map(({ status }) => status);
  await until("the key is good", async () => (await statuses()).every((status) => status === 200));
  gateway.controlPlane!.reconfigure(config({ revoked: true }));
  await until("the key is revoked", async () => (await statuses()).every((status) => status === 401));

  await springEverywhere(trap);
  const seen = new Set<number>();
  await until("every worker refuses the key again", async () => {
    const now = await statuses();
    for (const status of now) seen.add(status);
    return now.every((status) => status === 401);
  });
  expect([...seen], "what the revoked key got").not.toContain(200);
});
