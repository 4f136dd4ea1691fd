import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIALECTS, type Dialect } from "../../contract/dialect.ts";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { chatOnEveryWorker } from "../envoy/every-worker.ts";
import { freePort } from "../envoy/free-port.ts";
import { expectThrown, OFFICIAL } from "../envoy/official-clients.ts";
import { until } from "../envoy/until.ts";
import { answers, closes, type Provider, startProvider } from "../fixtures/provider/index.ts";
import { REPLY, textOf, WIRE } from "../fixtures/wire/index.ts";
import { type Launched, launch } from "../start/launch.ts";

/** The quick start, as its README has it: only the addresses are others, and the providers ours. */
let provider: Provider;
let launched: Launched;
let folder: string;
let path: string;
let addresses: Map<string, string>;

const read = (name: string) => readFileSync(join(PROJECT_ROOT, name), "utf8");
const CONFIG = read("examples/quickstart/headgate.yaml");
const README = read("examples/quickstart/README.md");

/** The fenced blocks of that language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
}

/** `export A=1 B=2` in the README; the providers' keys are the reader's own. */
const ENVIRONMENT = {
  ...Object.fromEntries(
    blocks(README, "sh").flatMap((text) =>
      [...text.matchAll(/\b([A-Z_]+_KEY)=(\S+)/g)].map(([, name = "", value]) => [name, value ?? ""]),
    ),
  ),
  OPENAI_API_KEY: "key-for-openai",
  ANTHROPIC_API_KEY: "key-for-anthropic",
};
const { WEB_KEY, LAB_KEY } = ENVIRONMENT as Record<string, string> as { WEB_KEY: string; LAB_KEY: string };

function elsewhere(text: string): string {
  return [...addresses].reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
}

const gateway = () => ({ url: `http://${elsewhere("127.0.0.1:10000")}` });

beforeAll(async () => {
  provider = await startProvider();
  const free = async () => `127.0.0.1:${await freePort()}`;
  addresses = new Map([
    ["127.0.0.1:10000", await free()],
    ["127.0.0.1:10080", await free()],
    ["127.0.0.1:9901", await free()],
    ["https://api.openai.com", provider.url],
    ["https://api.anthropic.com", provider.url],
  ]);
  folder = mkdtempSync(join(tmpdir(), "headgate-quickstart-"));
  path = join(folder, "headgate.yaml");
  writeFileSync(path, elsewhere(CONFIG));
  launched = launch(["--config", path], folder, ENVIRONMENT);
  await launched.ready();
});

afterAll(async () => {
  await launched?.end();
  await provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  provider.requests.length = 0;
  provider.on("claude-sonnet-4-5", answers());
});

function client(dialect: Dialect, key: string) {
  return OFFICIAL[dialect](gateway().url, key);
}

/** What each attempt asked for, of whom, with which key. */
function asked() {
  return provider.requests.map(({ dialect = "openai", model, headers }) => [
    dialect,
    model,
    headers[WIRE[dialect].credential("")[0]],
  ]);
}

const BY_ANTHROPIC = ["anthropic", "claude-sonnet-4-5", "key-for-anthropic"];
const byOpenai = (model: string) => ["openai", model, "Bearer key-for-openai"];

test("README.md shows this file as it is, without the line for editors", () => {
  expect(blocks(read("README.md"), "yaml")).toContain(CONFIG.replace(/^# yaml-language-server: .*\n/, ""));
});

test("the addresses are those that the README asks", () => {
  for (const address of ["127.0.0.1:10000", "127.0.0.1:10080", "127.0.0.1:9901"]) expect(CONFIG).toContain(address);
  expect(README).toContain("http://127.0.0.1:10000/v1/chat/completions");
});

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);
const CURLS = blocks(README, "sh").flatMap((text) =>
  text
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.startsWith("curl ")),
);

test("the README has a line for each of two dialects", () => {
  expect(CURLS).toHaveLength(2);
});

