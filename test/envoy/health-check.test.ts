import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { answers, hangs, type Provider, says, startProvider } from "../fixtures/provider/index.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { stat } from "./stat.ts";
import { underTraffic } from "./traffic.ts";
import { until } from "./until.ts";

/** A provider that Envoy asks whether it is there, with traffic or without. */
let ollama: Provider;
let hosted: Provider;
let gateway: Gateway;

const OFTEN = { interval: "200ms", timeout: "100ms" };
const NEVER_EJECTED = { consecutive_failures: 1_000_000 };
const UP = says(200, "text/plain", "Ollama is running");

beforeAll(async () => {
  ollama = await startProvider();
  ollama.at("/", UP);
  hosted = await startProvider();
  hosted.at("/v1/models", says(401, "application/json", "{}"));
  hosted.at("/base/v1/models", says(404, "application/json", "{}"));
  const watched = { health_check: OFTEN, outlier_detection: NEVER_EJECTED };
  gateway = await startGateway(
    {
      providers: {
        ollama: { dialect: "ollama", url: ollama.url, ...watched },
        hosted: { dialect: "openai", url: `${hosted.url}/v1`, keys: [{ secret: "env:KEY" }], ...watched },
        elsewhere: { dialect: "openai", url: `${hosted.url}/base/v1`, ...watched },
      },
      models: {
        m: { targets: [{ provider: "ollama", model: "first" }, { provider: "hosted" }] },
        n: { targets: [{ provider: "elsewhere" }, { provider: "hosted" }] },
        alone: { targets: [{ provider: "elsewhere" }] },
      },
      timeouts: { first_token: "500ms" },
    },
    { environment: { KEY: "key-of-hosted" } },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await ollama?.close();
  await hosted?.close();
});

const isHealthy = async (target: string) =>
  (await stat(gateway, `cluster.target_${target}.membership_healthy`)) === "1";

test("an Ollama that hangs is taken out, and comes back; no request is lost", async () => {
  await until("it is well", () => isHealthy("m/ollama"));
  await underTraffic(gateway, { model: "m", headers: {} }, async () => {
    ollama.at("/", () => {});
    ollama.on("first", hangs());
    onTestFinished(() => ollama.at("/", UP));
    await until("it is out", async () => !(await isHealthy("m/ollama")));
    // Of two workers, one may hear of it a moment later.
    await until("others answer, and it is left alone", async () => {
      ollama.requests.length = 0;
      hosted.requests.length = 0;
      await until("others answer", () => hosted.requestsFor("m").length > 40);
      return ollama.requestsFor("first").length === 0;
    });
    await until("it is still looked at", () => ollama.requests.some(({ path }) => path === "/"));
    ollama.at("/", UP);
    ollama.on("first", answers());
    await until("it is back", () => isHealthy("m/ollama"));
    await until("it gets requests again", () => ollama.requestsFor("first").length > 40);
  });
});

test("it is asked for by its own name, and without a key", async () => {
  const asked = hosted.requests.find(({ path }) => path === "/v1/models");
  expect(asked?.headers.host).toBe(new URL(hosted.url).host);
  expect(asked?.headers.authorization).toBeUndefined();
});

test("a provider with keys that wants one is alive, and one that knows no such path is not", async () => {
  await until(
    "the one is in, the other out",
    async () => (await isHealthy("m/hosted")) && !(await isHealthy("n/elsewhere")),
  );
  expect(await isHealthy("n/hosted")).toBe(true);
});

test("a target that nothing could take over from is not asked", async () => {
  expect(await isHealthy("alone/elsewhere")).toBe(true);
  expect(await stat(gateway, "cluster.target_alone/elsewhere.health_check.attempt")).toBeUndefined();
});
