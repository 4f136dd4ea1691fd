import { createHash } from "node:crypto";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DIALECTS } from "../../contract/dialect.ts";
import { answers, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { chatOnEveryWorker } from "./every-worker.ts";
import { faultsIn } from "./faults.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";
import { underTraffic } from "./traffic.ts";
import { until } from "./until.ts";

/** A policy that changes, and a control plane that is killed, while requests go through. */
let provider: Provider;
let gateway: Gateway;

const KEY = "key-of-the-traffic";
const NARROW = "key-of-a-narrow-caller";
const TRAFFIC = { model: "steady", headers: { authorization: `Bearer ${KEY}` } };

/** What may change without another Envoy. */
interface Change {
  upstream?: string;
  /** The variable that holds the provider's key. */
  providerKey?: string;
  narrow?: { allow?: string[]; deny?: string[] };
  keys?: GatewayConfig["keys"];
  more?: Partial<GatewayConfig>;
}

function config({ upstream = "first", providerKey = "PROVIDER_KEY", narrow, keys = [], more }: Change): GatewayConfig {
  return {
    providers: Object.fromEntries(
      DIALECTS.map((dialect) => [
        dialect,
        { dialect, url: baseUrlOf(dialect, provider.url), keys: [{ secret: `env:${providerKey}` }] },
      ]),
    ),
    models: {
      steady: { targets: [{ provider: "anthropic" }, { provider: "openai" }] },
      changing: { targets: [{ provider: "openai", model: upstream }] },
    },
    keys: [
      { id: "traffic", secret: "env:KEY", allow: ["*"] },
      { id: "narrow", secret: "env:NARROW", allow: ["steady"], ...narrow },
      ...keys,
    ],
    ...more,
  };
}

beforeAll(async () => {
  // Slow enough for many streams to be under way at any time.
  provider = await startProvider(answers({}, { delayMs: 5 }));
  const environment = { KEY, NARROW, PROVIDER_KEY: "key-one", PROVIDER_KEY_2: "key-two" };
  gateway = await startGateway(config({}), { environment, withControlPlane: true });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

beforeEach(() => {
  provider.requests.length = 0;
});

const reconfigure = (change: Change) => gateway.controlPlane!.reconfigure(config(change));

/** What the model `changing` gets a caller, in every worker. */
async function replies(key: string, model = "changing"): Promise<string[]> {
  const body = { model, messages: [{ role: "user", content: "Hi" }] };
  const all = await chatOnEveryWorker(gateway, "openai", body, { authorization: `Bearer ${key}` });
  return all.map(({ status, text }) => (status === 200 ? JSON.parse(text).model : String(status)));
}

async function untilAll(key: string, reply: string): Promise<void> {
  await until(`every worker answers ${reply}`, async () => (await replies(key)).every((one) => one === reply));
}

async function health(): Promise<{ policy: string; rejected?: { reason: string } }> {
  const { body } = await request(`${gateway.controlPlane!.url}/healthz`);
  return (await body.json()) as { policy: string; rejected?: { reason: string } };
}

interface Case {
  what: string;
  change: Change;
  key: string;
  before: string;
  after: string;
}

test.each<Case>([
  { what: "an upstream name", change: { upstream: "second" }, key: KEY, before: "first", after: "second" },
  { what: "one name more to allow", change: { narrow: { allow: ["*"] } }, key: NARROW, before: "403", after: "first" },
  {
    what: "a new key",
    change: {
      keys: [{ id: "new", secret_sha256: createHash("sha256").update("new").digest("hex"), allow: ["changing"] }],
    },
    key: "new",
    before: "401",
    after: "first",
  },
])("$what is in force without a restart, and so is its end", async ({ change, key, before, after }) => {
  await untilAll(key, before);
  await underTraffic(gateway, TRAFFIC, async () => {
    reconfigure(change);
    await untilAll(key, after);
    expect(await replies(key)).not.toContain(before);
    reconfigure({});
    await untilAll(key, before);
  });
});

test("another key of the provider is in force without a restart", async () => {
  const sent = () => new Set(provider.requestsFor("first").map(({ headers }) => headers.authorization));
  const sends = async (credential: string) => {
    provider.requests.length = 0;
    await replies(KEY);
    return [...sent()].join() === `Bearer ${credential}`;
  };
  await until("the first key is sent", () => sends("key-one"));
  await underTraffic(gateway, TRAFFIC, async () => {
    reconfigure({ providerKey: "PROVIDER_KEY_2" });
    await until("every worker sends the second key", () => sends("key-two"));
    reconfigure({});
    await until("every worker sends the first key again", () => sends("key-one"));
  });
});

test.each<{ what: string; change: Change; reason: RegExp }>([
  {
    what: "is not valid",
    change: { upstream: "second", more: { models: { steady: { targets: [{ provider: "nobody" }] } } } },
    reason: /models\.steady\.targets\[0\]\.provider: .*nobody/,
  },
  {
    what: "names a key that is not there",
    change: { upstream: "second", providerKey: "NOT_SET" },
    reason: /providers\.\w+\.keys\[0\]\.secret: the environment variable NOT_SET is not set/,
  },
  {
    what: "needs another Envoy",
    change: { upstream: "second", more: { timeouts: { idle: "7s" } } },
    reason: /needs a restart: timeouts\.idle changed/,
  },
])("a headgate.yaml that $what changes nothing, and /healthz says why", async ({ change, reason }) => {
  await untilAll(KEY, "first");
  const { policy } = await health();
  await underTraffic(gateway, TRAFFIC, async () => {
    reconfigure(change);
    await until("the control plane refuses it", async () => (await health()).rejected !== undefined);
    const now = await health();
    expect(now.rejected?.reason).toMatch(reason);
    expect(now.policy).toBe(policy);
    expect(new Set(await replies(KEY))).toEqual(new Set(["first"]));
    reconfigure({});
    await until("the control plane is content again", async () => (await health()).rejected === undefined);
  });
});

test("a control plane that is killed is missed by no request, and what changed meanwhile is in force when it is back", async () => {
  const controlPlane = gateway.controlPlane!;
  reconfigure({ upstream: "second" });
  await untilAll(KEY, "second");
  await underTraffic(gateway, TRAFFIC, async () => {
    await controlPlane.kill();
    expect(new Set(await replies(KEY)), "the last snapshot holds").toEqual(new Set(["second"]));
    reconfigure({ upstream: "third" });
    expect(new Set(await replies(KEY))).toEqual(new Set(["second"]));
    await controlPlane.start();
    await untilAll(KEY, "third");
    reconfigure({ upstream: "fourth" });
    await untilAll(KEY, "fourth");
    await controlPlane.kill();
    await controlPlane.start();
    reconfigure({});
    await untilAll(KEY, "first");
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