test.skipIf(!hasCurl).each(CURLS)("%s (needs curl)", async (line) => {
  const env = { PATH: process.env.PATH, ...ENVIRONMENT };
  const { stdout } = await run("sh", ["-c", `${elsewhere(line)} --silent --max-time 20`], { env });
  expect(stdout).toContain(JSON.stringify(textOf(REPLY)).slice(1, -1));
  expect(asked()).toEqual([BY_ANTHROPIC]);
});

describe("the model 'assistant'", () => {
  test.each(DIALECTS)("is answered by Anthropic, to a client of %s", async (dialect) => {
    expect((await client(dialect, WEB_KEY).whole("assistant")).text).toBe(textOf(REPLY));
    expect((await client(dialect, WEB_KEY).stream("assistant")).text).toBe(textOf(REPLY));
    expect(asked()).toEqual([BY_ANTHROPIC, BY_ANTHROPIC]);
  });

  test("is answered by OpenAI while Anthropic is down", async () => {
    provider.on("claude-sonnet-4-5", closes());
    expect((await client("anthropic", WEB_KEY).whole("assistant")).text).toBe(textOf(REPLY));
    expect(asked()).toEqual([BY_ANTHROPIC, byOpenai("gpt-4o")]);
  });
});

describe("who may use what", () => {
  test("the web team may use 'assistant', and sees nothing else", async () => {
    expect(await client("openai", WEB_KEY).models()).toEqual(["assistant"]);
    await expectThrown("openai", client("openai", WEB_KEY).whole("gpt-4o"), 403, "'gpt-4o'");
    expect(asked()).toEqual([]);
  });

  test("the lab may use every model but previews", async () => {
    expect(await client("openai", LAB_KEY).models()).toEqual(["gpt-4o", "assistant"]);
    await client("openai", LAB_KEY).whole("gpt-4o");
    await client("anthropic", LAB_KEY).whole("gpt-4.1-nano");
    expect(asked()).toEqual([byOpenai("gpt-4o"), byOpenai("gpt-4.1-nano")]);
    await expectThrown("openai", client("openai", LAB_KEY).whole("gpt-9-preview"), 403, "'gpt-9-preview'");
  });

  test("nobody else may use anything", () =>
    expectThrown("openai", client("openai", "somebody").whole("assistant"), 401, "unknown API key"));
});

describe("an edit while it runs is in force", () => {
  const statuses = async (model: string, key: string) => {
    const body = { model, messages: [{ role: "user", content: "Hi" }] };
    const replies = await chatOnEveryWorker(gateway(), "openai", body, { authorization: `Bearer ${key}` });
    return new Set(replies.map(({ status }) => status));
  };
  const only = (status: number, all: Set<number>) => all.size === 1 && all.has(status);

  test.each<{ what: string; from: string; to: string; holds: () => Promise<boolean> }>([
    {
      what: "an upstream name",
      from: "model: claude-sonnet-4-5",
      to: "model: claude-of-tomorrow",
      async holds() {
        provider.requests.length = 0;
        await statuses("assistant", WEB_KEY);
        return provider.requests.every(({ model }) => model === "claude-of-tomorrow");
      },
    },
    {
      what: "an allowlist",
      from: "allow: [ assistant ]",
      to: "allow: [ assistant, gpt-4o ]",
      holds: async () => only(200, await statuses("gpt-4o", WEB_KEY)),
    },
    {
      what: "a key that is gone",
      from: CONFIG.split("\n").find((line) => line.includes("id: web")) ?? "",
      to: "",
      holds: async () => only(401, await statuses("assistant", WEB_KEY)),
    },
  ])("$what", async ({ what, from, to, holds }) => {
    expect(await holds()).toBe(false);
    expect(CONFIG.split(from)).toHaveLength(2);
    writeFileSync(path, elsewhere(CONFIG.replace(from, to)));
    await until(`${what} is in force`, holds);
    writeFileSync(path, elsewhere(CONFIG));
    await until(`${what} is as it was`, async () => !(await holds()));
  });
});
