import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import {
  answersInGzip,
  type Behaviour,
  breaksAfterContent,
  breaksAtHead,
  breaksBeforeContent,
  type Ending,
  PIECES_BEFORE_BREAK,
  type Provider,
  refuses,
  startProvider,
} from "../fixtures/provider/index.ts";
import { REPLY, textOf } from "../fixtures/wire/index.ts";
import { faultsIn } from "./faults.ts";
import { freePort } from "./free-port.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { type Client, ENDED, expectThrown, OFFICIAL, thrownBy } from "./official-clients.ts";
import { PAIRS } from "./pairs.ts";
import { baseUrlOf, everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** The official clients, unmodified, in front of providers of other dialects. */
let provider: Provider;
let gateway: Gateway;

const OTHER_PAIRS = PAIRS.filter((pair) => pair.client !== pair.provider);

/** What the first target of a model does; the second one answers. */
const FIRST: { what: string; provider?: Behaviour; ofStreamsOnly?: true }[] = [
  { what: "answers 500", provider: refuses(500, "oops") },
  { what: "answers 429", provider: refuses(429, "slow down") },
  { what: "refuses the connection" },
  { what: "answers in gzip", provider: answersInGzip() },
  { what: "sends an error event first", provider: breaksBeforeContent("reports an error"), ofStreamsOnly: true },
  { what: "sends a head and an error event", provider: breaksAtHead("reports an error"), ofStreamsOnly: true },
  { what: "is cut before content", provider: breaksBeforeContent("is cut"), ofStreamsOnly: true },
];
const CASES = FIRST.flatMap((first, index) =>
  [false, true].filter((stream) => stream || !first.ofStreamsOnly).map((stream) => ({ ...first, index, stream })),
);

/** Each case has targets of its own: none is ejected for what another did. */
function modelFor(index: number, stream: boolean, { client, provider }: { client: Dialect; provider: Dialect }) {
  return `failover-${index}-${stream ? "stream" : "whole"}-${client}-${provider}`;
}

/** Models with one target each. */
const SINGLE = ["broken", "left", "limited", "failing"] as const;

function single(kind: (typeof SINGLE)[number], { client, provider }: { client: Dialect; provider: Dialect }) {
  return `${kind}-${client}-${provider}`;
}

const KEYS = { everything: "key-for-everything", little: "key-for-little" };

beforeAll(async () => {
  provider = await startProvider();
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const models: GatewayConfig["models"] = {};
  for (const pair of OTHER_PAIRS) {
    for (const { index, stream, provider: behaviour } of CASES) {
      const model = modelFor(index, stream, pair);
      if (behaviour !== undefined) provider.on(`first-of-${model}`, behaviour);
      const first = behaviour === undefined ? `no-${pair.provider}` : pair.provider;
      models[model] = {
        targets: [
          { provider: first, model: `first-of-${model}` },
          { provider: pair.provider, model: `second-of-${model}` },
        ],
      };
    }
    for (const kind of SINGLE) models[single(kind, pair)] = { targets: [{ provider: pair.provider }] };
    provider.on(single("limited", pair), refuses(429, "slow down"));
    provider.on(single("failing", pair), refuses(500, "oops"));
  }
  models["only-this"] = { targets: [{ provider: "openai" }] };
  const absent = DIALECTS.map((dialect) => [`no-${dialect}`, { dialect, url: baseUrlOf(dialect, nowhere) }]);
  gateway = await startGateway(
    {
      providers: { ...everyDialect(provider), ...Object.fromEntries(absent) },
      models,
      keys: [
        { id: "everything", secret: "env:EVERYTHING", allow: ["*"] },
        { id: "little", secret: "env:LITTLE", allow: ["only-*"] },
      ],
    },
    { environment: { EVERYTHING: KEYS.everything, LITTLE: KEYS.little } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function clientOf(dialect: Dialect, key = KEYS.everything): Client {
  return OFFICIAL[dialect](gateway.url, key);
}

describe.each(OTHER_PAIRS)("the $client client, $provider providers", (pair) => {
  const client = () => clientOf(pair.client);

  test.each(CASES)("stream: $stream, and the first target $what", async ({ index, stream, provider: behaviour }) => {
    const model = modelFor(index, stream, pair);
    const said = await (stream ? client().stream(model) : client().whole(model));
    expect(said).toEqual({
      text: textOf(REPLY),
      stopReason: ENDED[pair.client],
      inputTokens: REPLY.inputTokens,
      outputTokens: REPLY.outputTokens,
    });
    expect(provider.requestsFor(`first-of-${model}`)).toHaveLength(behaviour === undefined ? 0 : 1);
    expect(provider.requestsFor(`second-of-${model}`)).toHaveLength(1);
  });

  test.each<Ending>(["ends", "is cut", "reports an error"])("a stream: %s, after content", async (ending) => {
    const model = single("broken", pair);
    const before = REPLY.pieces.slice(0, PIECES_BEFORE_BREAK).join("");
    let text = "";
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    provider.on(model, breaksAfterContent(ending, arrival));
    const onText = (all: string) => {
      text = all;
      if (all === before) arrived();
    };
    const thrown = await thrownBy(client().stream(model, onText));
    expect(thrown.message).toMatch(ending === "reports an error" ? /Overloaded/ : /provider/);
    expect(text).toBe(before);
  });

  test("a client that leaves in the middle of a stream takes its attempt with it", async () => {
    const model = single("left", pair);
    let closed = false;
    provider.on(model, (call) => {
      call.response.on("close", () => {
        closed = true;
      });
      return breaksAfterContent("hangs")(call);
    });
    const leaving = new AbortController();
    // Whether a client says so by an error is its own affair.
    await client()
      .stream(model, () => leaving.abort(), leaving.signal)
      .catch(() => {});
    await until("the provider's connection is closed", () => closed);
    expect(provider.requestsFor(model)).toHaveLength(1);
  });

  test.each([false, true])("every target's limit is reached, stream: %s", async (stream) => {
    const model = single("limited", pair);
    const asked = stream ? client().stream(model) : client().whole(model);
    await expectThrown(pair.client, asked, 429, "slow down");
  });

  test("every target fails", () => expectThrown(pair.client, client().whole(single("failing", pair)), 500, "oops"));
});

describe.each(DIALECTS)("the %s client", (dialect) => {
  const little = () => clientOf(dialect, KEYS.little);

  test.each([false, true])("with an unknown key, stream: %s", async (stream) => {
    const client = clientOf(dialect, "no-such-key");
    const asked = stream ? client.stream("only-this") : client.whole("only-this");
    await expectThrown(dialect, asked, 401, "unknown API key");
  });

  test("lists no models with an unknown key", () =>
    expectThrown(dialect, clientOf(dialect, "no-such-key").models(), 401, "unknown API key"));

  test.each([false, true])("asks for what its key may not use, stream: %s", async (stream) => {
    const model = single("failing", { client: "openai", provider: "ollama" });
    const asked = stream ? little().stream(model) : little().whole(model);
    await expectThrown(dialect, asked, 403, `this key may not use the model '${model}'`);
  });

  test.each([false, true])("asks for a model that is not there, stream: %s", async (stream) => {
    const client = clientOf(dialect);
    const asked = stream ? client.stream("nope") : client.whole("nope");
    await expectThrown(dialect, asked, 404, "the model 'nope' does not exist here");
  });

  test("asks for nothing", () => expectThrown(dialect, clientOf(dialect).whole(""), 400, "model: expected the name"));

  test("lists the models that its key may use", async () => {
    expect(await little().models()).toEqual(["only-this"]);
    const all = await clientOf(dialect).models();
    expect(all).toContain("only-this");
    expect(all).toContain(modelFor(0, false, OTHER_PAIRS[0]!));
    expect(new Set(all).size).toBe(all.length);
  });
});

test("none of it made the filter fail", () => {
  expect(faultsIn(gateway.logs())).toEqual([]);
});
