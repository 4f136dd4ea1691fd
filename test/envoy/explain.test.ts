import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { PROJECT_ROOT } from "../../control-plane/process/project-root.ts";
import { type Provider, refuses, startProvider } from "../fixtures/provider/index.ts";
import { CONVERSATION, REPLY, WIRE } from "../fixtures/wire/index.ts";
import { chat } from "./ask.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { everyDialect } from "./providers.ts";
import { until } from "./until.ts";

/** How an answer came about, for the caller and for the access log of a real Envoy. */
let provider: Provider;
let gateway: Gateway;

/** As docs/observability.md has it. */
const FORMAT = "%FILTER_STATE(wasm.headgate_explain:PLAIN)%";

beforeAll(async () => {
  provider = await startProvider();
  provider.on("failing", refuses(500, "oops"));
  gateway = await startGateway(
    {
      providers: everyDialect(provider),
      models: {
        m: {
          targets: [
            { provider: "anthropic", model: "failing" },
            { provider: "openai", model: "good" },
          ],
        },
      },
      keys: [{ id: "k-1", tenant: "shop", secret: "env:CLIENT", deny: ["shut"] }],
    },
    { environment: { CLIENT: "hg-client" }, amend: withAccessLog },
  );
});

afterAll(async () => {
  await gateway?.stop();
  await provider?.close();
});

function withAccessLog(envoyYaml: string): string {
  const envoy = parse(envoyYaml);
  const manager = envoy.static_resources.listeners[0].filter_chains[0].filters[0].typed_config;
  manager.access_log = [
    {
      name: "envoy.access_loggers.stdout",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
        log_format: { text_format_source: { inline_string: `explain: ${FORMAT}\n` } },
      },
    },
  ];
  return stringify(envoy);
}

/** What the log got for the requests of `act`. */
async function logged(count: number, act: () => Promise<unknown>): Promise<unknown[]> {
  const lines = () => [...gateway.logs().matchAll(/^explain: (.*)$/gm)].map(([, line = ""]) => line);
  const before = lines().length;
  await act();
  await until("the access log is written", async () => lines().length >= before + count);
  return lines()
    .slice(before)
    .map((line) => JSON.parse(line));
}

const ask = (more: object, key = "hg-client") =>
  chat(
    gateway,
    "openai",
    { ...WIRE.openai.request({ ...CONVERSATION, model: "m" }), ...more },
    { authorization: `Bearer ${key}` },
  );

test("caller and access log are told the same", async () => {
  const [line] = await logged(1, async () => {
    const answer = await ask({});
    expect(answer.status, answer.text).toBe(200);
    const told = [...answer.headers].filter(([name]) => name.startsWith("x-headgate-"));
    expect(Object.fromEntries(told)).toEqual({
      "x-headgate-model": "m",
      "x-headgate-target": "m/openai",
      "x-headgate-attempts": "2",
    });
  });
  expect(line).toEqual({
    model: "m",
    target: "m/openai",
    attempts: 2,
    rule: null,
    tags: [],
    tenant: "shop",
    key: "k-1",
    cache: null,
    dropped: [],
    status: 200,
    input_tokens: REPLY.inputTokens,
    output_tokens: REPLY.outputTokens,
  });
});

test("a stream is logged at its end, with its tokens", async () => {
  const [line] = await logged(1, () => ask({ stream: true, stream_options: { include_usage: true } }));
  expect(line).toMatchObject({ status: 200, input_tokens: REPLY.inputTokens, output_tokens: REPLY.outputTokens });
});

test("refusals are logged too", async () => {
  const lines = await logged(2, async () => {
    await ask({}, "nobody");
    await ask({ model: "shut" });
  });
  expect(lines).toEqual([
    expect.objectContaining({ key: null, model: null, attempts: 0, status: 401, input_tokens: null }),
    expect.objectContaining({ key: "k-1", model: null, attempts: 0, status: 403 }),
  ]);
});

test("docs/observability.md shows the format", () => {
  expect(readFileSync(join(PROJECT_ROOT, "docs/observability.md"), "utf8").includes(FORMAT)).toBe(true);
});
