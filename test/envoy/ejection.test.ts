import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import {
  answers,
  type Behaviour,
  breaksBeforeContent,
  closes,
  type Provider,
  refuses,
  startProvider,
} from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Answer, chat } from "./ask.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";
import { until } from "./until.ts";

/** Targets that fail again and again are left alone for a while, and then tried again. */
let provider: Provider;
let gateway: Gateway;

const FAILURES: { what: string; name: string; provider: Behaviour; stream: boolean }[] = [
  { what: "answers 500", name: "error", provider: refuses(500, "oops"), stream: false },
  { what: "answers 429", name: "limit", provider: refuses(429, "slow down"), stream: false },
  { what: "closes the connection", name: "closed", provider: closes(), stream: false },
  {
    what: "says 200, and an error in the stream",
    name: "event",
    provider: breaksBeforeContent("reports an error"),
    stream: true,
  },
];

/** A model's upstream names: the target that fails, and the one behind it. */
const failing = (model: string) => `failing-of-${model}`;
const fine = (model: string) => `fine-of-${model}`;

const crowded = (name: string) => `crowded-${name}`;
const hopeless = (dialect: Dialect) => `hopeless-${dialect}`;

beforeAll(async () => {
  provider = await startProvider();
  const twoTargets = (model: string) => ({
    targets: [
      { provider: "anthropic", model: failing(model) },
      { provider: "ollama", model: fine(model) },
    ],
  });
  const models: GatewayConfig["models"] = {};
  for (const { name, provider: behaviour } of FAILURES) {
    for (const model of [name, crowded(name)]) {
      models[model] = twoTargets(model);
      provider.on(failing(model), behaviour);
    }
  }
  for (const dialect of DIALECTS) {
    const model = hopeless(dialect);
    models[model] = twoTargets(model);
    for (const upstream of [failing(model), fine(model)]) provider.on(upstream, refuses(500, "oops"));
  }
  models.alone = { targets: [{ provider: "openai" }] };
  provider.on("alone", refuses(429, "slow down"));
  const providers = DIALECTS.map((dialect) => [dialect, { dialect, url: baseUrlOf(dialect, provider.url) }]);
  gateway = await startGateway({ providers: Object.fromEntries(providers), models });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function send(model: string, stream = false, dialect: Dialect = "openai"): Promise<Answer> {
  return chat(gateway, dialect, WIRE[dialect].request({ ...CONVERSATION, model, stream }));
}

/** How often the model's first target was ejected so far, and whether it is now. Envoy writes the colon of `target:<id>` as `_`. */
async function ejections(model: string, name = "anthropic"): Promise<{ ever: number; now: boolean }> {
  const prefix = `cluster.target_${model}/${name}.outlier_detection`;
  const text = await (await fetch(`${gateway.admin}/stats?filter=outlier_detection`)).text();
  const value = (name: string) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${prefix}.${name}: `))
        ?.split(": ")[1],
    );
  return { ever: value("ejections_enforced_total"), now: value("ejections_active") > 0 };
}

const BATCH = 10;

describe("a target that", { concurrent: true }, () => {
  test.each(FAILURES)("$what is ejected after three times, and comes back", async ({ name: model, stream }) => {
    const expectAnswers = async (count: number) => {
      for (let nth = 0; nth < count; nth++) {
        const answer = await send(model, stream);
        expect(answer.status, answer.text).toBe(200);
      }
    };
    // Three failures: three requests that the second target saved.
    for (let nth = 1; nth <= 3; nth++) {
      await expectAnswers(1);
      expect(provider.requestsFor(failing(model))).toHaveLength(nth);
    }
    // A stretch of time in which it was ejected throughout.
    await until("it is ejected, and gets no request", async () => {
      const [before, had] = [await ejections(model), provider.requestsFor(failing(model)).length];
      await expectAnswers(BATCH);
      const [after, has] = [await ejections(model), provider.requestsFor(failing(model)).length];
      const isEjected = before.now && after.now && before.ever === after.ever;
      if (isEjected) expect(has).toBe(had);
      return isEjected;
    });
    // It is well again, and nothing but time tells.
    provider.on(failing(model), answers());
    const had = provider.requestsFor(failing(model)).length;
    await until("it is asked again", async () => {
      await expectAnswers(1);
      return provider.requestsFor(failing(model)).length > had;
    });
    const [first, second] = [failing(model), fine(model)].map((upstream) => provider.requestsFor(upstream).length);
    await expectAnswers(BATCH);
    expect(provider.requestsFor(failing(model))).toHaveLength(first! + BATCH);
    expect(provider.requestsFor(fine(model))).toHaveLength(second!);
  });

  test.each(FAILURES)("$what costs none of 32 concurrent requests, again and again", async ({ name, stream }) => {
    const model = crowded(name);
    for (let round = 0; round < 5; round++) {
      const replies = await Promise.all(Array.from({ length: 32 }, () => send(model, stream)));
      expect(replies.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
    }
    expect(provider.requestsFor(fine(model)).length).toBe(5 * 32);
  });

  test.each(
    DIALECTS,
  )("every target of a model is ejected: one is asked all the same, a client of %s", async (dialect) => {
    const model = hopeless(dialect);
    const prompts = ["One", "Two", "Three", "Four"];
    const ask = (text: string) =>
      chat(gateway, dialect, WIRE[dialect].request({ ...CONVERSATION, system: text, model }));
    for (const text of prompts)
      expect(await ask(text)).toMatchObject({ status: 500, text: expect.stringContaining("oops") });
    await until("all are out", async () => (await ejections(model)).now && (await ejections(model, "ollama")).now);
    for (const upstream of [failing(model), fine(model)]) provider.on(upstream, answers());
    // They are well again, and nobody waits for them to come back.
    expect((await ask("Five")).status).toBe(200);
  });
});

test("a target without another to take over is never ejected: its callers get its own words", async () => {
  for (let i = 0; i < 8; i++) {
    const answer = await send("alone");
    expect(answer.status).toBe(429);
    expect(answer.text).toContain("slow down");
  }
});
