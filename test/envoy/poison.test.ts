import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answers,
  type Behaviour,
  breaksBeforeContent,
  closes,
  hangs,
  type Provider,
  refuses,
  saysHtml,
  saysNothing,
  startProvider,
} from "../fixtures/provider/index.ts";
import { REPLY } from "../fixtures/wire/index.ts";
import { type Answer, chat } from "./ask.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** One caller sends again and again what no target can answer: nobody else may notice. */
let provider: Provider;
let gateway: Gateway;

interface Way {
  name: string;
  does: string;
  fails: Behaviour;
  stream: boolean;
  /** Envoy counts what comes without a head by itself. */
  ejects?: true;
}

const WAYS: readonly Way[] = [
  { name: "error", does: "answer 500", fails: refuses(500, "oops"), stream: false },
  { name: "busy", does: "answer 529", fails: refuses(529, "busy"), stream: false },
  { name: "page", does: "answer with HTML", fails: saysHtml(200), stream: false },
  { name: "nothing", does: "answer with nothing", fails: saysNothing(), stream: false },
  { name: "empty", does: "answer without content", fails: answers({ pieces: [] }), stream: false },
  { name: "silent", does: "stream without content", fails: answers({ pieces: [] }), stream: true },
  { name: "event", does: "report an error", fails: breaksBeforeContent("reports an error"), stream: true },
  { name: "crash", does: "close the connection", fails: closes(), stream: false, ejects: true },
  { name: "hang", does: "hang", fails: hangs(), stream: false, ejects: true },
];

const ORDER = ["openai", "anthropic", "ollama"];
const COUNTS = [1, 2, 3];
const modelOf = (way: Way, count: number) => `${way.name}-${count}`;

/** Fails what nobody can answer. */
const poisoned =
  (fails: Behaviour): Behaviour =>
  (call) =>
    (JSON.stringify(call.received.body).includes("poison") ? fails : answers())(call);

beforeAll(async () => {
  provider = await startProvider();
  const models: NonNullable<GatewayConfig["models"]> = {};
  for (const way of WAYS) {
    for (const count of COUNTS) {
      const targets = ORDER.slice(0, count).map((name) => ({
        provider: name,
        model: `${modelOf(way, count)}-${name}`,
      }));
      models[modelOf(way, count)] = { targets, ...(way.name === "hang" && { first_token: "1s" }) };
      for (const { model } of targets) {
        provider.on(model, poisoned(way.fails));
      }
    }
  }
  models.dead = { targets: ["dead", "alive"].map((model) => ({ provider: "openai", model })) };
  provider.on("dead", refuses(500, "oops"));
  provider.on("alive", poisoned(refuses(500, "oops")));
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models,
      keys: ["eve", "bob"].map((id) => ({ id, secret: `env:${id.toUpperCase()}` })),
    },
    { environment: { EVE: "sk-eve", BOB: "sk-bob" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function send(key: string, model: string, stream: boolean, text: string): Promise<Answer> {
  const messages = [{ role: "user", content: text }];
  return chat(gateway, "openai", { model, stream, messages }, { authorization: `Bearer sk-${key}` });
}

async function ejected(model: string): Promise<string[]> {
  const text = await (await fetch(`${gateway.admin}/stats?filter=ejections_enforced_total`)).text();
  const of = text.split("\n").filter((line) => line.startsWith(`cluster.target_${model}/`));
  return of.filter((line) => !line.endsWith(": 0"));
}

describe.each(WAYS)("a prompt that makes every target $does", { concurrent: true }, (way) => {
  test.each(COUNTS)("takes nothing from others, of %i targets", async (count) => {
    const model = modelOf(way, count);
    const innocent = async () => {
      const { status, text } = await send("bob", model, way.stream, "Hello");
      expect([status, status === 200 ? "" : text]).toEqual([200, ""]);
      expect(text).toContain(REPLY.pieces[0]);
    };
    const poison = () => send("eve", model, way.stream, "poison");
    // In a row, between the others' requests, and at once.
    const many = way.name === "hang" ? 1 : 4;
    for (let times = 0; times < many; times++) await poison();
    for (let times = 0; times < many; times++) {
      await innocent();
      await poison();
    }
    await Promise.all(Array.from({ length: 8 }, poison));
    await Promise.all(Array.from({ length: 8 }, innocent));
    if (!way.ejects) expect(await ejected(model)).toEqual([]);
  });
});

test("a host that fails everything is ejected all the same, with poison between the others' requests", async () => {
  await until("it is ejected", async () => {
    await send("eve", "dead", false, "poison");
    expect((await send("bob", "dead", false, "Hello")).status).toBe(200);
    return (await ejected("dead")).length > 0;
  });
  expect((await ejected("dead")).map((line) => line.split(".")[1])).toEqual(["target_dead/openai"]);
  expect(provider.requestsFor("dead").length).toBeLessThan(20);
});
