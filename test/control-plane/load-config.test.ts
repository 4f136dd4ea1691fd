import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { autodetect } from "../../control-plane/config/autodetect.ts";
import { loadConfig } from "../../control-plane/config/load.ts";
import { listening } from "./listening.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Nobody listens on port 1. */
const NO_OLLAMA = "http://127.0.0.1:1";

describe("from a file", () => {
  const TEXT = `
providers: { a: { dialect: openai, url: "https://a.example/v1", ca: certificates/a.pem, region: eu } }
models: { m: { targets: [ { provider: a } ], strategy: priority, default: m } }
tenants: { acme: { budget: { usd_per_month: 5 } } }
rules: [ { when: {}, use: m } ]
timeouts: { first_token: 20s, idle: 10s }
`;

  test("HEADGATE_CONFIG names it, and a flag goes first", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "headgate.yaml");
    writeFileSync(path, TEXT);
    const byVariable = await loadConfig(undefined, { HEADGATE_CONFIG: path });
    const byFlag = await loadConfig(path, { HEADGATE_CONFIG: "/nowhere" });
    expect(byVariable).toEqual(byFlag);
    expect(byFlag.source).toEqual({ kind: "file", path });
    expect(byFlag.config.providers.a?.ca).toBe(join(folder, "certificates/a.pem"));
  });

  test("what may not be meant is said", async () => {
    const path = join(temporaryFolder(), "headgate.yaml");
    writeFileSync(path, TEXT);
    expect((await loadConfig(path, {})).warnings).toEqual([
      "tenants.acme.budget: what targets without a price cost is not counted: models.m",
      "timeouts.idle: 10s ends a request before timeouts.first_token (20s) sends it to another target",
      "models.m.default: has no effect beside targets",
    ]);
  });

  test("one that is not there", async () => {
    const path = join(temporaryFolder(), "headgate.yaml");
    await expect(loadConfig(path, {})).rejects.toThrow(`${path}: cannot be read: there is no such file`);
  });
});

describe("from what the machine offers", () => {
  test("nothing: the caller takes the demo", async () => {
    expect(await autodetect({}, NO_OLLAMA)).toEqual({ what: [], warnings: [] });
  });

  test("keys in the environment, with the base URLs that the SDKs read", async () => {
    const environment = {
      OPENAI_API_KEY: "a",
      OPENAI_BASE_URL: "http://127.0.0.1:8000/v1",
      ANTHROPIC_API_KEY: "b",
    };
    const { config, what } = await autodetect(environment, NO_OLLAMA);
    expect(what).toEqual(["OPENAI_API_KEY", "ANTHROPIC_API_KEY"]);
    // Another address may speak less than OpenAI does.
    expect(config?.providers.openai).toMatchObject({
      url: "http://127.0.0.1:8000",
      faces: [{ dialect: "openai", path: "/v1", auth: "bearer" }],
      keys: [{ secret: "env:OPENAI_API_KEY" }],
    });
    expect(config?.providers.anthropic).toMatchObject({
      url: "https://api.anthropic.com",
      faces: [{ dialect: "anthropic", path: "", auth: "x-api-key" }],
      keys: [{ secret: "env:ANTHROPIC_API_KEY" }],
    });
    expect(config?.models["gpt-4o"]?.targets).toMatchObject([{ provider: "openai" }]);
    expect(config?.models["claude-*"]?.targets).toMatchObject([{ provider: "anthropic" }]);
    expect(config?.models["claude-haiku-4-5"]?.targets).toMatchObject([{ traits: { thinking: "budget" } }]);
  });

  test("a base URL that is none", async () => {
    const environment = { OPENAI_API_KEY: "a", OPENAI_BASE_URL: "nonsense" };
    await expect(autodetect(environment, NO_OLLAMA)).rejects.toThrow("OPENAI_BASE_URL");
  });

  test("the models of an Ollama", async () => {
    const url = await listening((_request, response) => {
      response.end(JSON.stringify({ models: [{ name: "llama3.2:latest" }, { name: "qwen3:0.6b" }, { name: 1 }] }));
    });
    const { config } = await autodetect({}, url);
    expect(Object.keys(config?.models ?? {})).toEqual(["llama3.2:latest", "llama3.2", "qwen3:0.6b"]);
    expect(config?.providers.ollama?.url).toBe(url);
    expect(config?.providers.ollama?.faces[0]).toEqual({ dialect: "ollama", path: "", auth: "bearer" });
    expect(config?.providers.ollama?.keys).toEqual([]);
  });

  test("an Ollama without models", async () => {
    const url = await listening((_request, response) => response.end('{"models":[]}'));
    const { config, warnings } = await autodetect({}, url);
    expect(config).toBeUndefined();
    expect(warnings).toEqual([`the Ollama at ${url} has no models: get one with "ollama pull"`]);
  });

  test("something else on its port", async () => {
    const url = await listening((_request, response) => response.end("hello"));
    expect((await autodetect({}, url)).config).toBeUndefined();
  });
});
