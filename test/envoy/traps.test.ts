import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { SNAPSHOT_TOKEN } from "../../contract/snapshot-token.ts";
import { type Behaviour, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { conversationFor, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat } from "./ask.ts";
import { expectFailure } from "./expect-failure.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { SAME_AND_OTHER } from "./pairs.ts";
import { baseUrlOf } from "./providers.ts";

/**
 * Secrets: each goes to the one who is to have it, and to nobody else. The other traps have files of their
 * own: large-body, under-traffic, vm-trap.
 */
let provider: Provider;
let gateway: Gateway;

const CLIENT_KEY = "secret-of-the-client";
const TOKEN = "secret-of-the-snapshot-channel";
const keyOf = (name: string) => `secret-of-provider-${name}`;

/** Everything that was ever answered, heads too. */
const answered: string[] = [];

/** Provider names: two services of each dialect with a key of their own, and one that asks for none. */
const named = (who: "first" | "second" | "bare", dialect: Dialect) => `${who}-${dialect}`;

const TRIPLES = DIALECTS.flatMap((client) =>
  DIALECTS.flatMap((first) => DIALECTS.map((second) => ({ client, first, second }))),
);
const modelOf = (client: Dialect, first: Dialect, second: string) => `from-${client}-by-${first}-to-${second}`;

/** Real providers quote the key that they refuse. */
const REFUSALS: { status: number; provider: Behaviour }[] = [401, 403].map((status) => ({
  status,
  provider: (call) => refuses(status, `Incorrect API key: ${JSON.stringify(call.received.headers)}`)(call),
}));
const refusalModel = (status: number, dialect: Dialect) => `refusal-${status}-${dialect}`;

beforeAll(async () => {
  provider = await startProvider();
  const environment: Record<string, string> = { CLIENT_KEY, [SNAPSHOT_TOKEN]: TOKEN };
  const providers: GatewayConfig["providers"] = {};
  const models: GatewayConfig["models"] = {};
  for (const dialect of DIALECTS) {
    const url = baseUrlOf(dialect, provider.url);
    for (const name of [named("first", dialect), named("second", dialect)]) {
      const variable = `KEY_${name.replace("-", "_")}`;
      environment[variable] = keyOf(name);
      providers[name] = { dialect, url, keys: [{ secret: `env:${variable}` }] };
    }
    providers[named("bare", dialect)] = { dialect, url };
    for (const { status, provider: behaviour } of REFUSALS) {
      const model = refusalModel(status, dialect);
      models[model] = { targets: [{ provider: named("first", dialect) }] };
      provider.on(model, behaviour);
    }
  }
  for (const { client, first, second } of TRIPLES) {
    for (const second_ of [named("second", second), named("bare", second)]) {
      const model = modelOf(client, first, second_);
      models[model] = {
        targets: [{ provider: named("first", first), model: `first-of-${model}` }, { provider: second_ }],
      };
      provider.on(`first-of-${model}`, refuses(500, "oops"));
    }
  }
  const keys = [{ id: "k", secret: "env:CLIENT_KEY", allow: ["*"] }];
  gateway = await startGateway({ providers, models, keys }, { environment, withControlPlane: true });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

/** With its key in every header that may hold one. */
async function send(dialect: Dialect, model: string, stream = false): Promise<Answer> {
  const headers = { authorization: `Bearer ${CLIENT_KEY}`, "x-api-key": CLIENT_KEY, "api-key": CLIENT_KEY };
  const answer = await chat(
    gateway,
    dialect,
    WIRE[dialect].request({ ...conversationFor(...DIALECTS), model, stream }),
    headers,
  );
  answered.push(JSON.stringify([...answer.headers]), answer.text);
  return answer;
}

/** The request without the header that is to hold a credential, and that header's value. */
function credentialOf(model: string, dialect: Dialect) {
  const [request, ...more] = provider.requestsFor(model);
  expect(more).toEqual([]);
  const [name] = WIRE[dialect].credential("");
  const { [name]: credential, ...headers } = request?.headers ?? {};
  return { credential, rest: JSON.stringify([request?.path, headers, request?.body]) };
}

describe.each(TRIPLES)("a client of $client, a failing $first provider, then $second", ({ client, first, second }) => {
  test.each([false, true])("each gets its own key alone, stream: %s", async (stream) => {
    provider.requests.length = 0;
    const model = modelOf(client, first, named("second", second));
    const answer = await send(client, model, stream);
    expect(answer.status, answer.text).toBe(200);
    for (const [asked, dialect, name] of [
      [`first-of-${model}`, first, named("first", first)],
      [model, second, named("second", second)],
    ] as const) {
      const { credential, rest } = credentialOf(asked, dialect);
      expect(credential).toBe(WIRE[dialect].credential(keyOf(name))[1]);
      expect(rest).not.toMatch(/secret-of-/);
    }
  });

  test("who asks for no key gets none", async () => {
    provider.requests.length = 0;
    const model = modelOf(client, first, named("bare", second));
    const answer = await send(client, model);
    expect(answer.status, answer.text).toBe(200);
    const { credential, rest } = credentialOf(model, second);
    expect(credential).toBeUndefined();
    expect(rest).not.toMatch(/secret-of-/);
  });
});

describe("a provider that quotes the key that it refuses", () => {
  test.each(
    REFUSALS.flatMap(({ status }) => SAME_AND_OTHER.map((pair) => ({ status, ...pair }))),
  )("$status, a client of $client, a provider of $provider", async ({ status, client, provider: upstream }) => {
    for (const stream of [false, true]) {
      expectFailure(client, await send(client, refusalModel(status, upstream), stream), 502, /^(?!.*secret)/);
    }
  });
});

describe("no secret is seen", () => {
  const secrets = () => [CLIENT_KEY, TOKEN, ...DIALECTS.map((dialect) => keyOf(named("first", dialect))), "secret-of-"];
  const expectNone = (text: string) => {
    for (const secret of secrets()) expect(text).not.toContain(secret);
  };

  test("in any answer", () => {
    expect(answered.length).toBeGreaterThan(100);
    expectNone(answered.join("\n"));
  });

  test("in the logs of Envoy and the control plane", () => expectNone(gateway.logs()));

  test.each([
    "/config_dump?include_eds",
    "/clusters",
    "/listeners",
    "/server_info",
    "/runtime",
    "/stats",
    "/stats?usedonly&format=json",
    "/stats/prometheus",
  ])("in %s of Envoy's admin", async (path) => {
    const response = await fetch(gateway.admin + path);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toBe("");
    expectNone(text);
  });

  test.each<[string, Record<string, string>, number]>([
    ["/healthz", {}, 200],
    ["/snapshot", {}, 401],
    ["/snapshot", { authorization: `Bearer ${CLIENT_KEY}` }, 401],
    ["/nothing", {}, 404],
  ])("in %s of the control plane, asked with %j", async (path, headers, status) => {
    const response = await fetch(gateway.controlPlane!.url + path, { headers });
    expect(response.status).toBe(status);
    expectNone(await response.text());
  });
});
