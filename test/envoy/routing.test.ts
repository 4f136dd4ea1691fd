import { Client } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, WIRE } from "../fixtures/wire/index.ts";
import { type Gateway, type GatewayConfig, startGateway } from "./gateway.ts";
import { baseUrlOf } from "./providers.ts";
import { until } from "./until.ts";

/** Which of a model's targets a request goes to, and which it never reaches, in a real Envoy. */
let provider: Provider;
let gateway: Gateway;

const SECRETS = { FREE_KEY: "hg-free-of-bounds", EU_KEY: "hg-bound-to-the-eu" };
const EU = { "x-api-key": SECRETS.EU_KEY };
const FREE = { "x-api-key": SECRETS.FREE_KEY };

const upstream = (model: string, region: string) => `${model}-in-${region}`;
const inBoth = (model: string) => ({
  targets: ["us", "eu"].map((region) => ({ provider: region, model: upstream(model, region) })),
});

const WEIGHTED = {
  targets: ["us", "eu"].map((region) => ({ provider: region, model: upstream("drawn", region), weight: 1 })),
};

function config(): GatewayConfig {
  const at = (region: string) => ({ dialect: "openai" as const, url: baseUrlOf("openai", provider.url), region });
  const small = { provider: "us", model: upstream("small", "us"), context_length: 1000, vision: false };
  return {
    seed: 11,
    providers: { us: at("us"), eu: at("eu"), "eu-2": at("eu") },
    models: {
      well: inBoth("well"),
      ill: inBoth("ill"),
      gap: {
        targets: ["eu", "us", "eu-2"].map((name) => ({ provider: name, model: upstream("gap", name) })),
      },
      drawn: WEIGHTED,
      small: { targets: [small] },
      wide: { targets: [small, { provider: "eu", model: upstream("wide", "eu") }] },
      pii: inBoth("pii"),
    },
    keys: [
      { id: "free", secret: "env:FREE_KEY" },
      { id: "bound", secret: "env:EU_KEY", require: { region: "eu" } },
    ],
    rules: [{ when: { model: "pii", contains_pii: ["email"] }, require: { region: "eu" } }],
  };
}

beforeAll(async () => {
  provider = await startProvider();
  for (const region of ["us", "eu"]) {
    for (const model of ["well", "drawn", "small", "wide", "pii"]) provider.on(upstream(model, region), answers());
  }
  provider.on(upstream("ill", "us"), answers());
  provider.on(upstream("ill", "eu"), refuses(500, "oops"));
  provider.on(upstream("gap", "eu"), refuses(500, "oops"));
  gateway = await startGateway(config(), { environment: SECRETS });
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

interface Answer {
  status: number;
  target: string | undefined;
  text: string;
}

async function ask(
  model: string,
  headers: object,
  { via = gateway.url as string | Client, ...more }: object & { via?: string | Client } = {},
): Promise<Answer> {
  const client = typeof via === "string" ? new Client(via) : via;
  try {
    const {
      statusCode,
      headers: told,
      body,
    } = await client.request({
      method: "POST",
      path: WIRE.openai.path,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ ...WIRE.openai.request({ ...CONVERSATION, model }), ...more }),
    });
    return { status: statusCode, target: told["x-headgate-target"]?.toString(), text: await body.text() };
  } finally {
    if (typeof via === "string") await client.close();
  }
}

const asked = (model: string, region: string) => provider.requestsFor(upstream(model, region)).length;

describe("a region that is required", () => {
  test("is where the request goes, past the target that is listed first", async () => {
    expect(await ask("well", FREE)).toMatchObject({ status: 200, target: "well/us" });
    const had = asked("well", "us");
    for (let nth = 0; nth < 10; nth++) {
      expect(await ask("well", EU)).toMatchObject({ status: 200, target: "well/eu" });
    }
    expect(asked("well", "us")).toBe(had);
  });

  test("is not left when its target fails, nor when Envoy has ejected that", async () => {
    const details = () => fetch(`${gateway.admin}/stats?filter=target_ill/eu.outlier_detection.ejections_active`);
    const body = { seed: 0 };
    await until("the one target that may be asked is ejected", async () => {
      // The same request again would count against it once only.
      body.seed += 1;
      const answer = await ask("ill", EU, body);
      expect(answer.status, answer.text).toBeGreaterThanOrEqual(500);
      return (await (await details()).text()).includes(": 1");
    });
    const had = asked("ill", "eu");
    // Now Envoy itself would take the other.
    for (let nth = 0; nth < 5; nth++) {
      const answer = await ask("ill", EU);
      expect(answer.status, answer.text).toBe(503);
      expect(answer.text).toContain("no provider of the model 'ill' is available right now");
    }
    expect(asked("ill", "eu")).toBe(had);
    expect(asked("ill", "us"), "it never left the region").toBe(0);
    expect(await ask("ill", FREE)).toMatchObject({ status: 200, target: "ill/us" });
  });

  test("is kept to when the next target in the list is the one that is not allowed", async () => {
    expect(await ask("gap", EU)).toMatchObject({ status: 200, target: "gap/eu-2" });
    expect(asked("gap", "eu")).toBe(1);
    expect(asked("gap", "us")).toBe(0);
  });

  test("by a rule that finds personal data", async () => {
    const with_pii = { messages: [{ role: "user", content: "Write to ada@example.com" }] };
    expect(await ask("pii", FREE, with_pii)).toMatchObject({ status: 200, target: "pii/eu" });
    expect(asked("pii", "us")).toBe(0);
    expect(await ask("pii", FREE)).toMatchObject({ target: "pii/us" });
  });

  test("that no target keeps to is named in a 403", async () => {
    const answer = await ask("small", EU);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("no target of the model 'small' keeps to what is required: region eu");
  });
});

describe("a request that a target cannot take", () => {
  const long = { messages: [{ role: "user", content: "word ".repeat(2000) }] };

  test("goes to one that can", async () => {
    expect(await ask("wide", FREE)).toMatchObject({ status: 200, target: "wide/us" });
    expect(await ask("wide", FREE, long)).toMatchObject({ status: 200, target: "wide/eu" });
  });

  test("is refused where none can, before any is asked", async () => {
    const had = asked("small", "us");
    const answer = await ask("small", FREE, long);
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([400, "context_length_exceeded"]);
    expect(asked("small", "us")).toBe(had);
  });
});

describe("with a seed", () => {
  /** A connection is one worker's, and each worker draws for itself. */
  async function sequence(of: Gateway): Promise<(string | undefined)[]> {
    const via = new Client(of.url);
    const targets: (string | undefined)[] = [];
    for (let nth = 0; nth < 24; nth++) targets.push((await ask("drawn", FREE, { via })).target);
    await via.close();
    return targets;
  }

  test("every gateway's workers draw the same again", async () => {
    const drawn: (string | undefined)[][] = [];
    for (let nth = 0; nth < 2; nth++) {
      const other = await startGateway(config(), { environment: SECRETS });
      drawn.push(await sequence(other));
      await other.stop();
    }
    expect(new Set(drawn[0])).toEqual(new Set(["drawn/us", "drawn/eu"]));
    expect(drawn[1]).toEqual(drawn[0]);
  });
});
